import type { HeldOutFold } from '../heldOut'
import { smallestDeviation } from './labelScores'
import type { FittedScorer } from './scorer'

/** Count, sum and sum of squares of likelihoods less those of the first, so that no digits cancel. */
interface Sums {
  readonly count: number
  readonly sum: number
  readonly squares: number
}

/** What held-out recordings of other labels got under one label. */
interface ImpostorSums {
  readonly center: number
  readonly all: Sums
  readonly byTruth: ReadonlyMap<string, Sums>
}

/** By label. */
export type AllImpostorSums = ReadonlyMap<string, ImpostorSums>

/** What is not to be counted. */
export interface LeftOut {
  /** A whole label, as if it had never been heard. */
  readonly label?: string | null
  /** One recording, by its label and what it gets under the labels asked for. */
  readonly trial?: { readonly truth: string; readonly likelihoods: readonly number[] } | null
}

const nothing: Sums = { count: 0, sum: 0, squares: 0 }

/** Sums up once what every label gets from recordings of the others. */
export function impostorSums(folds: readonly HeldOutFold[]): AllImpostorSums {
  const sums = new Map<string, { center: number; all: Sums; byTruth: Map<string, Sums> }>()
  for (const { labels, trials } of folds) {
    for (const { truth, base } of trials) {
      labels.forEach((label, l) => {
        const value = base.likelihoods[l]
        if (label === truth || !Number.isFinite(value)) return
        let entry = sums.get(label)
        if (!entry) sums.set(label, (entry = { center: value, all: nothing, byTruth: new Map() }))
        const one = sumsOf(value - entry.center)
        entry.all = plus(entry.all, one, 1)
        entry.byTruth.set(truth, plus(entry.byTruth.get(truth) ?? nothing, one, 1))
      })
    }
  }
  return sums
}

/**
 * The mean and the standard deviation of what recordings of other labels get under each of `labels`; null where one of
 * them has fewer than two such recordings. A trial that is to be judged by them must not be among them, and neither must
 * any recording of its label where it plays a stranger: say so by `leftOut`.
 */
export function impostorsOf(
  sums: AllImpostorSums,
  labels: readonly string[],
  leftOut?: LeftOut,
): FittedScorer['impostors'] {
  const means: number[] = []
  const deviations: number[] = []
  for (const [l, label] of labels.entries()) {
    const entry = sums.get(label)
    if (!entry) return null
    const { count, sum, squares } = leftOut ? plus(entry.all, left(entry, label, l, leftOut), -1) : entry.all
    if (count < 2) return null
    const mean = sum / count
    means.push(entry.center + mean)
    deviations.push(Math.max(smallestDeviation, Math.sqrt(Math.max(0, squares / count - mean * mean))))
  }
  return { means, deviations }
}

function left({ center, byTruth }: ImpostorSums, own: string, l: number, { label, trial }: LeftOut): Sums {
  const ofLabel = label && label !== own ? (byTruth.get(label) ?? nothing) : nothing
  const value = trial?.likelihoods[l]
  if (value === undefined || !Number.isFinite(value) || trial?.truth === own || trial?.truth === label) return ofLabel
  return plus(ofLabel, sumsOf(value - center), 1)
}

function sumsOf(value: number): Sums {
  return { count: 1, sum: value, squares: value * value }
}

function plus(a: Sums, b: Sums, sign: 1 | -1): Sums {
  return { count: a.count + sign * b.count, sum: a.sum + sign * b.sum, squares: a.squares + sign * b.squares }
}
