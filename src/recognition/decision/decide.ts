import type { HeldOutFold } from '../heldOut'
import { wilsonInterval } from '../wilsonInterval'
import { impostorsOf, impostorSums } from '../scoring/impostorStatistics'
import type { FittedScorer, Scorer } from '../scoring/scorer'
import type { Costs } from './costs'
import { calibrationOf } from './crossCalibration'
import { dataWarnings, type MaterialFacts } from './dataWarnings'
import { openDecision, type Decision } from './decision'
import { describeThreshold, nothingWorthRefusing, tooFewTrials, tooMuchOverlap } from './describeDecision'
import { expectedRates, type ThresholdRule } from './expectedRates'
import { measureScorers, type MeasuredScorer } from './measureScorer'
import type { OpenSetTrials } from './openSetTrials'
import { recommendScorer } from './recommendScorer'
import { cheapestThreshold, countBelow, equalErrorThreshold } from './thresholds'

/** What a person may choose of a decision; the rest follows from what was measured. */
export interface DecisionWishes {
  readonly scorer: Scorer | 'auto'
  /** Null: both errors equally frequent. */
  readonly costs: Costs | null
  /** Absent: the one that follows from the costs. */
  readonly threshold?: number | undefined
  /** One a label, summing to 1; null: all alike. */
  readonly priors: readonly number[] | null
}

export interface DecisionFacts extends MaterialFacts {
  readonly hopSeconds: number
  /** Whether the mixtures were adapted from the background. */
  readonly adapted: boolean
  readonly seed: number
}

export const noWishes: DecisionWishes = { scorer: 'auto', costs: null, priors: null }

/** Fewer held-out recordings than this tell nothing about shares of a few percent. */
const fewestTrials = 10
/** Where known and unknown recordings are confused more often than this, a threshold would do more harm than good. */
const highestErrorShare = 1 / 3
/** The share of known recordings refused where there is nothing to tell what unknown ones score. */
const refusedWithoutStrangers = 0.05

/**
 * How a bank decides, from what held-out recordings scored: the scorer that tells known from unknown best, or the one asked
 * for where the trials allow it; the threshold that errs as is wanted; what to expect of that; and how scores become
 * likelihood ratios. `facts.labels` are those of the bank, in its order.
 */
export function decide(
  folds: readonly HeldOutFold[],
  facts: DecisionFacts,
  wishes: DecisionWishes = noWishes,
): Decision {
  const { labels, hopSeconds, adapted, seed } = facts
  const priors = wishes.priors && new Map(labels.map((label, l) => [label, wishes.priors?.[l] ?? 1]))
  const measured = measureScorers(folds, adapted, { priors, hopSeconds })
  const impostors = impostorsOf(impostorSums(folds), labels)
  // Statistics that lack a label of the bank would leave it without a score.
  const usable = impostors ? measured : measured.filter(({ scorer }) => scorer !== 'zNorm' && scorer !== 'sNorm')
  const { chosen, sentence } = chosenOf(usable, wishes.scorer, seed)
  const trials = chosen?.trials ?? { known: [], unknown: [] }
  const scorer = fitted(chosen?.scorer ?? 'likelihood', impostors)
  const told = {
    ...openDecision(''),
    scorer,
    priors: wishes.priors && [...wishes.priors],
    costs: wishes.costs,
    measured: measured.map(({ measure }) => measure),
    warnings: dataWarnings(trials, facts),
  }
  if (wishes.threshold === undefined && trials.known.length < fewestTrials) {
    return { ...told, description: tooFewTrials(trials.known.length, fewestTrials) }
  }
  const calibration = trials.unknown.length < fewestTrials ? null : calibrationOf(trials)
  const { threshold, rates, description } = thresholdOf(trials, wishes)
  return { ...told, calibration, threshold, rates, description: [description, sentence].filter(Boolean).join(' ') }
}

function chosenOf(
  measured: readonly MeasuredScorer[],
  wanted: Scorer | 'auto',
  seed: number,
): { chosen: MeasuredScorer | undefined; sentence: string } {
  const recommended = recommendScorer(measured, seed)
  const find = (scorer: Scorer): MeasuredScorer | undefined => measured.find((each) => each.scorer === scorer)
  if (wanted === 'auto' || wanted === recommended.scorer) {
    return { chosen: find(recommended.scorer), sentence: recommended.sentence }
  }
  return { chosen: find(wanted) ?? find(recommended.scorer), sentence: '' }
}

function fitted(scorer: Scorer, impostors: FittedScorer['impostors']): FittedScorer {
  return { scorer, impostors: scorer === 'zNorm' || scorer === 'sNorm' ? impostors : null }
}

function thresholdOf(
  trials: OpenSetTrials,
  { threshold: given, costs }: DecisionWishes,
): Pick<Decision, 'threshold' | 'rates' | 'description'> {
  if (given !== undefined) {
    const rates = trials.known.length > 0 ? expectedRates(trials, () => given) : null
    const description = rates
      ? describeThreshold(rates, { costs, given: true })
      : 'At a threshold that was given; nothing was measured to tell what it does.'
    return { threshold: given, rates, description }
  }
  const isOpen = trials.unknown.length >= fewestTrials
  const rule = isOpen ? openRule(costs) : closedRule
  const [known, unknown] = [trials.known, trials.unknown].map((list) =>
    Float64Array.from(list, ({ score }) => score).sort(),
  )
  const threshold = rule(known, unknown)
  if (!isOpen && threshold !== null) {
    const hits = countBelow(known, threshold)
    const interval = wilsonInterval(hits, known.length)
    const falseReject = { share: hits / known.length, interval, hits, trials: known.length }
    const rates = { falseReject, falseAccept: null }
    return { threshold, rates, description: describeThreshold(rates, { costs, given: false }) }
  }
  const rates = expectedRates(trials, rule)
  if (threshold === null) return { threshold, rates, description: nothingWorthRefusing }
  if (costs === null && errorAt(threshold, known, unknown) > highestErrorShare) {
    return { threshold: null, rates: null, description: tooMuchOverlap(rates) }
  }
  return { threshold, rates, description: describeThreshold(rates, { costs, given: false }) }
}

function openRule(costs: Costs | null): ThresholdRule {
  if (costs === null) return equalErrorThreshold
  return (known, unknown) => cheapestThreshold(known, unknown, costs)
}

const closedRule: ThresholdRule = (known) => known[Math.floor(known.length * refusedWithoutStrangers)]

function errorAt(threshold: number, known: Float64Array, unknown: Float64Array): number {
  return Math.max(countBelow(known, threshold) / known.length, 1 - countBelow(unknown, threshold) / unknown.length)
}
