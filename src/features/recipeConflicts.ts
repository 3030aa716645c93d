import { columnNames } from './columnNames'
import { melFilterBank } from './melFilterBank'
import type { Recipe } from './recipe'
import type { RecipeKey } from './recipeOptions'

/** Options that cannot be had together, and a sentence that says why and what to try. */
export interface RecipeConflict {
  /** Where a form should tell it; the first is the likeliest to be wrong. */
  readonly keys: readonly RecipeKey[]
  readonly sentence: string
}

/**
 * What contradicts itself in a recipe whose options are each within range, the gravest first; empty where it can be
 * used. Some contradictions show only at a sample rate in Hz; with null they are not looked for.
 */
export function recipeConflicts(recipe: Recipe, sampleRateHz: number | null): RecipeConflict[] {
  // Nothing else acts on features that are taken as they are.
  if (recipe.given) return []
  const found = [
    coefficientConflict(recipe),
    hopConflict(recipe),
    frequencyConflict(recipe),
    statisticsConflict(recipe),
  ]
  if (sampleRateHz !== null) found.push(...rateConflicts(recipe, sampleRateHz))
  return found.filter((conflict) => conflict !== null)
}

function coefficientConflict({ coefficients, melFilters, energy, extras }: Recipe): RecipeConflict | null {
  if (coefficients > melFilters) {
    return {
      keys: ['coefficients', 'melFilters'],
      sentence:
        `The recipe asks for ${coefficients} coefficients of ${melFilters} mel filters; there cannot be more ` +
        'coefficients than filters. Ask for fewer coefficients or more filters.',
    }
  }
  if (coefficients === 1 && energy === 'none' && extras.length === 0) {
    return {
      keys: ['coefficients', 'energy'],
      sentence:
        'The recipe computes c0 alone and then leaves it out, so no feature remains. Ask for at least 2 coefficients, ' +
        'keep an energy term, or add extra columns.',
    }
  }
  return null
}

function hopConflict({ frameSeconds, hopSeconds }: Recipe): RecipeConflict | null {
  if (hopSeconds <= frameSeconds) return null
  return {
    keys: ['hopSeconds', 'frameSeconds'],
    sentence:
      `The recipe's hop of ${hopSeconds} s is longer than its frame of ${frameSeconds} s, so the sound between frames ` +
      'would be skipped. Choose a hop no longer than the frame.',
  }
}

function frequencyConflict({ lowestHz, highestHz }: Recipe): RecipeConflict | null {
  if (highestHz === 0 || lowestHz < highestHz) return null
  return {
    keys: ['lowestHz', 'highestHz'],
    sentence:
      `The first filter would begin at ${lowestHz} Hz and the last end at ${highestHz} Hz. Choose a lowest frequency ` +
      'below the highest, or 0 as the highest for half the sample rate.',
  }
}

function statisticsConflict(recipe: Recipe): RecipeConflict | null {
  const { normalization, projectStatistics } = recipe
  if (normalization !== 'project') return null
  if (projectStatistics === null) {
    return {
      keys: ['normalization'],
      sentence:
        'The recipe normalizes by statistics of the project that it does not hold. Have them measured, or choose ' +
        'another normalization.',
    }
  }
  const { means, deviations } = projectStatistics
  const columns = columnNames({ ...recipe, stacking: 0 }).length
  if (means.length === columns && deviations.length === columns) return null
  return {
    keys: ['normalization'],
    sentence:
      `The recipe makes ${columns} columns and holds the statistics of ${means.length}: it was changed since they ` +
      'were measured. Have them measured again, or choose another normalization.',
  }
}

function rateConflicts(recipe: Recipe, sampleRateHz: number): RecipeConflict[] {
  const { frameSeconds, hopSeconds, fftLength, lowestHz } = recipe
  const frameLength = Math.round(frameSeconds * sampleRateHz)
  const hop = hopSeconds * sampleRateHz
  const found: RecipeConflict[] = []
  if (frameLength < 4 || hop < 1) {
    found.push({
      keys: frameLength < 4 ? ['frameSeconds'] : ['hopSeconds'],
      sentence:
        `At ${sampleRateHz} Hz a frame of ${frameSeconds} s holds ${frameLength} samples and a hop of ${hopSeconds} s ` +
        `${hop.toFixed(2)}; at least 4 and 1 are needed. Choose longer ones or a higher rate.`,
    })
  }
  if (fftLength > 0 && fftLength < frameLength) {
    found.push({
      keys: ['fftLength', 'frameSeconds'],
      sentence:
        `At ${sampleRateHz} Hz a frame of ${frameSeconds} s holds ${frameLength} samples, more than the transform of ` +
        `${fftLength} points. Choose a longer transform, or the automatic one.`,
    })
  }
  if (lowestHz >= sampleRateHz / 2) {
    found.push({
      keys: ['lowestHz'],
      sentence:
        `The first filter would begin at ${lowestHz} Hz, but at a rate of ${sampleRateHz} Hz there is nothing above ` +
        `${sampleRateHz / 2} Hz. Choose a lower frequency or a higher rate.`,
    })
  }
  if (found.length === 0) found.push(...emptyFilters(recipe, sampleRateHz))
  return found
}

/**
 * Filters that no bin of the transform falls into: they measure nothing, and stay where they are while all others follow
 * the volume. Kaldi refuses them too; librosa warns. Meyda's corners are floored to bins, and what it leaves empty is
 * part of its definition.
 */
function emptyFilters(recipe: Recipe, sampleRateHz: number): RecipeConflict[] {
  if (recipe.filterBank === 'meyda') return []
  const fftLength = recipe.fftLength || 2 ** Math.ceil(Math.log2(Math.round(recipe.frameSeconds * sampleRateHz)))
  const { bands, start } = melFilterBank(recipe, sampleRateHz, fftLength)
  const empty = [...Array(bands).keys()].filter((band) => start[band] === start[band + 1]).map((band) => band + 1)
  if (empty.length === 0) return []
  const few = empty.length > 4 ? `${empty.slice(0, 3).join(', ')} and ${empty.length - 3} more` : empty.join(', ')
  return [
    {
      keys: ['melFilters', 'fftLength'],
      sentence:
        `At ${sampleRateHz} Hz a transform of ${fftLength} points has a bin every ${(sampleRateHz / fftLength).toFixed(1)} ` +
        `Hz, and none falls into filter ${few} of ${bands}. Choose fewer filters, a wider range of frequencies, or a ` +
        'longer transform.',
    },
  ]
}
