import type { UnknownRule } from './bank'
import type { HeldOutScore } from './heldOut'

/** Fewer held-out recordings than this tell nothing about shares of a few percent. */
const fewestTrials = 10
/** Where known and unknown recordings are confused more often than this, a threshold would do more harm than good. */
const highestErrorShare = 1 / 3
/** The share of known recordings refused where there is nothing to tell what unknown ones score. */
const refusedWithoutImpostors = 0.05

/**
 * A first rule for "unknown", from the scores of held-out recordings: the threshold at which as many known recordings
 * are refused as unknown ones are accepted (the equal error rate). The unknown ones are the same recordings scored
 * without their own label, so they are of the kind of the training material; a stranger kind of sound scores lower.
 *
 * With a single label there are no such scores: then the threshold refuses one held-out recording in twenty. The
 * threshold is null, with the reason, where there are too few recordings or known and unknown overlap too much.
 */
export function unknownRuleFrom(heldOut: readonly HeldOutScore[]): UnknownRule {
  if (heldOut.length < fewestTrials) return noRule(heldOut.length)
  const known = Float64Array.from(heldOut, ({ score }) => score).sort()
  const unknown = Float64Array.from(heldOut.flatMap(({ scoreAsUnknown: s }) => (s === null ? [] : [s]))).sort()
  if (unknown.length < fewestTrials) return ruleWithoutImpostors(known)

  const threshold = equalErrorThreshold(known, unknown)
  const refused = countBelow(known, threshold)
  const accepted = unknown.length - countBelow(unknown, threshold)
  if (Math.max(refused / known.length, accepted / unknown.length) > highestErrorShare) {
    return {
      threshold: null,
      description:
        'Nothing is called unknown: the scores of known and unknown recordings overlap too much, for the best ' +
        `threshold would refuse ${share(refused, known.length)} held-out recordings of known labels and accept ` +
        `${share(accepted, unknown.length)} when their label is left out of the bank. More or longer recordings may help.`,
    }
  }
  return {
    threshold,
    description:
      `Refuses ${share(refused, known.length)} recordings of known labels and accepts ` +
      `${share(accepted, unknown.length)} of unknown ones, measured on held-out recordings: once with their own label ` +
      'in the bank, once with it left out.',
  }
}

/**
 * Which held-out recordings the rule would have refused, each judged by a rule from the scores of the other folds, so
 * that no recording has a say in its own threshold. `folds[i]` is the fold of `heldOut[i]`.
 */
export function refusedWhenHeldOut(heldOut: readonly HeldOutScore[], folds: readonly number[]): boolean[] {
  const thresholds = new Map<number, number | null>()
  for (const fold of new Set(folds)) {
    thresholds.set(fold, unknownRuleFrom(heldOut.filter((_, i) => folds[i] !== fold)).threshold)
  }
  return heldOut.map(({ score }, i) => {
    const threshold = thresholds.get(folds[i]) ?? null
    return threshold !== null && score < threshold
  })
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
