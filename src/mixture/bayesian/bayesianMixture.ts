import { CepstraError } from '../../cepstraError'
import { bayesianDensities } from './bayesianDensities'
import { bayesianLowerBound } from './bayesianLowerBound'
import { momentsFromStatistics } from './bayesianMoments'
import { settleBayesianOptions, type BayesianFitOptions, type SettledBayesianOptions } from './bayesianOptions'
import { expectedMixture, updatePosterior, type BayesianPosterior } from './bayesianPosterior'
import { settlePriors, type BayesianPriors } from './bayesianPriors'
import { bayesianStart } from './bayesianStart'
import { effectiveComponents, withComponents } from './effectiveComponents'
import { largestMove } from '../ascent'
import type { FitCommand, FitStep } from '../expectationMaximization'
import { passesOver, type FramePasses } from '../framePasses'
import type { Frames } from '../frames'
import type { GaussianMixture } from '../gaussianMixture'
import { momentFormOf, SufficientStatistics } from '../sufficientStatistics'
import { watched } from '../watched'

export type { BayesianFitOptions } from './bayesianOptions'

export interface BayesianFitResult {
  /** The mixture of the expected parameters (scikit-learn's `weights_`, `means_`, `covariances_`), pruned if so asked. */
  readonly mixture: GaussianMixture
  /** What is believed of the parameters after the last M-step of the best start; never pruned. */
  readonly posterior: BayesianPosterior
  readonly priors: BayesianPriors
  /** The indices, in `posterior`, of the components that are not empty. */
  readonly effectiveComponents: readonly number[]
  /** One an iteration of the best start: {@link bayesianLowerBound}, of all frames together. */
  readonly lowerBounds: readonly number[]
  /** Whether the best start came to rest before `maxIterations`. */
  readonly converged: boolean
  /** Whether the fit was told to stop; the result is the best that it had by then. */
  readonly stopped: boolean
  /** What the fit was asked for, with the defaults filled in. */
  readonly options: SettledBayesianOptions
}

type Ascent = Pick<BayesianFitResult, 'posterior' | 'lowerBounds' | 'converged' | 'stopped'>

/**
 * Fits a Gaussian mixture by variational inference (Bishop, PRML, section 10.2), after scikit-learn's
 * `BayesianGaussianMixture`: priors on weights, means and precisions, so that components that the frames do not need are
 * left empty instead of sharing out what one could tell.
 *
 * The lower bound never falls by more than rounding, but for what `regCovar` costs, which the bound does not know of. It
 * is watched and stopped like `fitMixtureSteps`; the lower bound of a step is that of all frames together.
 *
 * @param frames frames in memory, or passes over a larger source or by several threads
 * @throws CepstraError `OPTIONS_INVALID`, `TOO_FEW_FRAMES` or `MODEL_INVALID` (given parameters) with the value at fault;
 *   `CANCELLED` when it is stopped before there are any parameters.
 */
export function* fitBayesianMixtureSteps(
  frames: Frames | FramePasses,
  options: BayesianFitOptions,
): Generator<FitStep, BayesianFitResult, FitCommand> {
  const passes = passesOver(frames)
  const settled = settleBayesianOptions(passes.source, options)
  const { covarianceType, components } = settled
  const found = yield* watched(settlePriors(passes, covarianceType, components, options.priors ?? {}), { start: 0 })
  if (found === null) throw stoppedTooEarly()
  let best: Ascent | null = null
  let stopped = false
  for (let start = 0; start < settled.starts && !stopped; start++) {
    const next = yield* ascend(passes, settled, found, start)
    stopped = next?.stopped ?? true
    if (next !== null && (best === null || lastBound(next) > lastBound(best))) best = next
  }
  if (best === null) throw stoppedTooEarly()
  const mixture = expectedMixture(best.posterior)
  const kept = effectiveComponents(mixture, settled.emptyBelow ?? Math.max(1e-3, 2 / found.frameWeight))
  return {
    ...best,
    mixture: settled.prune ? withComponents(mixture, kept) : mixture,
    priors: found.priors,
    effectiveComponents: kept,
    stopped,
    options: settled,
  }
}

/** Runs {@link fitBayesianMixtureSteps} to its end. */
export function fitBayesianMixture(frames: Frames | FramePasses, options: BayesianFitOptions): BayesianFitResult {
  const steps = fitBayesianMixtureSteps(frames, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/** One start: moments, then E- and M-steps until the posterior rests. Null when stopped before there are parameters. */
function* ascend(
  passes: FramePasses,
  options: SettledBayesianOptions,
  { priors, frameWeight }: { priors: BayesianPriors; frameWeight: number },
  start: number,
): Generator<FitStep, Ascent | null, FitCommand> {
  const { components, covarianceType, maxIterations, tolerance, stop, precision, regCovar } = options
  const lowerBounds: number[] = []
  const moments = yield* watched(bayesianStart(passes, options, start, frameWeight), { start })
  if (moments === null) return null
  let posterior = updatePosterior(moments, covarianceType, priors)
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const densities = bayesianDensities(posterior)
    const sums = yield* watched(passes.sums({ kind: 'expect', densities, precision }), { start, iteration })
    if (sums === null) return { posterior, lowerBounds, converged: false, stopped: true }
    const statistics = new SufficientStatistics(momentFormOf(covarianceType), components, densities.means, sums)
    const former = posterior
    posterior = updatePosterior(momentsFromStatistics(statistics, covarianceType, regCovar), covarianceType, priors)
    const lowerBound = bayesianLowerBound(densities, statistics, posterior)
    const formerBound = lowerBounds.at(-1) ?? -Infinity
    lowerBounds.push(lowerBound)
    const stopped = (yield { start, iteration, lowerBound }) === 'stop'
    const converged =
      stop === 'bound'
        ? Math.abs(lowerBound - formerBound) < tolerance
        : tolerance > 0 && largestMove(expectedMixture(former), expectedMixture(posterior)) <= tolerance
    if (converged || stopped) return { posterior, lowerBounds, converged, stopped }
  }
  return { posterior, lowerBounds, converged: false, stopped: false }
}

function lastBound(ascent: Ascent): number {
  return ascent.lowerBounds.at(-1) ?? -Infinity
}

function stoppedTooEarly(): CepstraError {
  return new CepstraError('CANCELLED', 'The fit was stopped before it had any parameters.')
}
