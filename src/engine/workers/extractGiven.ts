import { CepstraError } from '../../cepstraError'
import type { FeatureFacts } from '../../project/featureStore'
import { openFeatureWriter } from '../../project/featureWriter'
import { readGiven } from '../../project/givenFile'

/**
 * Puts the features of a recording that another program made into the cache, every frame kept.
 *
 * @throws CepstraError TABLE_INVALID, FILE_UNREADABLE; MODEL_MISMATCH where they have another number of columns than wanted.
 */
export function extractGiven(path: string, columns: number, target: string): FeatureFacts {
  const { data, frameCount, dimensions } = readGiven(path)
  if (dimensions !== columns) {
    throw new CepstraError(
      'MODEL_MISMATCH',
      `These features have ${dimensions} columns, but ${columns} are wanted. Have them made as the others were.`,
    )
  }
  const writer = openFeatureWriter(target, dimensions)
  try {
    writer.push(data, frameCount)
    writer.finish()
  } finally {
    writer.close()
  }
  const speech = new Uint8Array(frameCount).fill(1)
  return { frameCount, keptCount: frameCount, speech, warnings: [], error: null }
}
