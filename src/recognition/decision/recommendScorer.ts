import { mcNemar } from '../figures/mcNemar'
import type { Scorer } from '../scoring/scorer'
import { chanceOfDifference } from './chanceOfDifference'
import type { MeasuredScorer } from './measureScorer'
import type { OpenSetTrials } from './openSetTrials'

export interface Recommendation {
  readonly scorer: Scorer
  /** Why this one, by how much, and whether chance would do as much; empty where there was no choice. */
  readonly sentence: string
}

const names: Readonly<Record<Scorer, string>> = {
  likelihood: 'the likelihood as it is',
  pooled: 'the ratio to all labels together',
  lead: 'the lead over the best other label',
  background: 'the ratio to the background',
  backgroundLead: 'the lead over the background',
  cohort: 'the ratio to the other labels',
  zNorm: 'z-norm',
  tNorm: 't-norm',
  sNorm: 's-norm',
}

/** Accuracies that differ by more than chance at this level count as a loss. */
const level = 0.05

/**
 * The scorer that tells known from unknown with the lowest equal error rate on the held-out trials. One that names labels
 * clearly less often right than the likelihood does (McNemar's test) is out; of scorers that differ by less than one
 * trial the simplest wins. Whether chance would make the difference is told by resampling recordings in pairs (Efron and
 * Tibshirani 1993, "An introduction to the bootstrap", ch. 16), the same for the same seed.
 *
 * `measured` is in the order of `scorers`, the simplest first, and holds `likelihood`.
 */
export function recommendScorer(measured: readonly MeasuredScorer[], seed = 0): Recommendation {
  const plain = measured.find(({ scorer }) => scorer === 'likelihood')
  const candidates = measured.filter(
    (each) => plain && isComparable(each, plain) && !losesLabels(each.trials, plain.trials),
  )
  if (!plain || candidates.length === 0) return { scorer: 'likelihood', sentence: '' }
  const rate = (each: MeasuredScorer): number => each.measure.equalErrorRate ?? 1
  const ranked = candidates.toSorted((a, b) => rate(a) - rate(b))
  const smallest = Math.min(...candidates.map(({ measure }) => 1 / Math.max(measure.known, measure.unknown)))
  const best = candidates.find((each) => rate(each) < rate(ranked[0]) + smallest / 2) ?? ranked[0]
  if (candidates.length === 1) return { scorer: best.scorer, sentence: '' }
  const compared = (other: MeasuredScorer, name: string): string => {
    const difference = rate(other) - rate(best)
    const verdict =
      chanceOfDifference(best.trials.rehearsals, other.trials.rehearsals, seed) < level
        ? 'chance would hardly do that'
        : 'chance may do that'
    return Math.abs(difference) < smallest / 2
      ? `as much as ${name}`
      : `against ${percent(rate(other))} of ${name} (${verdict})`
  }
  const next = ranked.find((each) => each !== best && each !== plain)
  const comparisons = [
    ...(next ? [compared(next, names[next.scorer])] : []),
    ...(plain !== best && candidates.includes(plain) ? [compared(plain, names.likelihood)] : []),
  ]
  const sentence =
    `Scored by ${names[best.scorer]}, the best of ${candidates.length} ways that were measured: equal error rate ` +
    `${percent(rate(best))} ${comparisons.join(', ')}.`
  return { scorer: best.scorer, sentence }
}

/** Whether a scorer was measured, and on no fewer recordings than the likelihood; others may have had the easier ones. */
function isComparable({ measure }: MeasuredScorer, plain: MeasuredScorer): boolean {
  const { known, unknown } = plain.measure
  return measure.equalErrorRate !== null && measure.known === known && measure.unknown === unknown
}

/** Whether labels are named right less often than by `plain`, beyond chance. */
function losesLabels(trials: OpenSetTrials, plain: OpenSetTrials): boolean {
  const wasRight = new Map(plain.known.map(({ recording, truth, best }) => [recording, truth === best]))
  let [onlyFirstRight, onlySecondRight] = [0, 0]
  for (const { recording, truth, best } of trials.known) {
    const other = wasRight.get(recording)
    if (other === undefined || other === (truth === best)) continue
    if (other) onlySecondRight++
    else onlyFirstRight++
  }
  return onlySecondRight > onlyFirstRight && mcNemar({ onlyFirstRight, onlySecondRight }) < level
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
