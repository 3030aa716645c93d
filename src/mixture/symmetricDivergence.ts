import type { GaussianMixture } from './gaussianMixture'
import { sampleMixture } from './sampling'
import { scoreSamples } from './score'

export interface DivergenceOptions {
  /** Frames drawn from each mixture. */
  readonly draws?: number
  readonly seed?: number
}

/**
 * How far two mixtures are from each other: the symmetrized Kullback-Leibler divergence KL(p || q) + KL(q || p) in nats
 * (Kullback and Leibler 1951, eq. 2.6), which has no closed form for mixtures and is estimated with frames drawn from both
 * (Hershey and Olsen 2007, sect. 2). At least 0, and exactly 0 for equal mixtures; the same seed gives the same estimate.
 *
 * @throws CepstraError `MODEL_MISMATCH` where they have different dimensions.
 */
export function symmetricDivergence(
  first: GaussianMixture,
  second: GaussianMixture,
  { draws = 2000, seed = 0 }: DivergenceOptions = {},
): number {
  // The order of the two must not matter, so both draws begin with the same seed.
  return Math.max(0, halfDivergence(first, second, draws, seed) + halfDivergence(second, first, draws, seed))
}

/** KL(p || q). */
function halfDivergence(p: GaussianMixture, q: GaussianMixture, draws: number, seed: number): number {
  const { frames } = sampleMixture(p, draws, seed, 'float64')
  const own = scoreSamples(p, frames, 'float64')
  const other = scoreSamples(q, frames, 'float64')
  return own.reduce((sum, score, i) => sum + (score - other[i]), 0) / draws
}
