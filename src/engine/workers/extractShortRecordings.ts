import { rmSync, statSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import { isCepstraError } from '../../cepstraError'
import type { Recipe } from '../../features/recipe'
import { fileOf } from '../../project/givenPath'
import type { FeatureFacts } from '../../project/featureStore'
import { extractRecording } from './extractRecording'

/** A recording, with what its file was when it was inspected. */
export interface ShortRecording {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
  /** Where the features go; written whole or not at all. */
  readonly target: string
}

export interface ExtractShortInput {
  readonly recordings: readonly ShortRecording[]
  readonly recipe: Recipe
  readonly sampleRateHz: number
  readonly port?: MessagePort
}

/**
 * Extracts recordings one after the other, in one task since a message takes longer than half a second of sound. A
 * recording that is to be looked at by itself comes back as null, without features: its file is not what it was, or it was refused.
 *
 * @throws CepstraError NOT_WRITABLE: a disk that is full is full for all.
 */
export async function extractShortRecordings({
  recordings,
  recipe,
  sampleRateHz,
}: ExtractShortInput): Promise<(FeatureFacts | null)[]> {
  const found: (FeatureFacts | null)[] = []
  for (const { path, bytes, modifiedMs, target } of recordings) {
    const isAsInspected = (): boolean => {
      const file = statSync(fileOf(path), { throwIfNoEntry: false })
      return file?.size === bytes && file.mtimeMs === modifiedMs
    }
    try {
      const facts = isAsInspected() ? await extractRecording({ path, recipe, sampleRateHz, target }) : null
      if (facts === null || isAsInspected()) found.push(facts)
      else {
        // What was read is not the content under whose name it would be kept.
        rmSync(target, { force: true })
        found.push(null)
      }
    } catch (error) {
      if (isCepstraError(error) && error.code === 'NOT_WRITABLE') throw error
      found.push(null)
    }
  }
  return found
}
