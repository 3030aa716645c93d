import { dataWarnings } from '../decision/dataWarnings'
import { measureScorers } from '../decision/measureScorer'
import { recommendScorer } from '../decision/recommendScorer'
import { equalErrorRate } from '../figures/equalErrorRate'
import { rateOf, type CountedRate } from '../figures/rate'
import { posterior } from '../posterior'
import { scorers, type FittedScorer, type Scorer } from '../scoring/scorer'
import type { PartedScore } from './calibratedScores'
import { decideFold } from './decideFold'
import type { DecidedFold, EvaluatedFold, ScoredFold } from './evaluatedFold'
import { isMeasurable, scorerAnswers, type ScorerAnswer } from './scorerAnswers'
import { summarizeDetection, type DetectionSummary } from './summarizeDetection'

/** Figures of one scorer over all trials. */
export interface ScorerSummary {
  readonly scorer: Scorer
  readonly adapted: boolean
  readonly accuracy: CountedRate
  readonly verification: DetectionSummary | null
  readonly openSet: DetectionSummary | null
}

/** What one recording was answered by the scorer of the headline. */
export interface EvaluatedAnswer {
  readonly recordingId: number
  readonly truth: string
  readonly best: string
  readonly secondBest: string | null
  readonly known: boolean
  /** By the decision of the fold's own training; null where that calls nothing unknown. */
  readonly unknown: boolean | null
  readonly margin: number
  readonly evidence: number
  readonly posterior: number
  readonly asUnknown: number | null
  readonly truthEvidence: number | null
}

export interface EvaluationSummary {
  readonly answers: EvaluatedAnswer[]
  readonly scorer: Scorer
  readonly adapted: boolean
  readonly recommendation: string
  readonly warnings: string[]
  readonly scorers: ScorerSummary[]
  readonly byLength: {
    readonly seconds: number | null
    readonly recordings: number
    readonly accuracy: CountedRate
    readonly equalErrorRate: number | null
  }[]
  readonly byTraining: { readonly minutes: number; readonly recordings: number; readonly accuracy: CountedRate }[]
  readonly rates: { readonly falseReject: CountedRate | null; readonly falseAccept: CountedRate | null }
}

export interface MeasureOptions {
  readonly hopSeconds: number
  readonly seed: number
}

/** Cross-validated calibration takes as many rounds as parts. */
const mostParts = 10

/** Of more scores of recordings against labels than this, those of every n-th recording count. */
const mostVerificationScores = 500_000

/**
 * All figures of an evaluation. Whatever a scorer or a threshold was learned from is of the training of its fold, but for
 * the calibration behind Cllr, which each part of the trials has from the others. The headline is by the scorer that
 * the trainings of most folds chose for themselves, so that no recording that is asked about has a say in it.
 */
export function measureEvaluation(evaluated: readonly EvaluatedFold[], options: MeasureOptions): EvaluationSummary {
  const folds = evaluated.map((fold) => decideFold(fold, options))
  const adapted = folds.flatMap((fold): ScoredFold[] => (fold.adapted ? [{ ...fold.adapted, impostors: null }] : []))
  const scorer = chosenScorer(folds)
  return {
    answers: folds.flatMap((fold) => answersOf(fold, scorer, options)),
    scorer,
    adapted: false,
    ...recommended(folds, scorer, options),
    scorers: [
      ...scorerSummaries(folds, false),
      ...(adapted.length === folds.length ? scorerSummaries(adapted, true) : []),
    ],
    byLength: byLength(folds, scorer),
    byTraining: byTraining(folds),
    rates: ratesOf(folds),
  }
}

function chosenScorer(folds: readonly DecidedFold[]): Scorer {
  const votes = scorers.map((scorer) => folds.filter(({ decision }) => decision.scorer.scorer === scorer).length)
  const chosen = scorers[votes.indexOf(Math.max(...votes))]
  return folds.every((fold) => isMeasurable(chosen, fold)) ? chosen : 'likelihood'
}

