import { CepstraError } from '../../cepstraError'
import type { FeatureFacts } from '../../project/featureStore'
import { readGiven } from '../../project/givenFile'

/** Features that another program made, every frame kept. */
export interface GivenFeatures {
  /** Row-major frames x dimensions. */
  readonly data: Float32Array
  readonly dimensions: number
  readonly facts: FeatureFacts
}

/**
 * Reads the features of a recording that another program made.
 *
 * @throws CepstraError TABLE_INVALID, FILE_UNREADABLE; MODEL_MISMATCH where they have another number of columns than wanted.
 */
export function readGivenFeatures(path: string, columns: number): GivenFeatures {
  const { data, frameCount, dimensions } = readGiven(path)
  if (dimensions !== columns) {
    throw new CepstraError(
      'MODEL_MISMATCH',
      `These features have ${dimensions} columns, but ${columns} are wanted. Have them made as the others were.`,
    )
  }
  const speech = new Uint8Array(frameCount).fill(1)
  const facts = { frameCount, keptCount: frameCount, speech, warnings: [], error: null }
  return { data, dimensions, facts }
}
