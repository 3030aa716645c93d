import type { Evaluation } from '../../../src/engine/contract'

/** What an evaluation holds beside its headline. */
export type Figures = NonNullable<Evaluation['figures']>
/** What it measured of one scorer. */
export type ScorerFigures = Figures['scorers'][number]

/** The figures of the scorer that the headline is of. */
export function headlineScorer({ scorers, scorer, adapted }: Figures): ScorerFigures | undefined {
  return scorers.find((one) => one.scorer === scorer && one.adapted === adapted) ?? scorers[0]
}

/** Scorers from the best to the worst: by accuracy, then by the equal error rate of telling strangers. */
export function rankedScorers({ scorers }: Figures): ScorerFigures[] {
  const errorOf = ({ openSet, verification }: ScorerFigures): number =>
    openSet?.equalErrorRate ?? verification?.equalErrorRate ?? 1
  return [...scorers].sort((one, other) => errorOf(one) - errorOf(other) || other.accuracy.share - one.accuracy.share)
}
