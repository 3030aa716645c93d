import { statSync } from 'node:fs'
import { isCepstraError } from '../../cepstraError'
import { givenHash, readGiven } from '../../project/givenFile'
import { fileOf, givenFormat } from '../../project/givenPath'
import type { RecordingFacts } from '../../project/recordingStore'
import { unreadableFacts } from '../../project/unreadableFacts'

/** What the features of a project have; others are refused. */
export interface WantedFeatures {
  readonly columns: number
  readonly hopSeconds: number
}

/** How the features of a recording look, for a project to be made for such. */
export interface GivenShape {
  readonly dimensions: number
  readonly columnNames: readonly string[] | null
  readonly hopSeconds: number | null
}

/** Hops are the same within what a header of 100 ns steps can say. */
const sameHopSeconds = 1e-6

/**
 * What an import wants to know of a recording whose features another program made. Features that cannot be used are a
 * fact too, with the flag `unreadable` and a note that says why.
 */
export function inspectGiven(path: string, { columns, hopSeconds }: WantedFeatures): RecordingFacts {
  try {
    const features = readGiven(path)
    const refusal = refusalOf(features, columns, hopSeconds)
    if (refusal !== null) return unreadableFacts(path, [refusal])
    const { size, mtimeMs } = statSync(fileOf(path))
    return {
      path,
      contentHash: givenHash(features),
      bytes: size,
      modifiedMs: mtimeMs,
      durationSeconds: features.frameCount * hopSeconds,
      format: givenFormat(fileOf(path)),
      ...{ sampleRateHz: null, channelCount: null, peakDb: null, rmsDb: null, quality: null, thumbnail: null },
      flags: [],
      notes: [],
    }
  } catch (error) {
    if (!isCepstraError(error)) throw error
    return unreadableFacts(path, [error.message])
  }
}

/** @throws CepstraError TABLE_INVALID, FILE_UNREADABLE */
export function describeGiven(path: string): GivenShape {
  const { dimensions, columnNames, hopSeconds } = readGiven(path)
  return { dimensions, columnNames, hopSeconds }
}

function refusalOf(found: GivenShape, columns: number, hopSeconds: number): string | null {
  if (found.dimensions !== columns) {
    return `It has ${found.dimensions} columns, but the features of this project have ${columns}.`
  }
  if (found.hopSeconds !== null && Math.abs(found.hopSeconds - hopSeconds) > sameHopSeconds) {
    return `Its frames are ${found.hopSeconds} s apart, but those of this project ${hopSeconds} s.`
  }
  return null
}
