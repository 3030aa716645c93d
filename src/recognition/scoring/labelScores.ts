import type { BaseScores } from './baseScores'
import type { FittedScorer, Scorer } from './scorer'

/** Keeps a cohort of almost equal scores from dividing by next to nothing, in nats. */
const smallestDeviation = 1e-3

/** Whether a scorer can say anything at all: of how many labels, with or without a background and impostor statistics. */
export function isApplicable(
  scorer: Scorer,
  given: { readonly labels: number; readonly background: boolean; readonly impostors: boolean },
): boolean {
  switch (scorer) {
    case 'likelihood':
      return true
    case 'lead':
    case 'cohort':
      return given.labels >= 2
    case 'background':
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
  const { likelihoods } = base
  return Float64Array.from(likelihoods, (likelihood, l) => standing(fitted, base, l).of(likelihood))
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
  const { of, slope } = standing(fitted, base, label)
  const likelihood = base.likelihoods[label]
  return likelihood + (threshold - of(likelihood)) / slope
}

interface Standing {
  /** The score of a likelihood of the label. */
  readonly of: (likelihood: number) => number
  /** By how much the score rises with it. */
  readonly slope: number
}

function standing({ scorer, impostors }: FittedScorer, base: Omit<BaseScores, 'frameCount'>, l: number): Standing {
  const { likelihoods, background } = base
  switch (scorer) {
    case 'likelihood':
      return shifted(0)
    case 'lead': {
      const lead = likelihoods[l] - bestOther(likelihoods, l)
      return shifted(Number.isFinite(lead) ? -lead : 0)
    }
    case 'background':
      return shifted(background ?? 0)
    case 'cohort':
      return shifted(othersOf(likelihoods, l).mean)
    case 'zNorm':
      return impostorStanding(impostors, l)
    case 'tNorm':
      return cohortStanding(likelihoods, l)
    case 'sNorm': {
      const [z, t] = [impostorStanding(impostors, l), cohortStanding(likelihoods, l)]
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

function cohortStanding(likelihoods: readonly number[], l: number): Standing {
  const { mean, deviation } = othersOf(likelihoods, l)
  return standardized(mean, Math.max(deviation, smallestDeviation))
}

function bestOther(likelihoods: readonly number[], l: number): number {
  return likelihoods.reduce((best, value, other) => (other === l ? best : Math.max(best, value)), -Infinity)
}

/** Mean and standard deviation over the other labels; 0 and 1 where there are none. */
function othersOf(likelihoods: readonly number[], l: number): { mean: number; deviation: number } {
  const others = likelihoods.filter((_, other) => other !== l)
  if (others.length === 0) return { mean: 0, deviation: 1 }
  const mean = others.reduce((sum, value) => sum + value, 0) / others.length
  const square = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / others.length
  return { mean, deviation: Math.sqrt(square) }
}
