import { CepstraError } from '../cepstraError'
import type { Frames } from '../mixture/frames'

/**
 * The variance of each dimension over all the frames together, every frame counting the same. Two passes in float64,
 * so that a large mean costs no precision. Throws TOO_FEW_FRAMES without any frame and MODEL_MISMATCH where dimensions
 * differ.
 */
export function pooledVariance(list: readonly Frames[]): Float64Array {
  const count = list.reduce((sum, frames) => sum + frames.count, 0)
  if (count === 0) {
    throw new CepstraError('TOO_FEW_FRAMES', 'There are no frames to learn from. Add recordings that hold sound.')
  }
  const { dimensions } = list[0]
  const mean = new Float64Array(dimensions)
  forEachRow(list, dimensions, (data, row) => {
    for (let d = 0; d < dimensions; d++) mean[d] += data[row + d] / count
  })
  const variance = new Float64Array(dimensions)
  forEachRow(list, dimensions, (data, row) => {
    for (let d = 0; d < dimensions; d++) variance[d] += (data[row + d] - mean[d]) ** 2 / count
  })
  return variance
}

function forEachRow(
  list: readonly Frames[],
  dimensions: number,
  visit: (data: Frames['data'], row: number) => void,
): void {
  for (const frames of list) {
    if (frames.dimensions !== dimensions) {
      throw new CepstraError(
        'MODEL_MISMATCH',
        `Frames of ${dimensions} and of ${frames.dimensions} numbers cannot be learned from together. ` +
          'Extract all features with one recipe.',
      )
    }
    for (let i = 0; i < frames.count; i++) visit(frames.data, i * dimensions)
  }
}
