import { equalErrorRate } from '../figures/equalErrorRate'
import type { HeldOutFold } from '../heldOut'
import { scorers, type Scorer } from '../scoring/scorer'
import { calibratedCost } from './crossCalibration'
import type { ScorerMeasure } from './decision'
import { openSetTrials, type OpenSetTrials, type Weighing } from './openSetTrials'

/** A scorer with what was measured of it and the trials that it was measured on. */
export interface MeasuredScorer {
  readonly scorer: Scorer
  readonly measure: ScorerMeasure
  readonly trials: ReturnType<typeof openSetTrials>
}

/** Measures one scorer on held-out recordings; null where it can score none of known labels. */
export function measureScorer(
  scorer: Scorer,
  folds: readonly HeldOutFold[],
  adapted: boolean,
  weighing?: Weighing,
): MeasuredScorer | null {
  const trials = openSetTrials(scorer, folds, weighing)
  const { known, unknown } = trials
  if (known.length === 0) return null
  const measure = {
    scorer,
    adapted,
    equalErrorRate: meanEqualError(trials.rehearsals),
    accuracy: known.filter(({ truth, best }) => truth === best).length / known.length,
    cllr: unknown.length > 0 ? calibratedCost(trials) : null,
    known: known.length,
    unknown: unknown.length,
  }
  return { scorer, measure, trials }
}

/** All scorers that the trials allow to measure, in the order of `scorers`. */
export function measureScorers(folds: readonly HeldOutFold[], adapted: boolean, weighing?: Weighing): MeasuredScorer[] {
  return scorers.flatMap((scorer) => measureScorer(scorer, folds, adapted, weighing) ?? [])
}

/**
 * The equal error rate of telling known from unknown by the best label, averaged over rehearsals, each of them with other
 * strangers; null without any.
 */
export function meanEqualError(rehearsals: readonly OpenSetTrials[]): number | null {
  if (rehearsals.length === 0) return null
  const scoresOf = (trials: OpenSetTrials['known']): number[] => trials.map(({ score }) => score)
  const rates = rehearsals.map(({ known, unknown }) =>
    equalErrorRate({ targets: scoresOf(known), impostors: scoresOf(unknown) }),
  )
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length
}
