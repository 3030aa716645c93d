import type { Frames } from './frames'

/** Mean and variance (divided by the count) of each column, in float64; the variances are taken about the means. */
export function frameMoments(frames: Frames): { means: Float64Array; variances: Float64Array } {
  const { data, count, dimensions } = frames
  const means = new Float64Array(dimensions)
  const variances = new Float64Array(dimensions)
  for (let i = 0, at = 0; i < count; i++) for (let j = 0; j < dimensions; j++, at++) means[j] += data[at]
  for (let j = 0; j < dimensions; j++) means[j] /= count
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j < dimensions; j++, at++) {
      const difference = data[at] - means[j]
      variances[j] += difference * difference
    }
  }
  for (let j = 0; j < dimensions; j++) variances[j] /= count
  return { means, variances }
}
