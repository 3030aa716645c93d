import { densitiesOf } from './componentDensities'
import { duplicateComponents } from './findings/duplicateComponents'
import type { ExaminedFit, FitFinding, FittedFrames } from './findings/fitFinding'
import { constantColumns, flatColumnsOf, narrowColumns } from './findings/flatColumns'
import { starvedComponents, tooFewFrames } from './findings/frameShortage'
import { atFloor, atRegCovar } from './findings/heldUpVariances'
import { illConditioned } from './findings/illConditioned'
import { restlessFit } from './findings/restlessFit'
import { passesOver, type FramePasses } from './framePasses'
import type { Frames } from './frames'
import { overallMoments, type Moments } from './overallMoments'
import { momentFormOf, SufficientStatistics } from './sufficientStatistics'

export type { ExaminedFit, FitFinding, FindingKind } from './findings/fitFinding'

/**
 * What a person should know about a fit, the most important first; none when all is well. It takes one pass over the
 * frames, and a second one where the weights are held fixed and do not tell who holds how many frames.
 *
 * @param frames the frames that the mixture was fitted to, in memory or not
 */
export function* fitFindingsSteps(fit: ExaminedFit, frames: Frames | FramePasses): Generator<void, FitFinding[]> {
  const passes = passesOver(frames)
  return yield* findingsAmong(fit, passes, yield* overallMoments(passes))
}

/** Runs {@link fitFindingsSteps} to its end. */
export function fitFindings(fit: ExaminedFit, frames: Frames | FramePasses): FitFinding[] {
  const steps = fitFindingsSteps(fit, frames)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/** Each finding with what to try, as one text. */
export function findingSentences(findings: readonly FitFinding[]): string[] {
  return findings.map(({ sentence, remedy }) => `${sentence} ${remedy}`)
}

/** The findings where the moments of all frames are known already. */
export function* findingsAmong(
  fit: ExaminedFit,
  passes: FramePasses,
  { weight, variances }: Moments,
): Generator<void, FitFinding[]> {
  const counts = fit.options.fixedWeights
    ? yield* sharesOf(fit, passes)
    : fit.mixture.weights.map((share) => share * weight)
  const frames: FittedFrames = {
    weight,
    counts,
    variances,
    flatColumns: flatColumnsOf(variances, fit.options.regCovar),
  }
  const starved = starvedComponents(fit, frames)
  const collapsed = atRegCovar(fit, frames)
  const findings = [
    tooFewFrames(fit, frames),
    constantColumns(fit, frames),
    narrowColumns(fit, frames),
    starved,
    atFloor(fit, frames),
    collapsed,
    illConditioned(fit, collapsed?.components ?? []),
    duplicateComponents(fit, starved?.components ?? []),
    restlessFit(fit),
  ]
  return findings.filter((finding) => finding !== null)
}

/** How many frames each component holds, by an E-step. */
function* sharesOf({ mixture, options }: ExaminedFit, passes: FramePasses): Generator<void, Float64Array> {
  const sums = yield* passes.sums({
    kind: 'expect',
    densities: densitiesOf(mixture),
    precision: options.precision ?? 'float64',
  })
  const form = momentFormOf(mixture.covarianceType)
  return new SufficientStatistics(form, mixture.componentCount, mixture.means, sums).counts
}
