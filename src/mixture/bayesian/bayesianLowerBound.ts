import type { BayesianPosterior } from './bayesianPosterior'
import { weightPosteriors } from './bayesianWeights'
import { logDeterminantsOf, type ComponentDensities } from '../componentDensities'
import { logGamma } from './gammaFunctions'
import type { SufficientStatistics } from '../sufficientStatistics'

/**
 * The variational lower bound of the log evidence (Bishop, PRML, eq. 10.70) with the responsibilities of an E-step and the
 * posterior that they led to, in nats, of all frames together and without the terms that never change: scikit-learn's
 * `lower_bound_`. Right after an M-step the other expectations cancel, and what is left is the entropy of the
 * responsibilities (eq. 10.75) and the posterior's normalizing constants.
 */
export function bayesianLowerBound(
  densities: ComponentDensities,
  statistics: SufficientStatistics,
  posterior: BayesianPosterior,
): number {
  const { componentCount, dimensions, weightPrior, weightConcentration, meanPrecision } = posterior
  let bound = responsibilityEntropy(densities, statistics)
  bound -= weightPosteriors[weightPrior].logNorm(weightConcentration)
  const wisharts = logWishartNorms(posterior)
  for (let k = 0; k < componentCount; k++) bound -= wisharts[k] + 0.5 * dimensions * Math.log(meanPrecision[k])
  return bound
}

/**
 * The entropy of the responsibilities, -sum r_nk ln r_nk, out of the sums of an E-step. With ln r_nk = ln rho_nk - ln
 * sum_l rho_nl it is the sum of ln p(frame) less sum r_nk ln rho_nk, and ln rho_nk = constant_k - 1/2 |(x_n - m_k)^T P_k|^2
 * needs of the frames no more than their counts and second moments about m_k.
 */
export function responsibilityEntropy(densities: ComponentDensities, statistics: SufficientStatistics): number {
  const { componentCount, logConstants } = densities
  let entropy = statistics.logLikelihood
  for (let k = 0; k < componentCount; k++) {
    // A component of weight 0 has a constant of -infinity and no frames.
    if (statistics.counts[k] === 0) continue
    entropy -= statistics.counts[k] * logConstants[k] - 0.5 * squaredDistances(densities, statistics, k)
  }
  return entropy
}

/** Sum over the frames of r |(x - m_k)^T P_k|^2. */
function squaredDistances(densities: ComponentDensities, statistics: SufficientStatistics, k: number): number {
  const { covarianceType, dimensions, precisionsCholesky } = densities
  const perComponent = statistics.secondMoments.length / densities.componentCount
  const moments = statistics.secondMoments.subarray(k * perComponent, (k + 1) * perComponent)
  let sum = 0
  if (covarianceType === 'diag' || covarianceType === 'spherical') {
    for (let j = 0; j < dimensions; j++) {
      const scale = precisionsCholesky[covarianceType === 'diag' ? k * dimensions + j : k]
      sum += scale * scale * moments[j]
    }
    return sum
  }
  // The trace of P^T M P; column j of P ends at row j, and M is a packed lower triangle.
  const factor = precisionsCholesky.subarray(covarianceType === 'full' ? k * dimensions * dimensions : 0)
  for (let j = 0; j < dimensions; j++) {
    for (let a = 0, at = 0; a <= j; a++) {
      for (let b = 0; b <= a; b++, at++) {
        const product = factor[a * dimensions + j] * factor[b * dimensions + j] * moments[at]
        sum += a === b ? product : 2 * product
      }
    }
  }
  return sum
}

/** K values ln B(W_k, nu_k), without the power of pi (Bishop, PRML, eq. B.79). */
function logWishartNorms(posterior: BayesianPosterior): Float64Array {
  const { covarianceType, componentCount, dimensions, precisionsCholesky, degreesOfFreedom } = posterior
  const logDeterminants = logDeterminantsOf(precisionsCholesky, covarianceType, componentCount, dimensions)
  return logDeterminants.map((logDeterminant, k) => {
    const freedom = degreesOfFreedom[k]
    let norm = freedom * (logDeterminant + 0.5 * dimensions * (Math.LN2 - Math.log(freedom)))
    for (let i = 0; i < dimensions; i++) norm += logGamma(0.5 * (freedom - i))
    return -norm
  })
}
