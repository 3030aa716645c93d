import type { Frames } from '../../mixture/frames'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { scoringOf } from '../../mixture/scoringOf'

/** The log-likelihood of each frame in nats, in float32: off by some millionths of itself, in half the time of float64. */
export function frameScores(mixture: GaussianMixture, frames: Frames): Float64Array {
  const scores = new Float64Array(frames.count)
  scoringOf(mixture, 'float32').logDensities(frames, 0, frames.count, scores)
  return scores
}
