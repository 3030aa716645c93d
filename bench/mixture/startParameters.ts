import type { CovarianceType, GaussianMixture } from '../../src/mixture/gaussianMixture'
import { seededRandom } from '../../src/mixture/random'
import type { SpeechFrames } from './speechFrames'

/**
 * Where both sides begin: means are frames drawn at random, the variances those of all frames, without covariances
 * between columns, and the weights equal.
 */
export function startParameters(
  frames: SpeechFrames,
  componentCount: number,
  covarianceType: CovarianceType,
): GaussianMixture {
  const { data, dimensions } = frames
  const random = seededRandom(7)
  const means = new Float64Array(componentCount * dimensions)
  for (let k = 0; k < componentCount; k++) {
    const from = random.index(frames.count) * dimensions
    means.set(data.subarray(from, from + dimensions), k * dimensions)
  }
  return {
    covarianceType,
    componentCount,
    dimensions,
    weights: new Float64Array(componentCount).fill(1 / componentCount),
    means,
    covariances: sameCovariances(variances(frames), componentCount, covarianceType),
  }
}

function variances({ data, count, dimensions }: SpeechFrames): Float64Array {
  const sums = new Float64Array(dimensions)
  const squares = new Float64Array(dimensions)
  for (let at = 0; at < count * dimensions; at++) {
    sums[at % dimensions] += data[at]
    squares[at % dimensions] += data[at] * data[at]
  }
  return sums.map((sum, j) => squares[j] / count - (sum / count) ** 2)
}

function sameCovariances(
  variances: Float64Array,
  componentCount: number,
  covarianceType: CovarianceType,
): Float64Array {
  const { length: dimensions } = variances
  const one = covarianceType === 'full' ? new Float64Array(dimensions * dimensions) : variances
  if (covarianceType === 'full') for (let j = 0; j < dimensions; j++) one[j * (dimensions + 1)] = variances[j]
  const all = new Float64Array(componentCount * one.length)
  for (let k = 0; k < componentCount; k++) all.set(one, k * one.length)
  return all
}