/** What measured best on the recordings that were asked about, and what they cannot support. */
function recommended(
  folds: readonly DecidedFold[],
  chosen: Scorer,
  { seed, hopSeconds }: MeasureOptions,
): Pick<EvaluationSummary, 'recommendation' | 'warnings'> {
  const agreeing = folds.filter(({ decision }) => decision.scorer.scorer === chosen).length
  // The background has heard the labels that play strangers here, so that what is compared with it tells too much.
  const trials = folds.map(({ labels, trials: all }) => ({
    labels,
    trials: all.map((trial) => ({ ...trial, base: { ...trial.base, background: null } })),
  }))
  const measured = measureScorers(trials, false, { priors: null, hopSeconds })
  const { scorer, sentence } = recommendScorer(measured, seed)
  const { labels, seconds, backgroundLabels } = folds[0]
  const own = measured.find((each) => each.scorer === scorer)?.trials ?? { known: [], unknown: [] }
  return {
    recommendation:
      sentence === ''
        ? 'Scored by the likelihood as it is: the recordings do not allow to compare ways to score.'
        : scorer === chosen
          ? `${sentence} Each stranger was told apart by itself here; the table has one threshold for all.`
          : `The training of ${agreeing} of ${folds.length} folds chose "${chosen}", by which the figures above are. ` +
            `On the recordings that were asked about, "${scorer}" measured better. ${sentence}`,
    warnings: dataWarnings(own, { labels, seconds, backgroundLabels }),
  }
}

function scorerSummaries(folds: readonly ScoredFold[], adapted: boolean): ScorerSummary[] {
  return scorers
    .filter((scorer) => folds.every((fold) => isMeasurable(scorer, fold)))
    .map((scorer) => {
      const answers = folds.map((fold) => scorerAnswers(scorer, fold))
      return {
        scorer,
        adapted,
        accuracy: accuracyOf(answers.flat()),
        verification: verificationOf(answers),
        openSet: summarizeDetection(openSetScores(answers)),
      }
    })
}

function accuracyOf(answers: readonly ScorerAnswer[]): CountedRate {
  const known = answers.filter((answer) => answer.known)
  return rateOf(known.filter(({ trial, best }) => trial.truth === best).length, known.length)
}

/** Every recording against its own label and against each other one. */
function verificationOf(folds: readonly (readonly ScorerAnswer[])[]): DetectionSummary | null {
  const total = folds.flat().reduce((sum, { otherScores }) => sum + otherScores.length, 0)
  const step = Math.ceil(total / mostVerificationScores)
  const targets: PartedScore[] = []
  const impostors: PartedScore[] = []
  folds.forEach((answers, fold) => {
    const part = fold % mostParts
    answers.forEach(({ truthScore, otherScores }, i) => {
      if (i % step !== 0) return
      if (truthScore !== null) targets.push({ score: truthScore, part })
      for (const score of otherScores) impostors.push({ score, part })
    })
  })
  return summarizeDetection({ targets, impostors })
}

/**
 * The best scores of recordings with their own label in the bank, and without it. Where there are true strangers, whose
 * label no fold's mixtures or background had heard, those alone are the impostors.
 */
function openSetScores(folds: readonly (readonly ScorerAnswer[])[]): {
  targets: PartedScore[]
  impostors: PartedScore[]
} {
  const strangers = folds.flat().some(({ known }) => !known)
  const targets: PartedScore[] = []
  const impostors: PartedScore[] = []
  folds.forEach((answers, fold) => {
    const part = fold % mostParts
    for (const { known, score, asUnknown } of answers) {
      if (known) targets.push({ score, part })
      if (asUnknown !== null && !(strangers && known)) impostors.push({ score: asUnknown, part })
    }
  })
  return { targets, impostors }
}

