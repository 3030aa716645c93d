import { CepstraError } from '../cepstraError'
import type { GaussianMixture } from './gaussianMixture'
import type { SufficientStatistics } from './sufficientStatistics'

export interface VarianceLimits {
  /** Added to every variance. */
  readonly regCovar: number
  /** D lower bounds of the variances, applied after `regCovar` was added; null for none. */
  readonly varianceFloor: Float64Array | null
}

/** scikit-learn adds this to each component's count, so that nothing is divided by zero. */
const countOffset = 10 * Number.EPSILON

/**
 * The M-step for diagonal covariances: the mixture that fits the statistics best.
 *
 * As in scikit-learn, n_k = sum of responsibilities + 10 eps, variances are divided by n_k, and the weights are n_k over
 * their sum. One difference: a component that no frame belongs to any more (its responsibilities sum to at most 10 eps)
 * keeps the mean and variances of `former`, where scikit-learn drops it onto the origin with variance `regCovar`.
 *
 * @throws CepstraError `OPTIONS_INVALID` when a variance comes out as 0 because neither `regCovar` nor a floor holds it up.
 */
export function maximize(
  statistics: SufficientStatistics,
  former: GaussianMixture,
  limits: VarianceLimits,
): GaussianMixture {
  const { counts, centers, firstMoments, secondMoments } = statistics
  const { regCovar, varianceFloor } = limits
  const componentCount = counts.length
  const dimensions = centers.length / componentCount
  const weights = new Float64Array(componentCount)
  const means = new Float64Array(centers.length)
  const covariances = new Float64Array(centers.length)
  let total = 0
  for (let k = 0; k < componentCount; k++) {
    const count = counts[k] + countOffset
    weights[k] = count
    total += count
    const starved = counts[k] <= countOffset
    for (let j = 0; j < dimensions; j++) {
      const at = k * dimensions + j
      if (starved) {
        means[at] = former.means[at]
        covariances[at] = former.covariances[at]
        continue
      }
      const shift = firstMoments[at] / count
      means[at] = centers[at] + shift
      const spread = secondMoments[at] / count - shift * shift * (2 - counts[k] / count)
      // Where all frames are alike, rounding can leave a spread a hair below zero.
      const variance = Math.max(spread, 0) + regCovar
      covariances[at] = varianceFloor === null ? variance : Math.max(variance, varianceFloor[j])
      if (!(covariances[at] > 0)) throw flat(k, j)
    }
  }
  for (let k = 0; k < componentCount; k++) weights[k] /= total
  return { covarianceType: 'diag', componentCount, dimensions, weights, means, covariances }
}

function flat(component: number, column: number): CepstraError {
  return new CepstraError(
    'OPTIONS_INVALID',
    `The variance of component ${component} in column ${column} is 0: all its frames hold the same value there. ` +
      'Set regCovar above 0 (1e-6 is usual) or a variance floor, or ask for fewer components.',
  )
}
