import type { HeldOutFold, HeldOutTrial } from '../heldOut'
import { observationsIn } from '../posterior'
import type { BaseScores } from '../scoring/baseScores'
import { impostorsOf, impostorSums, type AllImpostorSums } from '../scoring/impostorStatistics'
import { isApplicable, labelScores } from '../scoring/labelScores'
import type { Scorer } from '../scoring/scorer'

/** A held-out recording as a scorer sees it: its best label and the score of that. */
export interface OpenSetTrial {
  /** Counts the recordings of all folds. */
  readonly recording: number
  readonly fold: number
  readonly truth: string
  readonly best: string
  readonly score: number
}

export interface OpenSetTrials {
  /** Of labels that the bank knows. */
  readonly known: readonly OpenSetTrial[]
  /** Of labels that it has never heard. */
  readonly unknown: readonly OpenSetTrial[]
}

/** How likely labels are beforehand, which has a say in which of them is the best. */
export interface Weighing {
  /** By label; null: all alike. */
  readonly priors: ReadonlyMap<string, number> | null
  readonly hopSeconds: number
}

/** More labels than this play the stranger in parties, since one more or less makes no difference to a bank. */
const mostSingles = 20
const parties = 10

/**
 * The held-out recordings as one scorer sees them. Those of known labels are told by the whole bank. Then each label in
 * turn plays the stranger, which is left out of everything: it is no candidate and in no cohort, its recordings are in no
 * impostor statistics, and the background is one that has not heard it. `rehearsals` hold such a bank's view of the other
 * recordings as well, so that both sides are told by the same bank.
 *
 * Trials for which the scorer lacks what it compares with are left out, and so are those with a score that is not finite.
 */
export function openSetTrials(
  scorer: Scorer,
  folds: readonly HeldOutFold[],
  weighing: Weighing = { priors: null, hopSeconds: 0 },
): OpenSetTrials & { readonly rehearsals: readonly OpenSetTrials[] } {
  const sums = scorer === 'zNorm' || scorer === 'sNorm' ? impostorSums(folds) : null
  const look = (stranger: string | null, asked: (trial: HeldOutTrial) => boolean): OpenSetTrial[] =>
    looked(scorer, folds, { sums, weighing, stranger, asked })
  const isKnown = knownIn(folds)
  const known = look(null, isKnown)
  const truths = [...new Set(folds.flatMap(({ trials }) => trials.map(({ truth }) => truth)))].sort()
  const strangers = truths.map((label) => look(label, ({ truth }) => truth === label))
  const rehearsals =
    truths.length <= mostSingles
      ? truths.map((label, i) => ({
          known: look(label, (trial) => trial.truth !== label && isKnown(trial)),
          unknown: strangers[i],
        }))
      : Array.from({ length: parties }, (_, party) => {
          const members = new Set(truths.filter((_label, i) => i % parties === party))
          return {
            known: known.filter(({ truth }) => !members.has(truth)),
            unknown: strangers.filter((_trials, i) => i % parties === party).flat(),
          }
        })
  return { known, unknown: strangers.flat(), rehearsals: rehearsals.filter(isTwoSided) }
}

function isTwoSided({ known, unknown }: OpenSetTrials): boolean {
  return known.length > 0 && unknown.length > 0
}

function knownIn(folds: readonly HeldOutFold[]): (trial: HeldOutTrial) => boolean {
  const known = new Set<HeldOutTrial>()
  for (const { labels, trials } of folds) {
    const modeled = new Set(labels)
    for (const trial of trials) if (modeled.has(trial.truth)) known.add(trial)
  }
  return (trial) => known.has(trial)
}

interface View {
  readonly sums: AllImpostorSums | null
  readonly weighing: Weighing
  /** The label that was never heard; null: none. */
  readonly stranger: string | null
  /** Which recordings are looked at. */
  readonly asked: (trial: HeldOutTrial) => boolean
}

function looked(
  scorer: Scorer,
  folds: readonly HeldOutFold[],
  { sums, weighing, stranger, asked }: View,
): OpenSetTrial[] {
  const seen: OpenSetTrial[] = []
  let recording = 0
  folds.forEach(({ labels, trials, backgroundGroups = [] }, fold) => {
    const left = stranger === null ? -1 : labels.indexOf(stranger)
    const group = backgroundGroups.findIndex((members) => stranger !== null && members.includes(stranger))
    const candidates = without(labels, left)
    for (const trial of trials) {
      const number = recording++
      if (!asked(trial)) continue
      const scores = scoresWithout(trial, group, left)
      const own = { truth: trial.truth, likelihoods: without(trial.base.likelihoods, left) }
      const impostors = sums && impostorsOf(sums, candidates, { label: stranger, trial: own })
      const { pooled, background } = scores
      const given = { pooled: pooled !== undefined, background: background !== null, impostors: impostors !== null }
      if (candidates.length === 0 || !isApplicable(scorer, { labels: candidates.length, ...given })) continue
      const values = labelScores({ scorer, impostors }, scores)
      const l = bestLabel(values, candidates, trial.base.frameCount, weighing)
      if (!Number.isFinite(values[l])) continue
      seen.push({ recording: number, fold, truth: trial.truth, best: candidates[l], score: values[l] })
    }
  })
  return seen
}

/**
 * What a trial gets from the labels but the one `left` out, where a group was kept from the background; where that is not
 * known, nothing is known of the background.
 */
function scoresWithout(trial: HeldOutTrial, group: number, left: number): Omit<BaseScores, 'frameCount'> {
  const { base } = trial
  const kept = group < 0 ? null : trial.without?.[group]
  const likelihoods = without(kept?.likelihoods ?? base.likelihoods, left)
  const pooled = left < 0 ? base.pooled : (kept?.likelihoods ? kept : trial).pooledWithout?.[left]
  const background = group < 0 ? base.background : (kept?.background ?? null)
  return { likelihoods, background, ...(pooled === undefined ? {} : { pooled }) }
}

function bestLabel(
  scores: Float64Array,
  labels: readonly string[],
  frameCount: number,
  { priors, hopSeconds }: Weighing,
): number {
  const observations = observationsIn(frameCount, hopSeconds)
  let best = 0
  let highest = -Infinity
  scores.forEach((score, l) => {
    const value = score + (priors ? Math.log(priors.get(labels[l]) ?? 1) / observations : 0)
    if (value > highest) {
      highest = value
      best = l
    }
  })
  return best
}

function without<T>(list: readonly T[], index: number): readonly T[] {
  return index < 0 ? list : list.filter((_, i) => i !== index)
}
