import type { ComponentMoments } from './bayesianMoments'
import type { BayesianPriors } from './bayesianPriors'
import { weightPosteriors, type WeightPrior } from './bayesianWeights'
import { precisionsCholesky } from '../componentDensities'
import type { CovarianceType, GaussianMixture } from '../gaussianMixture'

/**
 * What is believed of a mixture's parameters after the frames were seen: a Dirichlet distribution or sticks for the
 * weights, and for each component a normal-Wishart distribution of its mean and precision. Named as in scikit-learn's
 * `BayesianGaussianMixture`.
 */
export interface BayesianPosterior {
  readonly covarianceType: CovarianceType
  readonly componentCount: number
  readonly dimensions: number
  readonly weightPrior: WeightPrior
  /** K numbers alpha_k (Dirichlet distribution), or K numbers a_k and then K numbers b_k of the sticks (process). */
  readonly weightConcentration: Float64Array
  /** K numbers beta_k. */
  readonly meanPrecision: Float64Array
  /** K x D, m_k. */
  readonly means: Float64Array
  /** K numbers nu_k, all equal for tied covariances. */
  readonly degreesOfFreedom: Float64Array
  /** W_k^-1 / nu_k, in the shape of the covariance type. */
  readonly covariances: Float64Array
  /** Their precision Cholesky factors, as in `ComponentDensities`. */
  readonly precisionsCholesky: Float64Array
}

/**
 * The variational M-step: priors and moments together (Bishop, PRML, eqs. 10.58 and 10.60-10.63, the last without its
 * misprint: nu_k = nu_0 + n_k). As in scikit-learn, tied covariances share the frames evenly among the components, and
 * diagonal and spherical ones keep that part of the Wishart distribution's matrix.
 */
export function updatePosterior(
  { counts, means: sampleMeans, scatters }: ComponentMoments,
  covarianceType: CovarianceType,
  priors: BayesianPriors,
): BayesianPosterior {
  const componentCount = counts.length
  const dimensions = priors.mean.length
  const meanPrecision = counts.map((count) => priors.meanPrecision + count)
  const means = new Float64Array(sampleMeans.length)
  const deviations = new Float64Array(sampleMeans.length)
  for (let at = 0; at < means.length; at++) {
    const k = Math.floor(at / dimensions)
    const prior = priors.mean[at % dimensions]
    means[at] = (priors.meanPrecision * prior + counts[k] * sampleMeans[at]) / meanPrecision[k]
    deviations[at] = sampleMeans[at] - prior
  }
  const frameWeight = counts.reduce((sum, count) => sum + count, 0)
  const degreesOfFreedom = counts.map(
    (count) => priors.degreesOfFreedom + (covarianceType === 'tied' ? frameWeight / componentCount : count),
  )
  const pulls = counts.map((count, k) => (priors.meanPrecision * count) / meanPrecision[k])
  const covariances = scatterEstimators[covarianceType](scatters, pulls, deviations, priors.covariance)
  const perFreedom = covariances.length / (covarianceType === 'tied' ? 1 : componentCount)
  for (let at = 0; at < covariances.length; at++) covariances[at] /= degreesOfFreedom[Math.floor(at / perFreedom)]
  const shape = { covarianceType, componentCount, dimensions }
  return {
    ...shape,
    weightPrior: priors.weightPrior,
    weightConcentration: weightPosteriors[priors.weightPrior].concentrate(priors.weightConcentration, counts),
    meanPrecision,
    means,
    degreesOfFreedom,
    covariances,
    precisionsCholesky: precisionsCholesky({ ...shape, covariances }),
  }
}

/** The mixture of the expected weights and means, with covariances W_k^-1 / nu_k: what scikit-learn shows of a fit. */
export function expectedMixture(posterior: BayesianPosterior): GaussianMixture {
  const { covarianceType, componentCount, dimensions, weightPrior, weightConcentration, means, covariances } = posterior
  const weights = weightPosteriors[weightPrior].expectations(weightConcentration)
  return { covarianceType, componentCount, dimensions, weights, means, covariances }
}

/**
 * W_k^-1 by eq. 10.62: the prior's, the scatter about the component's own mean, and `pull` = beta_0 n_k / (beta_0 + n_k)
 * times the squared deviation (K x D) of that mean from the prior's.
 */
type ScatterEstimator = (
  scatters: Float64Array,
  pulls: Float64Array,
  deviations: Float64Array,
  prior: Float64Array,
) => Float64Array

const scatterEstimators: Record<CovarianceType, ScatterEstimator> = {
  full(scatters, pulls, deviations, prior) {
    const dimensions = deviations.length / pulls.length
    return scatters.map((scatter, at) => {
      const k = Math.floor(at / prior.length)
      const entry = at % prior.length
      const row = k * dimensions + Math.floor(entry / dimensions)
      const column = k * dimensions + (entry % dimensions)
      return prior[entry] + scatter + pulls[k] * (deviations[row] * deviations[column])
    })
  },

  tied(scatters, pulls, deviations, prior) {
    const componentCount = pulls.length
    const dimensions = deviations.length / componentCount
    return scatters.map((scatter, at) => {
      let pull = 0
      for (let k = 0; k < componentCount; k++) {
        const row = k * dimensions
        pull += pulls[k] * (deviations[row + Math.floor(at / dimensions)] * deviations[row + (at % dimensions)])
      }
      return prior[at] + (scatter + pull) / componentCount
    })
  },

  diag(scatters, pulls, deviations, prior) {
    const dimensions = prior.length
    return scatters.map((scatter, at) => {
      const pull = pulls[Math.floor(at / dimensions)] * deviations[at] * deviations[at]
      return prior[at % dimensions] + scatter + pull
    })
  },

  spherical(scatters, pulls, deviations, prior) {
    const dimensions = deviations.length / pulls.length
    return scatters.map((scatter, k) => {
      let squares = 0
      for (let at = k * dimensions; at < (k + 1) * dimensions; at++) squares += deviations[at] * deviations[at]
      return prior[0] + scatter + (pulls[k] * squares) / dimensions
    })
  },
}
