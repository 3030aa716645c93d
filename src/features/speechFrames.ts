import type { FeatureMatrix } from './featureMatrix'

/** The kept frames of a recording alone: row-major `count` x `dimensions`, in their order. */
export function speechFrames(matrix: Pick<FeatureMatrix, 'data' | 'frameCount' | 'dimensions' | 'speech'>): {
  data: Float32Array
  count: number
  dimensions: number
} {
  const { dimensions, speech } = matrix
  const count = speech.reduce((sum, kept) => sum + kept, 0)
  const data = new Float32Array(count * dimensions)
  let at = 0
  for (let frame = 0; frame < matrix.frameCount; frame++) {
    if (speech[frame] !== 1) continue
    data.set(matrix.data.subarray(frame * dimensions, (frame + 1) * dimensions), at)
    at += dimensions
  }
  return { data, count, dimensions }
}
