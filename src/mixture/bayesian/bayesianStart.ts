import { momentsFromMixture, momentsFromStatistics, type ComponentMoments } from './bayesianMoments'
import { isResponsibilities, type SettledBayesianOptions } from './bayesianOptions'
import type { FramePasses } from '../framePasses'
import type { FrameSource } from '../frameSource'
import { initialize } from '../initialize'
import { seededRandom } from '../random'
import { momentFormOf, SufficientStatistics } from '../sufficientStatistics'

/** Frames that are shared out between two looks of the caller. */
const framesPerSlice = 8192

/**
 * The moments that the first M-step of a Bayesian fit works with: those of given responsibilities, or of the mixture that
 * an ordinary fit would start from.
 *
 * @param frameWeight the sum of the weights of all frames
 */
export function* bayesianStart(
  passes: FramePasses,
  options: SettledBayesianOptions,
  start: number,
  frameWeight: number,
): Generator<void, ComponentMoments> {
  const { initialization, covarianceType, regCovar } = options
  if (!isResponsibilities(initialization)) {
    const random = seededRandom(options.seed, start)
    const mixture = yield* initialize(
      passes,
      { ...options, initialization, varianceFloor: null, fixedWeights: false },
      random,
    )
    return momentsFromMixture(mixture, frameWeight)
  }
  const statistics = yield* sharedOut(passes.source, options, initialization.responsibilities)
  return momentsFromStatistics(statistics, covarianceType, regCovar)
}

/** The statistics of frames shared out by responsibilities (N x K), taken about the first frame. */
function* sharedOut(
  source: FrameSource,
  { components, covarianceType }: SettledBayesianOptions,
  responsibilities: Float64Array,
): Generator<void, SufficientStatistics> {
  const { count, dimensions } = source
  const first = source.read(0, 1).data
  const centers = Float64Array.from({ length: components * dimensions }, (_, at) => first[at % dimensions])
  const statistics = new SufficientStatistics(momentFormOf(covarianceType), components, centers)
  for (let from = 0; from < count; from += framesPerSlice) {
    const { data, weights, ...part } = source.read(from, Math.min(from + framesPerSlice, count))
    for (let i = 0; i < part.count; i++) {
      const shares = responsibilities.slice((from + i) * components, (from + i + 1) * components)
      if (weights) for (let k = 0; k < components; k++) shares[k] *= weights[i]
      statistics.addFrame(data, i * dimensions, shares)
    }
    yield
  }
  return statistics
}
