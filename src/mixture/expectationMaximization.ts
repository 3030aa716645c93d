import { CepstraError } from '../cepstraError'
import { densitiesOf } from './componentDensities'
import { settleFitOptions, type FitOptions, type SettledFitOptions } from './fitOptions'
import { passesOver, type FramePasses } from './framePasses'
import type { Frames } from './frames'
import { momentFormOf } from './frameTask'
import type { GaussianMixture } from './gaussianMixture'
import { initialize } from './initialize'
import { maximize } from './maximization'
import { seededRandom } from './random'
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

/** What may be handed to `next`: `stop` ends the fit, which then returns its best parameters so far. */
export type FitCommand = 'stop' | undefined

export interface FitResult {
  /** The parameters after the last M-step of the best start. */
  readonly mixture: GaussianMixture
  /** One an iteration of the best start; like scikit-learn's `lower_bound_` each is taken before the M-step. */
  readonly lowerBounds: readonly number[]
  /** Whether the best start came to rest before `maxIterations`. */
  readonly converged: boolean
  /** Whether the fit was told to stop; the mixture is the best that it had by then. */
  readonly stopped: boolean
  /** What the fit was asked for, with the defaults filled in. */
  readonly options: SettledFitOptions
}

type Ascent = Omit<FitResult, 'options'>

/**
 * Fits a Gaussian mixture by expectation maximization (Dempster, Laird and Rubin 1977; Bishop, PRML, section 9.2.2), after
 * scikit-learn's `GaussianMixture`.
 *
 * The lower bound never falls by more than rounding, but for what `regCovar` costs: it widens every variance beyond the
 * best one, for about D/4 (regCovar / variance)^2 nats a step, and never more than D/8. A `varianceFloor` costs nothing.
 * Hand `stop` to `next` to end early with the best so far, or leave the generator to drop it.
 *
 * @param frames frames in memory, or passes over a larger source or by several threads
 * @throws CepstraError `OPTIONS_INVALID`, `TOO_FEW_FRAMES` or `MODEL_INVALID` (given parameters) with the value at fault;
 *   `CANCELLED` when it is stopped before there are any parameters.
 */
export function* fitMixtureSteps(
  frames: Frames | FramePasses,
  options: FitOptions,
): Generator<FitStep, FitResult, FitCommand> {
  const passes = passesOver(frames)
  const settled = settleFitOptions(passes.source, options)
  let best: Ascent | null = null
  let stopped = false
  for (let start = 0; start < settled.starts && !stopped; start++) {
    const next = yield* ascend(passes, settled, start)
    stopped = next?.stopped ?? true
    if (next !== null && (best === null || lastBound(next) > lastBound(best))) best = next
  }
  if (best === null) throw new CepstraError('CANCELLED', 'The fit was stopped before it had any parameters.')
  return { ...best, stopped, options: settled }
}

/** Runs {@link fitMixtureSteps} to its end. */
export function fitMixture(frames: Frames | FramePasses, options: FitOptions): FitResult {
  const steps = fitMixtureSteps(frames, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/** One start: initialization, then E- and M-steps until the mixture rests. Null when stopped before there are parameters. */
function* ascend(
  passes: FramePasses,
  options: SettledFitOptions,
  start: number,
): Generator<FitStep, Ascent | null, FitCommand> {
  const { maxIterations, tolerance, stop, precision, fixedWeights } = options
  const lowerBounds: number[] = []
  const seeking = initialize(passes.source, options, seededRandom(options.seed, start))
  let initial = seeking.next()
  while (!initial.done) {
    if ((yield { start, iteration: 0, lowerBound: null }) === 'stop') return null
    initial = seeking.next()
  }
  let mixture = initial.value
  const form = momentFormOf(mixture.covarianceType)
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const expectation = passes.sums({ kind: 'expect', densities: densitiesOf(mixture), precision })
    let pass = expectation.next()
    while (!pass.done) {
      if ((yield { start, iteration, lowerBound: null }) === 'stop') {
        return { mixture, lowerBounds, converged: false, stopped: true }
      }
      pass = expectation.next()
    }
    const statistics = new SufficientStatistics(form, mixture.componentCount, mixture.means, pass.value)
    const former = mixture
    mixture = maximize(statistics, former, options, fixedWeights)
    const lowerBound = statistics.logLikelihood / statistics.frameWeight
    const formerBound = lowerBounds.at(-1) ?? -Infinity
    lowerBounds.push(lowerBound)
    const stopped = (yield { start, iteration, lowerBound }) === 'stop'
    const change = stop === 'bound' ? Math.abs(lowerBound - formerBound) : largestMove(former, mixture)
    const converged = stop === 'bound' ? change < tolerance : change <= tolerance && tolerance > 0
    if (converged || stopped) return { mixture, lowerBounds, converged, stopped: stopped && !converged }
  }
  return { mixture, lowerBounds, converged: false, stopped: false }
}

/** The farthest that any weight, mean or covariance moved. */
function largestMove(former: GaussianMixture, mixture: GaussianMixture): number {
  let largest = 0
  for (const name of ['weights', 'means', 'covariances'] as const) {
    for (let at = 0; at < mixture[name].length; at++) {
      largest = Math.max(largest, Math.abs(mixture[name][at] - former[name][at]))
    }
  }
  return largest
}

function lastBound(ascent: Ascent): number {
  return ascent.lowerBounds.at(-1) ?? -Infinity
}
