import { fitBayesianMixtureSteps } from './bayesian/bayesianMixture'
import type { WeightPrior } from './bayesian/bayesianWeights'
import type { FitCommand, FitStep } from './expectationMaximization'
import type { ExaminedFit, FitFinding } from './findings/fitFinding'
import { fitFindingsSteps } from './fitFindings'
import { passesOver, type FramePasses } from './framePasses'
import type { Frames } from './frames'
import { fitWithRemediesSteps, type RemediedFitOptions } from './remedies/fitWithRemedies'
import type { Mending } from './remedies/remedy'
import { watched } from './watched'

/** Options of a fit by maximum likelihood or, where `bayesian` names a prior, by variational inference. */
export interface ModelFitOptions extends RemediedFitOptions {
  readonly bayesian?: WeightPrior | null
  /** Leave the components that a variational fit emptied out of the mixture. Default false. */
  readonly prune?: boolean
}

/** What both kinds of fit have in common. */
export interface ModelFit extends ExaminedFit {
  readonly stopped: boolean
  /** How many components a variational fit did not empty; all of them otherwise. */
  readonly effectiveComponents: number
  /** What was done about what ailed the fit, in its order. */
  readonly mendings: readonly Mending[]
  /** What is found about the mixture in the end. */
  readonly findings: readonly FitFinding[]
}

/**
 * Fits a mixture in the one or the other way, and examines it; see `fitWithRemediesSteps` and `fitBayesianMixtureSteps`.
 * A variational fit knows neither a variance floor nor fixed weights nor remedies, and leaves those options aside.
 */
export function* fitModelSteps(
  frames: Frames | FramePasses,
  options: ModelFitOptions,
): Generator<FitStep, ModelFit, FitCommand> {
  const { bayesian = null, prune = false, ...fitOptions } = options
  if (bayesian === null) {
    const fit = yield* fitWithRemediesSteps(frames, fitOptions)
    return { ...fit, effectiveComponents: fit.mixture.componentCount }
  }
  const passes = passesOver(frames)
  const { varianceFloor: _floor, fixedWeights: _fixed, remedies: _remedies, ...shared } = fitOptions
  const fit = yield* fitBayesianMixtureSteps(passes, { ...shared, prune, priors: { weightPrior: bayesian } })
  const found = (yield* watched(fitFindingsSteps(fit, passes), { start: 0 })) ?? []
  // Empty components are what the prior is for; they ail nothing.
  const findings = found.filter(({ kind }) => prune || kind !== 'starved')
  return { ...fit, effectiveComponents: fit.effectiveComponents.length, mendings: [], findings }
}
