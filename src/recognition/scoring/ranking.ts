import type { Bank } from '../bank'
import { observationsIn } from '../posterior'

/** Labels stand in the order of `slopes[l]` times the mean log-likelihood plus `offsets[l]`. */
export interface Ranking {
  readonly slopes: Float64Array
  readonly offsets: Float64Array
}

/**
 * By what a bank's labels are ranked for a recording of so many frames, as far as that is a line for each label: where it
 * depends on what the others get as well, null. The mean over the other labels and the lead over the best of them leave the
 * order as it is.
 */
export function rankingOf(
  { mixtures, decision, recipe }: Pick<Bank, 'mixtures'> & Partial<Pick<Bank, 'decision' | 'recipe'>>,
  frameCount: number,
): Ranking | null {
  const slopes = new Float64Array(mixtures.length).fill(1)
  const offsets = new Float64Array(mixtures.length)
  if (!decision || !recipe) return { slopes, offsets }
  const { scorer, impostors } = decision.scorer
  switch (scorer) {
    case 'sNorm':
      return null
    case 'zNorm':
      impostors?.deviations.forEach((deviation, l) => {
        slopes[l] = 1 / deviation
        offsets[l] = -impostors.means[l] / deviation
      })
      break
    case 'lead':
    case 'tNorm':
      if (decision.priors) return null
      break
    case 'likelihood':
    case 'pooled':
    case 'background':
    case 'backgroundLead':
    case 'cohort':
  }
  const observations = observationsIn(frameCount, recipe.hopSeconds)
  decision.priors?.forEach((prior, l) => (offsets[l] += Math.log(prior) / observations))
  return { slopes, offsets }
}
