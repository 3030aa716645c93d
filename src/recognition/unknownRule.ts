import type { z } from 'zod'
import type { unknownRuleSchema } from './decision/decision'
import type { HeldOutFold } from './heldOut'

type UnknownRule = z.infer<typeof unknownRuleSchema>

/** What one held-out recording scored. */
export interface HeldOutScore {
  readonly truth: string
  /** The best of all labels, and its mean log-likelihood a frame, nats. */
  readonly best: string
  readonly score: number
  /** Score of the best less the second best; null in a bank of one label. */
  readonly margin: number | null
  /** The best score among the other labels, as if the bank had never known this one; null in a bank of one label. */
  readonly scoreAsUnknown: number | null
  /** The margin of that score among the other labels; null where there are fewer than two of them. */
  readonly marginAsUnknown: number | null
}

/** What the rule looks at of each trial of a fold, in their order. */
export function heldOutScoresOf({ labels, trials }: HeldOutFold): HeldOutScore[] {
  return trials.map(({ truth, base }) => {
    const ranked = labels.map((label, l) => ({ label, score: base.likelihoods[l] })).sort((a, b) => b.score - a.score)
    const others = ranked.filter(({ label }) => label !== truth)
    return {
      truth,
      best: ranked[0].label,
      score: ranked[0].score,
      margin: marginOf(ranked),
      scoreAsUnknown: others.length > 0 ? others[0].score : null,
      marginAsUnknown: marginOf(others),
    }
  })
}

function marginOf(ranked: readonly { readonly score: number }[]): number | null {
  return ranked.length < 2 ? null : ranked[0].score - ranked[1].score
}

/** Fewer held-out recordings than this tell nothing about shares of a few percent. */
const fewestTrials = 10
/** Where known and unknown recordings are confused more often than this, a threshold would do more harm than good. */
const highestErrorShare = 1 / 3
/** The share of known recordings refused where there is nothing to tell what unknown ones score. */
const refusedWithoutImpostors = 0.05

/** What the margin may count for; the first is taken where both separate known from unknown equally well. */
const marginWeights = [0, 1] as const

/** What a rule compares with its threshold, in nats: the best score, raised by the weighted margin where there is one. */
export function evidence(score: number, margin: number | null, marginWeight: number): number {
  return score + marginWeight * (margin ?? 0)
}

/**
 * A first rule for "unknown", from the scores of held-out recordings: the threshold at which as many known recordings
 * are refused as unknown ones are accepted (the equal error rate). The unknown ones are the same recordings scored
 * without their own label, so they are of the kind of the training material; a stranger kind of sound scores lower.
 * Whether the margin counts is chosen by the lower error of the two.
 *
 * With a single label there are no such scores: then the threshold refuses one held-out recording in twenty. The
 * threshold is null, with the reason, where there are too few recordings or known and unknown overlap too much.
 */
export function unknownRuleFrom(heldOut: readonly HeldOutScore[]): UnknownRule {
  if (heldOut.length < fewestTrials) return noRule(heldOut.length)
  const candidates = marginWeights.flatMap((marginWeight) => candidateRule(heldOut, marginWeight) ?? [])
  if (candidates.length === 0) return ruleWithoutImpostors(Float64Array.from(heldOut, ({ score }) => score).sort())
  const best = candidates.reduce((a, b) => (b.errorShare < a.errorShare ? b : a))
  const { threshold, marginWeight, refused, known, accepted, unknown } = best
  if (best.errorShare > highestErrorShare) {
    return {
      threshold: null,
      marginWeight: 0,
      description:
        'Nothing is called unknown: the scores of known and unknown recordings overlap too much, for the best ' +
        `threshold would refuse ${share(refused, known)} held-out recordings of known labels and accept ` +
        `${share(accepted, unknown)} when their label is left out of the bank. More or longer recordings may help.`,
    }
  }
  return {
    threshold,
    marginWeight,
    description:
      `Refuses ${share(refused, known)} recordings of known labels and accepts ` +
      `${share(accepted, unknown)} of unknown ones, measured on held-out recordings: once with their own label ` +
      `in the bank, once with it left out.${marginWeight > 0 ? ' The lead over the second best label counts.' : ''}`,
  }
}

interface CandidateRule {
  readonly marginWeight: number
  readonly threshold: number
  /** The larger of the two shares of error at the threshold. */
  readonly errorShare: number
  readonly refused: number
  readonly known: number
  readonly accepted: number
  readonly unknown: number
}

