import { ascend, type Ascent, type FitCommand } from '../ascent'
import { CepstraError } from '../../cepstraError'
import { fitMixtureSteps, type FitResult, type FitStep } from '../expectationMaximization'
import { findingsAmong, type FitFinding } from '../fitFindings'
import { checkChoice, settleFitOptions, type FitOptions, type SettledFitOptions } from '../fitOptions'
import { passesOver, type FramePasses } from '../framePasses'
import type { Frames } from '../frames'
import { overallMoments, type Moments } from '../overallMoments'
import { SingularCovariance } from '../singularCovariance'
import { watched } from '../watched'
import { mergeComponents } from './mergeComponents'
import { pruneComponents } from './pruneComponents'
import { raiseRegCovar } from './raiseRegCovar'
import { remedies, type Mended, type Mending, type Patient, type Remedy } from './remedy'
import { reseedComponents } from './reseedComponents'
import { simplifyCovariance } from './simplifyCovariance'
import { withoutSingularity } from './withoutSingularity'

export interface RemediedFitOptions extends FitOptions {
  /** What may be done about what ails the fit. Default none: then this is `fitMixture`, to the last bit. */
  readonly remedies?: readonly Remedy[]
}

export interface RemediedFit extends FitResult {
  /** It may have fewer components, or covariances of another type, than was asked for. */
  readonly mixture: FitResult['mixture']
  /** One an iteration, those after each mending behind those before it; a mending may lower them. */
  readonly lowerBounds: readonly number[]
  /** The options that the mixture was fitted with last: `regCovar` and `covarianceType` may have been changed. */
  readonly options: SettledFitOptions
  /** What was done, in its order. */
  readonly mendings: readonly Mending[]
  /** What is found about the mixture in the end. */
  readonly findings: readonly FitFinding[]
}

/** No fit is mended more often than this: each time expectation maximization goes on until it rests. */
const mostRounds = 10

/**
 * Fits a mixture, finds what ails it, mends what `remedies` allow, and goes on fitting from there until nothing is left to
 * mend. A reseeding that does not raise the lower bound is taken back, and so is whatever leads to a singular covariance.
 * Watched and stopped like `fitMixtureSteps`; iterations count from 1 again after each mending, in the last start.
 *
 * @throws CepstraError as `fitMixtureSteps` does; a singular covariance only where no remedy for it is allowed.
 */
export function* fitWithRemediesSteps(
  frames: Frames | FramePasses,
  { remedies: allowed = [], ...fitOptions }: RemediedFitOptions,
): Generator<FitStep, RemediedFit, FitCommand> {
  for (const remedy of allowed) checkChoice('remedies', remedy, remedies)
  const passes = passesOver(frames)
  settleFitOptions(passes.source, fitOptions)
  const moments = yield* watched(overallMoments(passes), { start: 0 })
  if (moments === null) throw new CepstraError('CANCELLED', 'The fit was stopped before it had any parameters.')

  const open = new Set(allowed)
  const first = yield* firstFit(passes, fitOptions, open, moments)
  const mendings = [...first.mendings]
  let { fit } = first
  const pause = { start: fit.options.starts - 1 }
  for (let round = 0; round < mostRounds && !fit.stopped; round++) {
    const findings = yield* watched(findingsAmong(fit, passes, moments), pause)
    if (findings === null) fit = { ...fit, stopped: true }
    if (findings === null || findings.length === 0) break
    const mended = yield* watched(mend({ ...fit, findings, moments }, open, passes), pause)
    if (mended === null) fit = { ...fit, stopped: true }
    if (mended === null || mended === 'nothing') break
    const next = yield* goOn(passes, mended, pause.start)
    const judged = judge(fit, mended, next)
    if (judged === null) {
      fit = { ...fit, stopped: true }
      break
    }
    fit = judged.fit
    if (judged.takenBack) open.delete(mended.mending.remedy)
    mendings.push({ ...mended.mending, sentence: `${mended.mending.sentence}${judged.outcome}` })
  }
  return { ...fit, mendings, findings: yield* toTheEnd(findingsAmong(fit, passes, moments), pause.start) }
}

