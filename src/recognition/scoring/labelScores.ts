import type { BaseScores } from './baseScores'
import type { FittedScorer, Scorer } from './scorer'

/** Keeps a cohort of almost equal scores from dividing by next to nothing, in nats. */
export const smallestDeviation = 1e-3

/** How much the lead over the background counts beside the likelihood. */
const backgroundLeadWeight = 0.75

/** Whether a scorer can say anything at all: of how many labels, with or without what else it compares with. */
export function isApplicable(
  scorer: Scorer,
  given: {
    readonly labels: number
    readonly pooled: boolean
    readonly background: boolean
    readonly impostors: boolean
  },
): boolean {
  switch (scorer) {
    case 'likelihood':
      return true
    case 'pooled':
      return given.pooled
    case 'lead':
    case 'cohort':
      return given.labels >= 2
    case 'background':
    case 'backgroundLead':
      return given.background
    case 'zNorm':
      return given.impostors
    case 'tNorm':
      return given.labels >= 3
    case 'sNorm':
      return given.impostors && given.labels >= 3
  }
}

/** One score a label, in the order of the likelihoods. What a scorer lacks (see `isApplicable`) it leaves out of account. */
export function labelScores(fitted: FittedScorer, base: Omit<BaseScores, 'frameCount'>): Float64Array {
  const crowd = crowdOf(base.likelihoods)
  return Float64Array.from(base.likelihoods, (likelihood, l) => standing(fitted, base, crowd, l).of(likelihood))
}

/**
 * The mean log-likelihood that a label would have to reach for the score `threshold`, all others being what they are.
 * Of `lead` the lead is taken as it is.
 */
export function likelihoodToReach(
  fitted: FittedScorer,
  base: Omit<BaseScores, 'frameCount'>,
  label: number,
  threshold: number,
): number {
  const { of, slope } = standing(fitted, base, crowdOf(base.likelihoods), label)
  const likelihood = base.likelihoods[label]
  return likelihood + (threshold - of(likelihood)) / slope
}

interface Standing {
  /** The score of a likelihood of the label. */
  readonly of: (likelihood: number) => number
  /** By how much the score rises with it. */
  readonly slope: number
}

function standing(
  { scorer, impostors }: FittedScorer,
  { likelihoods, pooled, background }: Omit<BaseScores, 'frameCount'>,
  crowd: Crowd,
  l: number,
): Standing {
  switch (scorer) {
    case 'likelihood':
      return shifted(0)
    case 'pooled':
      return shifted(pooled ?? 0)
    case 'lead': {
      const lead = likelihoods[l] - bestOther(crowd, l)
      return shifted(Number.isFinite(lead) ? -lead : 0)
    }
    case 'background':
      return shifted(background ?? 0)
    case 'backgroundLead': {
      if (background === null) return shifted(0)
      const slope = 1 + backgroundLeadWeight
      return { of: (likelihood) => slope * likelihood - backgroundLeadWeight * background, slope }
    }
    case 'cohort':
      return shifted(othersOf(crowd, likelihoods[l]).mean)
    case 'zNorm':
      return impostorStanding(impostors, l)
    case 'tNorm':
      return cohortStanding(crowd, likelihoods[l])
    case 'sNorm': {
      const [z, t] = [impostorStanding(impostors, l), cohortStanding(crowd, likelihoods[l])]
      return { of: (likelihood) => (z.of(likelihood) + t.of(likelihood)) / 2, slope: (z.slope + t.slope) / 2 }
    }
  }
}

function shifted(by: number): Standing {
  return { of: (likelihood) => likelihood - by, slope: 1 }
}

function standardized(mean: number, deviation: number): Standing {
  return { of: (likelihood) => (likelihood - mean) / deviation, slope: 1 / deviation }
}

function impostorStanding(impostors: FittedScorer['impostors'], l: number): Standing {
  return impostors ? standardized(impostors.means[l], impostors.deviations[l]) : shifted(0)
}

function cohortStanding(crowd: Crowd, own: number): Standing {
  const { mean, deviation } = othersOf(crowd, own)
  return standardized(mean, Math.max(deviation, smallestDeviation))
}

/** All labels' likelihoods summed up once, so that what the others of each label get is known without a pass for each. */
interface Crowd {
  readonly count: number
  readonly mean: number
  /** Sum of the squares about the mean. */
  readonly squares: number
  /** The label with the highest likelihood, and the highest of the others'. */
  readonly best: number
  readonly highest: number
  readonly second: number
}

function crowdOf(likelihoods: readonly number[]): Crowd {
  let [best, highest, second] = [-1, -Infinity, -Infinity]
  let sum = 0
  likelihoods.forEach((value, l) => {
    sum += value
    if (best < 0 || value > highest) {
      second = highest
      highest = value
      best = l
    } else if (value > second) second = value
  })
  const count = likelihoods.length
  const mean = sum / count
  const squares = likelihoods.reduce((total, value) => total + (value - mean) ** 2, 0)
  return { count, mean, squares, best, highest, second }
}

function bestOther({ best, highest, second }: Crowd, l: number): number {
  return l === best ? second : highest
}

/** Mean and standard deviation over the labels other than the one that has `own`; 0 and 1 where there are none. */
function othersOf({ count, mean, squares }: Crowd, own: number): { mean: number; deviation: number } {
  if (count < 2) return { mean: 0, deviation: 1 }
  const others = count - 1
  const shift = (mean - own) / others
  const rest = squares - (own - mean) ** 2 - others * shift * shift
  return { mean: mean + shift, deviation: Math.sqrt(Math.max(0, rest) / others) }
}
