import { CepstraError } from '../cepstraError'
import { ascend, type Ascent, type FitCommand } from './ascent'
import { settleFitOptions, type FitOptions, type SettledFitOptions } from './fitOptions'
import { passesOver, type FramePasses } from './framePasses'
import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import { initialize } from './initialize'
import { seededRandom } from './random'
import { watched } from './watched'

export type { FitCommand } from './ascent'
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

export interface FitResult extends Ascent {
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

/**
 * Fits a Gaussian mixture by expectation maximization (Dempster, Laird and Rubin 1977; Bishop, PRML, section 9.2.2), after
 * scikit-learn's `GaussianMixture`.
 *
 * The lower bound never falls by more than rounding, but for what `regCovar` costs: it widens every covariance beyond the
 * best one, in each of D directions from the frames' variance s there to s + r. A step costs at most r^2 / (4 s^2) nats a
 * direction, and never more than 1/8 (for s = 0.62 r), so D/8 in all, whatever the covariance type; only the first step
 * from given covariances narrower than r may cost more. A `varianceFloor` costs nothing.
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
    const next = yield* fitOnce(passes, settled, start)
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
function* fitOnce(
  passes: FramePasses,
  options: SettledFitOptions,
  start: number,
): Generator<FitStep, Ascent | null, FitCommand> {
  const initial = yield* watched(initialize(passes, options, seededRandom(options.seed, start)), { start })
  if (initial === null) return null
  const ascent = ascend(passes, initial, options)
  let next = ascent.next()
  while (!next.done) next = ascent.next(yield { start, ...next.value })
  return next.value
}

function lastBound(ascent: Ascent): number {
  return ascent.lowerBounds.at(-1) ?? -Infinity
}
