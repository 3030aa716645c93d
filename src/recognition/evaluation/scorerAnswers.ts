import type { HeldOutTrial } from '../heldOut'
import { isApplicable, labelScores } from '../scoring/labelScores'
import type { FittedScorer, Scorer } from '../scoring/scorer'
import type { ScoredFold } from './evaluatedFold'

/** What one recording is answered by one scorer. */
export interface ScorerAnswer {
  readonly trial: HeldOutTrial
  /** Whether its label is one of the bank's. */
  readonly known: boolean
  readonly best: string
  readonly secondBest: string | null
  /** The score of the best label. */
  readonly score: number
  /** The score of its own label; null of a stranger. */
  readonly truthScore: number | null
  /** The score of each other label. */
  readonly otherScores: readonly number[]
  /**
   * The best score with its own label left out of the bank; a stranger's `score`. Null where that cannot be told: where the
   * background has heard the label, or no label would be left.
   */
  readonly asUnknown: number | null
}

/** Whether a scorer can be applied to all trials of a fold. */
export function isMeasurable(scorer: Scorer, { labels, trials, impostors }: ScoredFold): boolean {
  const background = trials.every(({ base }) => base.background !== null)
  const pooled = trials.every(({ base }) => base.pooled !== undefined)
  return isApplicable(scorer, { labels: labels.length, pooled, background, impostors: impostors !== null })
}

/** The answers to all trials of a fold, in their order. */
export function scorerAnswers(scorer: Scorer, fold: ScoredFold): ScorerAnswer[] {
  const { labels, trials, impostors } = fold
  const fitted: FittedScorer = { scorer, impostors }
  const place = new Map(labels.map((label, l) => [label, l]))
  return trials.map((trial) => {
    const scores = labelScores(fitted, trial.base)
    const own = place.get(trial.truth)
    const [best, second] = bestTwo(scores)
    return {
      trial,
      known: own !== undefined,
      best: labels[best],
      secondBest: second === null ? null : labels[second],
      score: scores[best],
      truthScore: own === undefined ? null : scores[own],
      otherScores: Array.from(scores).filter((_, l) => l !== own),
      asUnknown: own === undefined ? scores[best] : scoreWithout(own, trial, fitted),
    }
  })
}

function scoreWithout(own: number, { base, pooledWithout }: HeldOutTrial, fitted: FittedScorer): number | null {
  const left = base.likelihoods.length - 1
  const given = {
    labels: left,
    pooled: pooledWithout !== undefined,
    background: base.background !== null,
    impostors: fitted.impostors !== null,
  }
  if (left === 0 || !isApplicable(fitted.scorer, given)) return null
  if (base.background !== null && isByBackground(fitted.scorer)) return null
  const without = (list: readonly number[]): number[] => list.filter((_, l) => l !== own)
  const { impostors } = fitted
  const rest = impostors && { means: without(impostors.means), deviations: without(impostors.deviations) }
  const likelihoods = without(base.likelihoods)
  const pooled = pooledWithout ? { pooled: pooledWithout[own] } : {}
  const scores = labelScores({ ...fitted, impostors: rest }, { likelihoods, ...pooled, background: base.background })
  return scores.reduce((a, b) => Math.max(a, b), -Infinity)
}

function isByBackground(scorer: Scorer): boolean {
  return !isApplicable(scorer, { labels: 3, pooled: true, background: false, impostors: true })
}

/** The places of the highest and the second highest score. */
function bestTwo(scores: Float64Array): [number, number | null] {
  let best = 0
  let second: number | null = null
  for (let l = 1; l < scores.length; l++) {
    if (scores[l] > scores[best]) [best, second] = [l, best]
    else if (second === null || scores[l] > scores[second]) second = l
  }
  return [best, second]
}
