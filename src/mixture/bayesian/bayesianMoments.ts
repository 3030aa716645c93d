import { covarianceLength, type CovarianceType, type GaussianMixture } from '../gaussianMixture'
import { addScatter, countOffset, spread } from '../maximization'
import type { SufficientStatistics } from '../sufficientStatistics'

/** What the frames tell about each component, before any prior (Bishop, PRML, eqs. 10.51-10.53). */
export interface ComponentMoments {
  /** K counts n_k: the sum of responsibilities + 10 eps, as in scikit-learn. */
  readonly counts: Float64Array
  /** K x D, the mean of the component's frames. */
  readonly means: Float64Array
  /**
   * n_k times the covariance of the component's frames, `regCovar` added to its diagonal, in the shape of the covariance
   * type: for spherical ones the mean of the diagonal, for tied ones the sum over the components.
   */
  readonly scatters: Float64Array
}

/** The moments that the sums of an E-step come down to. A component without frames has its center as its mean. */
export function momentsFromStatistics(
  statistics: SufficientStatistics,
  covarianceType: CovarianceType,
  regCovar: number,
): ComponentMoments {
  const { centers, firstMoments } = statistics
  const componentCount = statistics.counts.length
  const dimensions = centers.length / componentCount
  const counts = statistics.counts.map((count) => count + countOffset)
  const shifts = firstMoments.map((sum, at) => sum / counts[Math.floor(at / dimensions)])
  const means = centers.map((center, at) => center + shifts[at])
  const scatters = new Float64Array(covarianceLength({ covarianceType, componentCount, dimensions }))
  const size = dimensions * dimensions
  for (let k = 0; k < componentCount; k++) {
    if (covarianceType === 'full' || covarianceType === 'tied') {
      const matrix = covarianceType === 'full' ? scatters.subarray(k * size, (k + 1) * size) : scatters
      addScatter(statistics, shifts, k, dimensions, matrix)
      for (let j = 0; j < size; j += dimensions + 1) matrix[j] += counts[k] * regCovar
      continue
    }
    for (let j = 0; j < dimensions; j++) {
      const scatter = counts[k] * (spread(statistics, shifts, k, j) + regCovar)
      if (covarianceType === 'diag') scatters[k * dimensions + j] = scatter
      else scatters[k] += scatter / dimensions
    }
  }
  return { counts, means, scatters }
}

/** The moments of `frameWeight` frames that look just like a mixture: so any mixture can be a start. */
export function momentsFromMixture(mixture: GaussianMixture, frameWeight: number): ComponentMoments {
  const { covarianceType, componentCount, weights, means, covariances } = mixture
  const counts = weights.map((weight) => weight * frameWeight + countOffset)
  const perComponent = covariances.length / componentCount
  const scatters = covariances.map(
    (covariance, at) => covariance * (covarianceType === 'tied' ? frameWeight : counts[Math.floor(at / perComponent)]),
  )
  return { counts, means, scatters }
}