/** The best threshold where the margin counts `marginWeight`; null where too few recordings can be asked as unknown. */
function candidateRule(heldOut: readonly HeldOutScore[], marginWeight: number): CandidateRule | null {
  const known = Float64Array.from(heldOut, ({ score, margin }) => evidence(score, margin, marginWeight)).sort()
  const unknown = Float64Array.from(
    heldOut.flatMap(({ scoreAsUnknown, marginAsUnknown }) => {
      if (scoreAsUnknown === null || (marginWeight > 0 && marginAsUnknown === null)) return []
      return [evidence(scoreAsUnknown, marginAsUnknown, marginWeight)]
    }),
  ).sort()
  if (unknown.length < fewestTrials) return null
  const threshold = equalErrorThreshold(known, unknown)
  const refused = countBelow(known, threshold)
  const accepted = unknown.length - countBelow(unknown, threshold)
  return {
    marginWeight,
    threshold,
    errorShare: Math.max(refused / known.length, accepted / unknown.length),
    refused,
    known: known.length,
    accepted,
    unknown: unknown.length,
  }
}

/**
 * Which held-out recordings the rule would have refused, each judged by a rule from the scores of the other folds, so
 * that no recording has a say in its own threshold. `folds[i]` is the fold of `heldOut[i]`.
 */
export function refusedWhenHeldOut(heldOut: readonly HeldOutScore[], folds: readonly number[]): boolean[] {
  const rules = new Map<number, UnknownRule>()
  for (const fold of new Set(folds)) rules.set(fold, unknownRuleFrom(heldOut.filter((_, i) => folds[i] !== fold)))
  return heldOut.map(({ score, margin }, i) => {
    const rule = rules.get(folds[i])
    return rule !== undefined && isUnknown(rule, score, margin)
  })
}

/** Whether a recording with this best score and margin is called unknown. */
export function isUnknown(rule: UnknownRule, score: number, margin: number | null): boolean {
  return rule.threshold !== null && evidence(score, margin, rule.marginWeight) < rule.threshold
}

/**
 * The threshold at which the share of `known` below it and the share of `unknown` at or above it are closest, the
 * middle of the gap where a stretch of thresholds is equally good. Both are sorted and not empty.
 */
export function equalErrorThreshold(known: Float64Array, unknown: Float64Array): number {
  const scores = Float64Array.from([...known, ...unknown]).sort()
  let lowestCost: readonly [number, number] = [Infinity, Infinity]
  let from = scores[0]
  let to = scores[0]
  // Between two neighbouring scores every threshold errs the same; the ends would refuse nobody or everybody.
  for (let i = 1; i < scores.length; i++) {
    if (scores[i] === scores[i - 1]) continue
    const falseReject = countBelow(known, scores[i]) / known.length
    const falseAccept = 1 - countBelow(unknown, scores[i]) / unknown.length
    const cost = [Math.abs(falseReject - falseAccept), Math.max(falseReject, falseAccept)] as const
    if (cost[0] < lowestCost[0] || (cost[0] === lowestCost[0] && cost[1] < lowestCost[1])) {
      lowestCost = cost
      from = scores[i - 1]
      to = scores[i]
    } else if (cost[0] === lowestCost[0] && cost[1] === lowestCost[1] && to === scores[i - 1]) {
      to = scores[i]
    }
  }
  return (from + to) / 2
}

function ruleWithoutImpostors(known: Float64Array): UnknownRule {
  const threshold = known[Math.floor(known.length * refusedWithoutImpostors)]
  return {
    threshold,
    marginWeight: 0,
    description:
      `Refuses ${share(countBelow(known, threshold), known.length)} held-out recordings, by choice: with a single ` +
      'label nothing tells how unknown recordings score. Add labels to learn it.',
  }
}

function noRule(trialCount: number): UnknownRule {
  const counted =
    trialCount === 0
      ? 'no label has two recordings, so none can be held out'
      : `only ${trialCount} recordings can be held out, and ${fewestTrials} are needed`
  return {
    threshold: null,
    marginWeight: 0,
    description: `Nothing is called unknown: ${counted} to measure how known and unknown recordings score.`,
  }
}

/** How many of the sorted scores lie below the threshold. */
function countBelow(sorted: Float64Array, threshold: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle] < threshold) low = middle + 1
    else high = middle
  }
  return low
}

function share(hits: number, trials: number): string {
  if (hits === 0) return `none of ${trials}`
  const percent = (100 * hits) / trials
  return `${percent < 1 ? '<1' : `about ${Math.round(percent)}`} % (${hits} of ${trials})`
}
