import type { ComponentDensities } from '../componentDensities'

/** The mean of the means, in float32: what is subtracted from float32 frames then leaves no rounding error in float64. */
export function kernelOrigin({ componentCount, dimensions, means }: ComponentDensities): Float64Array {
  const sums = new Float64Array(dimensions)
  for (let at = 0; at < means.length; at++) sums[at % dimensions] += means[at]
  return sums.map((sum) => Math.fround(sum / componentCount))
}
