import type { Frames } from '../frames'
import { totalWeight } from '../frames'
import type { GaussianMixture } from '../gaussianMixture'
import { meanLogLikelihood } from '../score'

/**
 * The number of free parameters, as scikit-learn counts them: K - 1 weights, K x D means, and by covariance type
 * K D(D+1)/2 (full), D(D+1)/2 (tied), K D (diag) or K (spherical).
 */
export function parameterCount({
  covarianceType,
  componentCount,
  dimensions,
}: Pick<GaussianMixture, 'covarianceType' | 'componentCount' | 'dimensions'>): number {
  const triangle = (dimensions * (dimensions + 1)) / 2
  const covariances = {
    full: componentCount * triangle,
    tied: triangle,
    diag: componentCount * dimensions,
    spherical: componentCount,
  }
  return componentCount - 1 + componentCount * dimensions + covariances[covarianceType]
}

export interface InformationCriteria {
  readonly bic: number
  readonly aic: number
}

/**
 * How well a mixture explains frames for its size, lower is better: BIC = -2 LL + p ln N, AIC = -2 LL + 2 p, with LL the
 * log-likelihood of all N frames in nats and p the {@link parameterCount}. Weighted frames count by their weights.
 */
export function informationCriteria(mixture: GaussianMixture, frames: Frames): InformationCriteria {
  return criteriaOf(mixture, meanLogLikelihood(mixture, frames), totalWeight(frames))
}

/** The same from a mean log-likelihood that is known already. */
export function criteriaOf(
  mixture: Pick<GaussianMixture, 'covarianceType' | 'componentCount' | 'dimensions'>,
  meanLogLikelihood: number,
  frameWeight: number,
): InformationCriteria {
  const parameters = parameterCount(mixture)
  const deviance = -2 * meanLogLikelihood * frameWeight
  return { bic: deviance + parameters * Math.log(frameWeight), aic: deviance + 2 * parameters }
}
