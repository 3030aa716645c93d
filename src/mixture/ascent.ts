import { densitiesOf } from './componentDensities'
import type { SettledFitOptions } from './fitOptions'
import type { FramePasses } from './framePasses'
import type { GaussianMixture } from './gaussianMixture'
import { maximize } from './maximization'
import { momentFormOf, SufficientStatistics } from './sufficientStatistics'

/** A pause of the ascent: the lower bound once an iteration, null at the moments in between. */
export interface AscentStep {
  /** Counted from 1. */
  readonly iteration: number
  /** The mean per-frame log-likelihood in nats before this iteration's M-step. */
  readonly lowerBound: number | null
}

/** What may be handed to `next`: `stop` ends the work, which then returns its best so far. */
export type FitCommand = 'stop' | undefined

export interface Ascent {
  /** The parameters after the last M-step. */
  readonly mixture: GaussianMixture
  /** One an iteration. */
  readonly lowerBounds: readonly number[]
  /** Whether the mixture came to rest. */
  readonly converged: boolean
  /** Whether it was told to stop. */
  readonly stopped: boolean
}

export type AscentOptions = Pick<
  SettledFitOptions,
  'maxIterations' | 'tolerance' | 'stop' | 'precision' | 'fixedWeights' | 'regCovar' | 'varianceFloor'
>

/** E- and M-steps in turn, from a mixture until it rests: the textbook's loop (Bishop, PRML, section 9.2.2). */
export function* ascend(
  passes: FramePasses,
  start: GaussianMixture,
  options: AscentOptions,
): Generator<AscentStep, Ascent, FitCommand> {
  const { maxIterations, tolerance, stop, precision, fixedWeights } = options
  const form = momentFormOf(start.covarianceType)
  const lowerBounds: number[] = []
  let mixture = start
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const expectation = passes.sums({ kind: 'expect', densities: densitiesOf(mixture), precision })
    let pass = expectation.next()
    while (!pass.done) {
      if ((yield { iteration, lowerBound: null }) === 'stop') {
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
    const stopped = (yield { iteration, lowerBound }) === 'stop'
    const converged =
      stop === 'bound'
        ? Math.abs(lowerBound - formerBound) < tolerance
        : tolerance > 0 && largestMove(former, mixture) <= tolerance
    if (converged || stopped) return { mixture, lowerBounds, converged, stopped }
  }
  return { mixture, lowerBounds, converged: false, stopped: false }
}

/** The farthest that any weight, mean or covariance moved. */
export function largestMove(former: GaussianMixture, mixture: GaussianMixture): number {
  let largest = 0
  for (const name of ['weights', 'means', 'covariances'] as const) {
    for (let at = 0; at < mixture[name].length; at++) {
      largest = Math.max(largest, Math.abs(mixture[name][at] - former[name][at]))
    }
  }
  return largest
}
