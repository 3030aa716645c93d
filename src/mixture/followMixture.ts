import { CepstraError } from '../cepstraError'
import { checkDimensions } from './checkDimensions'
import { densitiesOf } from './componentDensities'
import { checkFloor, checkNotNegative, checkWhole } from './fitOptions'
import { passesOver, type FramePasses } from './framePasses'
import { totalWeight, type Frames } from './frames'
import { checkMixture, type GaussianMixture } from './gaussianMixture'
import { maximize } from './maximization'
import type { Precision } from './precision'
import { recenterStatistics } from './recenterStatistics'
import { statisticsOfMixture } from './statisticsOfMixture'
import type { SufficientStatistics } from './sufficientStatistics'

export interface FollowOptions {
  /**
   * What is kept of the past with each window, from 0 to 1. At 1 nothing is forgotten, at 0 each window counts alone; the
   * windows of about 1 / (1 - forgetting) before matter. Default 0.9.
   */
  readonly forgetting?: number
  /** E- and M-steps a window. Default 1; more follow quick changes closer. */
  readonly steps?: number
  /** As in the fit that the mixture came from. Default 1e-6. */
  readonly regCovar?: number
  /** Lower bound of each of the D variances; null, the default, for none. */
  readonly varianceFloor?: Float64Array | null
  /** Keep the weights. Default false. */
  readonly fixedWeights?: boolean
  /** Default `float64`. */
  readonly precision?: Precision
}

/** A mixture that follows its source, with what it remembers of it. */
export interface Following {
  readonly mixture: GaussianMixture
  /** Discounted sums over all that was seen; their `frameWeight` is how many frames' worth is remembered. */
  readonly statistics: SufficientStatistics
  /** How many windows were followed. */
  readonly windows: number
  /** Of the last window under the mixture as it was before it, in nats; null before the first, NaN for an empty one. */
  readonly meanLogLikelihood: number | null
}

/** Where the components were after a window. */
export interface FollowedWindow {
  /** K. */
  readonly weights: Float64Array
  /** K x D. */
  readonly means: Float64Array
  /** As in {@link Following}: it falls when the source leaves the mixture behind. */
  readonly meanLogLikelihood: number
}

/**
 * The beginning of following a fitted mixture.
 *
 * @param frameWeight how many frames the mixture counts as beside those to come: how many it was fitted to, or fewer where
 *   it shall be left soon
 * @throws CepstraError `OPTIONS_INVALID`, or `MODEL_INVALID` for what is no mixture.
 */
export function startFollowing(
  mixture: GaussianMixture,
  frameWeight: number,
  { regCovar = 1e-6 }: Pick<FollowOptions, 'regCovar'> = {},
): Following {
  checkMixture(mixture)
  checkNotNegative('frameWeight', frameWeight)
  checkNotNegative('regCovar', regCovar)
  const statistics = statisticsOfMixture(mixture, frameWeight, regCovar)
  return { mixture, statistics, windows: 0, meanLogLikelihood: null }
}

/**
 * Updates a mixture with the next window of frames by online expectation maximization: the statistics of the past are
 * multiplied by the forgetting factor, those of the window under the present mixture are added, and an M-step follows
 * (Titterington 1984; Sato and Ishii 2000; Cappé and Moulines 2009, whose step size is the window's part of all that is
 * remembered). Components keep their places, so that each can be tracked from window to window. One that gets no frames
 * stays where it is while its weight fades; from a weight of nearly 0 it does not come back.
 *
 * The past is remembered as statistics, not as frames: what was once shared out is not shared out again. So even without
 * forgetting the result depends, a little, on the order of the windows (but for K = 1).
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the option, `MODEL_MISMATCH` for frames of other dimensions.
 */
export function* followWindowSteps(
  following: Following,
  frames: Frames | FramePasses,
  options: FollowOptions = {},
): Generator<void, Following> {
  const { forgetting = 0.9, steps = 1, regCovar = 1e-6, varianceFloor = null, precision = 'float64' } = options
  if (!(forgetting >= 0 && forgetting <= 1)) {
    throw new CepstraError('OPTIONS_INVALID', `forgetting must be a number from 0 to 1, but is ${forgetting}.`)
  }
  checkWhole('steps', steps)
  checkNotNegative('regCovar', regCovar)
  checkFloor(varianceFloor, following.mixture.dimensions)
  const passes = passesOver(frames)
  checkDimensions(following.mixture, passes.source)
  let { mixture, statistics } = following
  let meanLogLikelihood = NaN
  for (let step = 0; step < steps; step++) {
    const sums = yield* passes.sums({ kind: 'expect', densities: densitiesOf(mixture), precision })
    if (step === 0) meanLogLikelihood = sums[0] / sums[1]
    // The window's moments are about the means of the mixture that shared it out.
    statistics = recenterStatistics(following.statistics, mixture.means)
    for (let at = 0; at < sums.length; at++) statistics.sums[at] = forgetting * statistics.sums[at] + sums[at]
    mixture = maximize(statistics, mixture, { regCovar, varianceFloor }, options.fixedWeights)
  }
  return { mixture, statistics, windows: following.windows + 1, meanLogLikelihood }
}

/** Runs {@link followWindowSteps} to its end. */
export function followWindow(
  following: Following,
  frames: Frames | FramePasses,
  options: FollowOptions = {},
): Following {
  const steps = followWindowSteps(following, frames, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/**
 * Follows a fitted mixture over windows of frames, one after the other; see {@link followWindowSteps}.
 *
 * @param options `frameWeight`: how many frames the mixture counts as at the beginning; as many as the first window has,
 *   where absent
 * @returns the mixture after the last window, and where its components were after each.
 */
export function followMixture(
  mixture: GaussianMixture,
  windows: Iterable<Frames | FramePasses>,
  options: FollowOptions & { readonly frameWeight?: number } = {},
): { mixture: GaussianMixture; trajectory: FollowedWindow[] } {
  const { frameWeight, ...followOptions } = options
  const trajectory: FollowedWindow[] = []
  let following: Following | null = null
  for (const window of windows) {
    following ??= startFollowing(mixture, frameWeight ?? sizeOf(window), followOptions)
    following = followWindow(following, window, followOptions)
    const { weights, means } = following.mixture
    trajectory.push({ weights, means, meanLogLikelihood: following.meanLogLikelihood ?? NaN })
  }
  return { mixture: following?.mixture ?? mixture, trajectory }
}

function sizeOf(window: Frames | FramePasses): number {
  return 'source' in window ? window.source.count : totalWeight(window)
}