/** Runs {@link fitWithRemediesSteps} to its end. */
export function fitWithRemedies(frames: Frames | FramePasses, options: RemediedFitOptions): RemediedFit {
  const steps = fitWithRemediesSteps(frames, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/** The fit before any mending; where a covariance comes out as singular, tried again with what the remedies allow. */
function* firstFit(
  passes: FramePasses,
  asked: FitOptions,
  allowed: ReadonlySet<Remedy>,
  moments: Moments,
): Generator<FitStep, { fit: FitResult; mendings: readonly Mending[] }, FitCommand> {
  const mendings: Mending[] = []
  let options = asked
  for (;;) {
    try {
      return { fit: yield* fitMixtureSteps(passes, options), mendings }
    } catch (error) {
      if (!(error instanceof SingularCovariance)) throw error
      const changed = withoutSingularity(error, settleFitOptions(passes.source, options), allowed, moments)
      if (changed === null || mendings.length === mostRounds) throw error
      options = { ...options, ...changed.options }
      mendings.push(changed.mending)
    }
  }
}

/** The first of the remedies, in their order, that finds something to mend. */
function* mend(
  patient: Patient,
  allowed: ReadonlySet<Remedy>,
  passes: FramePasses,
): Generator<void, Mended | 'nothing'> {
  const changes: Record<Exclude<Remedy, 'reseed'>, (patient: Patient) => Mended | null> = {
    'raise-reg-covar': raiseRegCovar,
    'simplify-covariance': simplifyCovariance,
    merge: mergeComponents,
    prune: pruneComponents,
  }
  for (const remedy of remedies) {
    if (!allowed.has(remedy)) continue
    const mended = remedy === 'reseed' ? yield* reseedComponents(patient, passes) : changes[remedy](patient)
    if (mended !== null) return mended
  }
  return 'nothing'
}

/** Expectation maximization from a mended mixture; null where a covariance comes out as singular. */
function* goOn(
  passes: FramePasses,
  { mixture, options }: Mended,
  start: number,
): Generator<FitStep, Ascent | null, FitCommand> {
  try {
    const ascent = ascend(passes, mixture, options)
    let next = ascent.next()
    while (!next.done) next = ascent.next(yield { start, ...next.value })
    return next.value
  } catch (error) {
    if (error instanceof SingularCovariance) return null
    throw error
  }
}

interface Judgement {
  readonly fit: FitResult
  readonly takenBack: boolean
  /** What came of it, to be put behind the sentence of the mending. */
  readonly outcome: string
}

/** Whether a mended fit replaces the one before it. Null where it was stopped before it had got anywhere. */
function judge(fit: FitResult, { mending, options }: Mended, next: Ascent | null): Judgement | null {
  if (next === null) return { fit, takenBack: true, outcome: ' Taken back: it made a covariance singular.' }
  const before = fit.lowerBounds.at(-1)
  const after = next.lowerBounds.at(-1)
  if (after === undefined) return null
  const mendedFit = { ...fit, ...next, options, lowerBounds: [...fit.lowerBounds, ...next.lowerBounds] }
  if (mending.remedy !== 'reseed' || before === undefined) return { fit: mendedFit, takenBack: false, outcome: '' }
  const bounds = `from ${before.toFixed(4)} to ${after.toFixed(4)}`
  return after > before
    ? { fit: mendedFit, takenBack: false, outcome: ` The mean log-likelihood went ${bounds}.` }
    : {
        fit: { ...fit, stopped: next.stopped },
        takenBack: true,
        outcome: ` Taken back: the mean log-likelihood would have gone ${bounds}.`,
      }
}

/** Does work that is too short to be stopped, and is needed for the result. */
function* toTheEnd<Result>(work: Generator<void, Result>, start: number): Generator<FitStep, Result, FitCommand> {
  let next = work.next()
  while (!next.done) {
    yield { start, iteration: 0, lowerBound: null }
    next = work.next()
  }
  return next.value
}
