import { statSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import { openAudio } from '../../audio/openAudio'
import { isCepstraError } from '../../cepstraError'
import type { Recipe } from '../../features/recipe'
import { fileOf } from '../../project/givenPath'
import { notWritable } from '../../project/notWritable'
import { featurePack, type FeaturePack, type PackedFeatures } from './featurePack'
import { readGivenFeatures } from './readGivenFeatures'

/** A recording, with what its file was when it was inspected. */
export interface InspectedFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
}

export interface ExtractShortInput {
  readonly files: readonly InspectedFile[]
  readonly recipe: Recipe
  readonly sampleRateHz: number
  /** Where the pack of their features goes; written whole or not at all. */
  readonly target: string
  readonly port?: MessagePort
}

/**
 * Extracts recordings into a pack one after the other, in one task since a message takes longer than half a second of sound.
 * A recording that is to be looked at by itself comes back as null, without features: its file is not what it was, or it was refused.
 *
 * @throws CepstraError NOT_WRITABLE: a disk that is full is full for all.
 */
export async function extractShortRecordings({
  files,
  recipe,
  sampleRateHz,
  target,
}: ExtractShortInput): Promise<(PackedFeatures | null)[]> {
  const pack = featurePack(recipe, sampleRateHz, target)
  try {
    const found: (PackedFeatures | null)[] = []
    for (const file of files) {
      try {
        found.push(isAsInspected(file) ? await packed(file, recipe, pack) : null)
      } catch (error) {
        // A disk that is full says so of a scratch file too.
        const told = notWritable('Features', target, error)
        if (isCepstraError(told) && told.code === 'NOT_WRITABLE') throw told
        found.push(null)
      }
    }
    pack.finish()
    return found
  } finally {
    pack.close()
  }
}

export interface CompareInput {
  readonly files: readonly InspectedFile[]
  readonly port?: MessagePort
}

/** Of each file whether it is, by size and time, as it was. */
export function areAsInspected({ files }: CompareInput): boolean[] {
  return files.map(isAsInspected)
}

function isAsInspected({ path, bytes, modifiedMs }: InspectedFile): boolean {
  try {
    const file = statSync(fileOf(path), { throwIfNoEntry: false })
    return file?.size === bytes && file.mtimeMs === modifiedMs
  } catch {
    // Such as where a folder on the way may not be entered.
    return false
  }
}

/** The features of one recording; null where its file changed while it was read, which is not the content that was asked for. */
async function packed(file: InspectedFile, recipe: Recipe, pack: FeaturePack): Promise<PackedFeatures | null> {
  const { path } = file
  if (recipe.given) {
    const features = readGivenFeatures(path, recipe.given.columnNames.length)
    return isAsInspected(file) ? pack.take(features) : null
  }
  const audio = await openAudio(path)
  try {
    const entry = pack.begin(audio)
    try {
      for await (const block of audio.blocks()) entry.push(block)
      return isAsInspected(file) ? entry.finish() : null
    } finally {
      entry.close()
    }
  } finally {
    await audio.close()
  }
}