function byLength(folds: readonly DecidedFold[], scorer: Scorer): EvaluationSummary['byLength'] {
  const lengths = [...new Set(folds.flatMap((fold) => fold.byLength.map(({ seconds }) => seconds)))].sort(
    (a, b) => a - b,
  )
  return [...lengths, null].flatMap((seconds) => {
    const answers = folds.map((fold) => {
      const trials = seconds === null ? fold.trials : fold.byLength.find((each) => each.seconds === seconds)?.trials
      return scorerAnswers(scorer, { ...fold, trials: trials ?? [] })
    })
    const recordings = answers.flat().length
    if (recordings === 0) return []
    const { targets, impostors } = openSetScores(answers)
    return [
      { seconds, recordings, accuracy: accuracyOf(answers.flat()), equalErrorRate: errorRate(targets, impostors) },
    ]
  })
}

function errorRate(targets: readonly PartedScore[], impostors: readonly PartedScore[]): number | null {
  const lists = [targets, impostors].map((list) =>
    list.map(({ score }) => score).filter((score) => !Number.isNaN(score)),
  )
  if (lists.some(({ length }) => length === 0)) return null
  return equalErrorRate({ targets: lists[0], impostors: lists[1] })
}

function byTraining(folds: readonly DecidedFold[]): EvaluationSummary['byTraining'] {
  const points = Math.max(0, ...folds.map((fold) => fold.byTraining.length))
  return Array.from({ length: points }, (_, i) => {
    const there = folds.flatMap((fold) => fold.byTraining.slice(i, i + 1))
    const answers = there.flatMap((fold) => scorerAnswers('likelihood', { ...fold, impostors: null }))
    const minutes = there.reduce((sum, point) => sum + point.minutes, 0) / there.length
    return { minutes, recordings: answers.length, accuracy: accuracyOf(answers) }
  })
}

function answersOf(fold: DecidedFold, scorer: Scorer, { hopSeconds }: MeasureOptions): EvaluatedAnswer[] {
  const unknown = calledUnknown(fold)
  return scorerAnswers(scorer, fold).map((answer, i) => {
    const { trial, best, secondBest, known, score, asUnknown, truthScore } = answer
    const { likelihoods, frameCount } = trial.base
    const place = (label: string): number => fold.labels.indexOf(label)
    return {
      recordingId: trial.recordingId ?? 0,
      truth: trial.truth,
      best,
      secondBest,
      known,
      unknown: unknown ? unknown[i] : null,
      margin: secondBest === null ? 0 : likelihoods[place(best)] - likelihoods[place(secondBest)],
      evidence: score,
      posterior: posterior(likelihoods, frameCount, hopSeconds)[place(best)],
      asUnknown,
      truthEvidence: truthScore,
    }
  })
}

/** What the decision of the fold's training says of each trial; null where it calls nothing unknown. */
function calledUnknown(fold: DecidedFold): boolean[] | null {
  const { scorer, threshold } = fold.decision
  return threshold === null ? null : decidedAnswers(fold, scorer).map(({ score }) => score < threshold)
}

function decidedAnswers(fold: DecidedFold, { scorer, impostors }: FittedScorer): ScorerAnswer[] {
  return scorerAnswers(scorer, { ...fold, impostors: impostors ?? fold.impostors })
}

/** How often a recording of a known label is refused, and one with its label left out accepted, by the folds' own thresholds. */
function ratesOf(folds: readonly DecidedFold[]): EvaluationSummary['rates'] {
  const refused: boolean[] = []
  const accepted: boolean[] = []
  const strangers = hasStrangers(folds)
  for (const fold of folds) {
    const { scorer, threshold } = fold.decision
    if (threshold === null) continue
    for (const { known, score, asUnknown } of decidedAnswers(fold, scorer)) {
      if (known) refused.push(score < threshold)
      if (asUnknown !== null && !(strangers && known)) accepted.push(asUnknown >= threshold)
    }
  }
  const rate = (list: readonly boolean[]): CountedRate | null =>
    list.length === 0 ? null : rateOf(list.filter(Boolean).length, list.length)
  return { falseReject: rate(refused), falseAccept: rate(accepted) }
}

/** Whether labels were kept from whole folds, so that there are true strangers. */
function hasStrangers(folds: readonly DecidedFold[]): boolean {
  return folds.some(({ labels, trials }) => trials.some(({ truth }) => !labels.includes(truth)))
}
