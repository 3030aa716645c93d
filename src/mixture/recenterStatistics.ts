import { SufficientStatistics } from './sufficientStatistics'

/**
 * The same statistics with their moments taken about other centers (K x D), without the frames: with d the way from the
 * new center to the old one, sums of r (x - center) gain n d, and of r (x - center)_i (x - center)_j gain
 * m_i d_j + d_i m_j + n d_i d_j, where n and m are the count and the former first moments.
 */
export function recenterStatistics(statistics: SufficientStatistics, centers: Float64Array): SufficientStatistics {
  const { form, counts, firstMoments, sums } = statistics
  const componentCount = counts.length
  const dimensions = centers.length / componentCount
  const result = new SufficientStatistics(form, componentCount, centers, sums.slice())
  let at = 0
  for (let k = 0; k < componentCount; k++) {
    const first = firstMoments.subarray(k * dimensions, (k + 1) * dimensions)
    const way = first.map((_, j) => statistics.centers[k * dimensions + j] - centers[k * dimensions + j])
    for (let i = 0; i < dimensions; i++) {
      result.firstMoments[k * dimensions + i] += counts[k] * way[i]
      for (let j = form === 'diagonal' ? i : 0; j <= i; j++) {
        result.secondMoments[at++] += first[i] * way[j] + way[i] * first[j] + counts[k] * way[i] * way[j]
      }
    }
  }
  return result
}
