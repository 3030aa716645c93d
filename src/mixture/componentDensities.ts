import { CepstraError } from '../cepstraError'
import { precisionCholeskyOf } from './covariance'
import type { CovarianceType, GaussianMixture } from './gaussianMixture'

/**
 * What the E-step needs to know of a mixture: ln (weight_k p(x | k)) = logConstants_k - 1/2 |(x - means_k)^T P_k|^2.
 * A Bayesian mixture has the same form with other constants, so one E-step serves both.
 */
export interface ComponentDensities {
  readonly covarianceType: CovarianceType
  readonly componentCount: number
  readonly dimensions: number
  /** K; -infinity for a component of weight 0. */
  readonly logConstants: Float64Array
  /** K x D. */
  readonly means: Float64Array
  /**
   * scikit-learn's `precisions_cholesky_`: K x D x D upper triangular (full), D x D upper triangular (tied), K x D of
   * 1 / sd (diag), K of 1 / sd (spherical).
   */
  readonly precisionsCholesky: Float64Array
}

const logTwoPi = Math.log(2 * Math.PI)

/** The densities of a mixture's components, weights included. Errors as in {@link precisionsCholesky}. */
export function densitiesOf(mixture: GaussianMixture): ComponentDensities {
  const { covarianceType, componentCount, dimensions, weights, means } = mixture
  const factors = precisionsCholesky(mixture)
  const logDeterminants = logDeterminantsOf(factors, covarianceType, componentCount, dimensions)
  const logConstants = weights.map((weight, k) => Math.log(weight) - 0.5 * dimensions * logTwoPi + logDeterminants[k])
  return { covarianceType, componentCount, dimensions, logConstants, means, precisionsCholesky: factors }
}

/**
 * scikit-learn's `precisions_cholesky_`, in the shape of `covariances`: 1 / sd (diag, spherical) or the inverse of the
 * lower Cholesky factor, transposed (full, tied).
 *
 * @throws CepstraError `MODEL_INVALID` naming the component whose covariance is not positive definite.
 */
export function precisionsCholesky({
  covarianceType,
  dimensions,
  covariances,
}: Pick<GaussianMixture, 'covarianceType' | 'dimensions' | 'covariances'>): Float64Array {
  if (covarianceType === 'diag' || covarianceType === 'spherical') {
    return covariances.map((variance) => 1 / Math.sqrt(variance))
  }
  const size = dimensions * dimensions
  const result = new Float64Array(covariances.length)
  for (let from = 0; from < covariances.length; from += size) {
    const factor = precisionCholeskyOf(covariances.subarray(from, from + size), dimensions)
    if (factor === null) throw singular(covarianceType, from / size)
    result.set(factor, from)
  }
  return result
}

/** K values ln |det P_k|, half the log determinants of the precisions. */
export function logDeterminantsOf(
  factors: Float64Array,
  covarianceType: CovarianceType,
  componentCount: number,
  dimensions: number,
): Float64Array {
  const of = (k: number): number => {
    if (covarianceType === 'spherical') return dimensions * Math.log(factors[k])
    let sum = 0
    for (let j = 0; j < dimensions; j++) {
      if (covarianceType === 'diag') sum += Math.log(factors[k * dimensions + j])
      else sum += Math.log(factors[((covarianceType === 'full' ? k : 0) * dimensions + j) * dimensions + j])
    }
    return sum
  }
  if (covarianceType === 'tied') return new Float64Array(componentCount).fill(of(0))
  return Float64Array.from({ length: componentCount }, (_, k) => of(k))
}

function singular(covarianceType: CovarianceType, component: number): CepstraError {
  const which = covarianceType === 'tied' ? 'The tied covariance' : `The covariance of component ${component}`
  return new CepstraError(
    'MODEL_INVALID',
    `${which} is not positive definite: some direction has no variance of its own. Raise regCovar, ask for fewer ` +
      'components, or choose diagonal covariances.',
  )
}
