import type { BayesianPosterior } from './bayesianPosterior'
import { weightPosteriors } from './bayesianWeights'
import { logDeterminantsOf, type ComponentDensities } from '../componentDensities'
import { digamma } from './gammaFunctions'

const logTwoPi = Math.log(2 * Math.PI)

/**
 * What the variational E-step needs to know: ln rho_nk of Bishop, PRML, eq. 10.46, with the expectations of eqs. 10.64
 * (the -D / 2 beta_k and the distance under nu_k W_k), 10.65 (the log determinant) and 10.66 (the log weight). The same
 * form as an ordinary mixture's, so every E-step and score takes it: the responsibilities and log densities under it are
 * scikit-learn's `predict_proba` and `score_samples` of a Bayesian mixture.
 */
export function bayesianDensities(posterior: BayesianPosterior): ComponentDensities {
  const { covarianceType, componentCount, dimensions, means, precisionsCholesky } = posterior
  const { weightPrior, weightConcentration, meanPrecision, degreesOfFreedom } = posterior
  // P_k is that of the covariance W_k^-1 / nu_k, so ln |W_k| / 2 = ln |P_k| - D / 2 ln nu_k.
  const logDeterminants = logDeterminantsOf(precisionsCholesky, covarianceType, componentCount, dimensions)
  const logWeights = weightPosteriors[weightPrior].expectedLogs(weightConcentration)
  const logConstants = logWeights.map((logWeight, k) => {
    const freedom = degreesOfFreedom[k]
    let logDeterminant = dimensions * (Math.LN2 - Math.log(freedom))
    for (let i = 0; i < dimensions; i++) logDeterminant += digamma(0.5 * (freedom - i))
    return (
      logWeight + logDeterminants[k] + 0.5 * (logDeterminant - dimensions / meanPrecision[k] - dimensions * logTwoPi)
    )
  })
  return { covarianceType, componentCount, dimensions, logConstants, means, precisionsCholesky }
}
