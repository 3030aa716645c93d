import { expectationOf } from './expectationOf'
import { settleFitOptions, type FitOptions, type SettledFitOptions } from './fitOptions'
import { checkFrames, type Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import { initialize } from './initialize'
import { maximize } from './maximization'
import { seededRandom } from './random'
import { sliceLength } from './sliceLength'
import { SufficientStatistics } from './sufficientStatistics'

export type { FitOptions } from './fitOptions'

/**
 * A moment at which a fit can be watched or left: at least one an iteration, and one every few tens of milliseconds on
 * long data and during the initialization.
 */
export interface FitStep {
  /** Counted from 0. */
  readonly start: number
  /** Counted from 1; 0 during the initialization. */
  readonly iteration: number
  /**
   * The mean per-frame log-likelihood in nats before this iteration's M-step, once for every iteration; null at the moments
   * in between.
   */
  readonly lowerBound: number | null
}

export interface FitResult {
  /** The parameters after the last M-step of the best start. */
  readonly mixture: GaussianMixture
  /** One an iteration of the best start; like scikit-learn's `lower_bound_` each is taken before the M-step. */
  readonly lowerBounds: readonly number[]
  /** Whether the best start came to rest before `maxIterations`. */
  readonly converged: boolean
  /** What the fit was asked for, with the defaults filled in. */
  readonly options: SettledFitOptions
}

type Ascent = Omit<FitResult, 'options'>

/**
 * Fits a Gaussian mixture with diagonal covariances by expectation maximization, after scikit-learn's `GaussianMixture`.
 *
 * The lower bound never falls by more than rounding, but for what `regCovar` costs: it widens every variance beyond the
 * best one, for about D/4 (regCovar / variance)^2 nats a step, and never more than D/8. A `varianceFloor` costs nothing.
 * Stop early by leaving the generator.
 *
 * @throws CepstraError `OPTIONS_INVALID`, `TOO_FEW_FRAMES` or `MODEL_INVALID` (given parameters) with the value at fault.
 */
export function* fitMixtureSteps(frames: Frames, options: FitOptions): Generator<FitStep, FitResult> {
  checkFrames(frames)
  const settled = settleFitOptions(frames, options)
  let best = yield* ascend(frames, settled, 0)
  for (let start = 1; start < settled.starts; start++) {
    const next = yield* ascend(frames, settled, start)
    if (lastBound(next) > lastBound(best)) best = next
  }
  return { ...best, options: settled }
}

/** Runs {@link fitMixtureSteps} to its end. */
export function fitMixture(frames: Frames, options: FitOptions): FitResult {
  const steps = fitMixtureSteps(frames, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/** One start: initialization, then E- and M-steps until the bound rests. */
function* ascend(frames: Frames, options: SettledFitOptions, start: number): Generator<FitStep, Ascent> {
  const { maxIterations, tolerance } = options
  const initialization = initialize(frames, options, seededRandom(options.seed, start))
  let initial = initialization.next()
  while (!initial.done) {
    yield { start, iteration: 0, lowerBound: null }
    initial = initialization.next()
  }
  let mixture = initial.value
  const slice = sliceLength(mixture.componentCount, mixture.dimensions)
  const lowerBounds: number[] = []
  let formerBound = -Infinity
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const expectation = expectationOf(mixture, options.precision)
    const statistics = new SufficientStatistics(mixture.componentCount, mixture.means)
    for (let from = 0; from < frames.count; from += slice) {
      const to = Math.min(from + slice, frames.count)
      expectation.accumulate(frames, from, to, statistics)
      if (to < frames.count) yield { start, iteration, lowerBound: null }
    }
    mixture = maximize(statistics, mixture, options)
    const lowerBound = statistics.logLikelihood / statistics.frameCount
    lowerBounds.push(lowerBound)
    yield { start, iteration, lowerBound }
    if (Math.abs(lowerBound - formerBound) < tolerance) return { mixture, lowerBounds, converged: true }
    formerBound = lowerBound
  }
  return { mixture, lowerBounds, converged: false }
}

function lastBound(ascent: Ascent): number {
  return ascent.lowerBounds[ascent.lowerBounds.length - 1]
}
