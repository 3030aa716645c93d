import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import { scoreSamples } from './score'

/** The number of free parameters: K - 1 weights, K x D means and K x D variances. */
export function parameterCount(mixture: GaussianMixture): number {
  const { componentCount, dimensions } = mixture
  return componentCount - 1 + 2 * componentCount * dimensions
}

/**
 * How well a mixture explains frames for its size, lower is better: BIC = -2 LL + p ln N, AIC = -2 LL + 2 p, with LL the
 * log-likelihood of all N frames in nats and p the {@link parameterCount}.
 */
export function informationCriteria(mixture: GaussianMixture, frames: Frames): { bic: number; aic: number } {
  const logLikelihood = scoreSamples(mixture, frames).reduce((sum, score) => sum + score, 0)
  const parameters = parameterCount(mixture)
  return {
    bic: -2 * logLikelihood + parameters * Math.log(frames.count),
    aic: -2 * logLikelihood + 2 * parameters,
  }
}
