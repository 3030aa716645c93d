import { CepstraError } from '../cepstraError'
import type { GivenParameters, Initialization } from './fitOptions'
import { frameMoments } from './frameMoments'
import type { Frames } from './frames'
import { checkMixture, type GaussianMixture } from './gaussianMixture'
import { findNearest, moveCenters, seedCenters } from './kmeans'
import { maximize, type VarianceLimits } from './maximization'
import type { Random } from './random'
import { sliceLength } from './sliceLength'
import { SufficientStatistics } from './sufficientStatistics'

/** K-means looks at no more frames than this, or 64 a center where that is more: a start needs no better centers. */
const sampleLimit = 16_384
const sampledFramesPerCenter = 64

/** Finds the mixture that expectation maximization starts from. Yields between slices of work. */
export function* initialize(
  frames: Frames,
  options: VarianceLimits & { readonly components: number; readonly initialization: Initialization },
  random: Random,
): Generator<void, GaussianMixture> {
  const { components, initialization } = options
  if (typeof initialization === 'object') return givenMixture(frames, components, initialization)
  const sample = sampleFrames(frames, Math.max(sampleLimit, sampledFramesPerCenter * components), random)
  const centers = yield* seedCenters(sample, components, random)
  if (initialization === 'kmeans') yield* moveCenters(sample, centers)
  return yield* mixtureAround(centers, frames, options)
}

function givenMixture(frames: Frames, components: number, given: GivenParameters): GaussianMixture {
  const mixture: GaussianMixture = {
    covarianceType: 'diag',
    componentCount: components,
    dimensions: frames.dimensions,
    weights: given.weights,
    means: given.means,
    covariances: given.covariances,
  }
  checkMixture(mixture)
  return mixture
}

/** The M-step for frames that belong wholly to their nearest center. A center without frames gets the overall variance. */
function* mixtureAround(
  centers: Float64Array,
  frames: Frames,
  limits: VarianceLimits,
): Generator<void, GaussianMixture> {
  const { data, count, dimensions } = frames
  const componentCount = centers.length / dimensions
  const statistics = new SufficientStatistics(componentCount, centers)
  const slice = Math.min(sliceLength(componentCount, dimensions), count)
  const nearest = new Int32Array(slice)
  const distances = new Float64Array(slice)
  for (let from = 0; from < count; from += slice) {
    const length = Math.min(slice, count - from)
    const part = { data: data.subarray(from * dimensions), count: length, dimensions }
    findNearest(part, 0, length, centers, nearest, distances)
    for (let i = 0; i < length; i++) {
      const k = nearest[i]
      statistics.counts[k]++
      for (let j = 0; j < dimensions; j++) {
        const at = k * dimensions + j
        const difference = part.data[i * dimensions + j] - centers[at]
        statistics.firstMoments[at] += difference
        statistics.secondMoments[at] += difference * difference
      }
    }
    yield
  }
  const { variances } = frameMoments(frames)
  const covariances = new Float64Array(centers.length)
  for (let at = 0; at < covariances.length; at++) {
    const j = at % dimensions
    covariances[at] = Math.max(variances[j] + limits.regCovar, limits.varianceFloor?.[j] ?? 0)
    if (!(covariances[at] > 0)) throw constantColumn(j)
  }
  const weights = new Float64Array(componentCount).fill(1 / componentCount)
  return maximize(
    statistics,
    { covarianceType: 'diag', componentCount, dimensions, weights, means: centers, covariances },
    limits,
  )
}

/** At most `limit` frames, each equally likely, in their order (Knuth's selection sampling). */
function sampleFrames(frames: Frames, limit: number, random: Random): Frames {
  const { data, count, dimensions } = frames
  if (count <= limit) return frames
  const sample = new Float32Array(limit * dimensions)
  let taken = 0
  for (let i = 0; taken < limit; i++) {
    if (random.uniform() * (count - i) >= limit - taken) continue
    sample.set(data.subarray(i * dimensions, (i + 1) * dimensions), taken * dimensions)
    taken++
  }
  return { data: sample, count: limit, dimensions }
}

function constantColumn(column: number): CepstraError {
  return new CepstraError(
    'OPTIONS_INVALID',
    `Column ${column} holds the same value in every frame, so its variance is 0. Set regCovar above 0 (1e-6 is usual) ` +
      'or a variance floor, or leave the column out.',
  )
}
