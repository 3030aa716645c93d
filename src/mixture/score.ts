import { checkDimensions } from './checkDimensions'
import { densitiesOf } from './componentDensities'
import { checkFrames, totalWeight, type Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import type { Precision } from './precision'
import { ReferenceExpectation } from './referenceExpectation'
import { scoringOf } from './scoringOf'

/**
 * The log density ln p(frame) of each frame under the mixture, in nats. Without a `precision` it is the same to the last
 * bit on every machine; with one the kernel does it, several times faster, and `float64` differs by some 1e-15 of it.
 *
 * @throws CepstraError `MODEL_MISMATCH` when the frames have other dimensions than the mixture, `OPTIONS_INVALID` for
 *   frames that hold NaN or infinity.
 */
export function scoreSamples(mixture: GaussianMixture, frames: Frames, precision?: Precision): Float64Array {
  checkFit(mixture, frames)
  const scores = new Float64Array(frames.count)
  const expectation = precision ? scoringOf(mixture, precision) : new ReferenceExpectation(densitiesOf(mixture))
  expectation.logDensities(frames, 0, frames.count, scores)
  return scores
}

/** The weighted mean of {@link scoreSamples}: scikit-learn's `score`. NaN for no frames. */
export function meanLogLikelihood(mixture: GaussianMixture, frames: Frames, precision?: Precision): number {
  const scores = scoreSamples(mixture, frames, precision)
  let sum = 0
  for (let i = 0; i < scores.length; i++) sum += scores[i] * (frames.weights ? frames.weights[i] : 1)
  return sum / totalWeight(frames)
}

/** ln p(frame | component) without the weights, in nats: count x K. Errors as in {@link scoreSamples}. */
export function componentLogDensities(mixture: GaussianMixture, frames: Frames): Float64Array {
  // Equal weights of 1 leave nothing of the weights in the joint densities.
  return jointLogDensities({ ...mixture, weights: new Float64Array(mixture.componentCount).fill(1) }, frames)
}

/** The posterior of each component given the frame: count x K, each row sums to 1. Errors as in {@link scoreSamples}. */
export function responsibilities(mixture: GaussianMixture, frames: Frames): Float64Array {
  const { componentCount } = mixture
  const result = jointLogDensities(mixture, frames)
  for (let from = 0; from < result.length; from += componentCount) {
    const to = from + componentCount
    let best = -Infinity
    for (let at = from; at < to; at++) if (result[at] > best) best = result[at]
    let sum = 0
    for (let at = from; at < to; at++) {
      result[at] = Math.exp(result[at] - best)
      sum += result[at]
    }
    for (let at = from; at < to; at++) result[at] /= sum
  }
  return result
}

/** The most probable component of each frame, the first of equals. Errors as in {@link scoreSamples}. */
export function hardLabels(mixture: GaussianMixture, frames: Frames): Int32Array {
  const { componentCount } = mixture
  const joint = jointLogDensities(mixture, frames)
  return Int32Array.from({ length: frames.count }, (_, i) => {
    let best = 0
    for (let k = 1; k < componentCount; k++) {
      if (joint[i * componentCount + k] > joint[i * componentCount + best]) best = k
    }
    return best
  })
}

function jointLogDensities(mixture: GaussianMixture, frames: Frames): Float64Array {
  checkFit(mixture, frames)
  const result = new Float64Array(frames.count * mixture.componentCount)
  new ReferenceExpectation(densitiesOf(mixture)).jointLogDensities(frames, 0, frames.count, result)
  return result
}

function checkFit(mixture: GaussianMixture, frames: Frames): void {
  checkFrames(frames)
  checkDimensions(mixture, frames)
}
