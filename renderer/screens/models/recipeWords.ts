import type { BankSummary } from '../../../src/engine/contract'

const windows = {
  hamming: 'Hamming',
  hammingPeriodic: 'periodic Hamming',
  hann: 'Hann',
  hannPeriodic: 'periodic Hann',
  povey: 'Povey',
  blackman: 'Blackman',
  rect: 'rectangular',
} as const
const energies = { none: 'no energy term', c0: 'c0', logEnergy: 'log-energy' } as const
const dynamics = { 0: null, 1: 'deltas', 2: 'deltas and delta-deltas' } as const
const normalizations = {
  none: null,
  mean: 'mean normalized',
  meanVariance: 'mean and variance normalized',
  slidingMean: 'sliding mean normalized',
  slidingMeanVariance: 'sliding mean and variance normalized',
  project: 'normalized by the project',
} as const
const voiceActivities = {
  none: 'every frame kept',
  adaptiveEnergy: 'silence dropped',
  spectralFlatness: 'what is flat as noise dropped',
} as const

/** A recipe in a line: "25/10 ms Hamming, 26 mel filters, 13 coefficients, no energy term, silence dropped". */
export function recipeWords(recipe: BankSummary['recipe']): string {
  const milliseconds = (seconds: number): string => String(Math.round(seconds * 10_000) / 10)
  return [
    `${milliseconds(recipe.frameSeconds)}/${milliseconds(recipe.hopSeconds)} ms ${windows[recipe.window]}`,
    `${recipe.melFilters} mel filters`,
    `${recipe.coefficients} coefficients`,
    energies[recipe.energy],
    recipe.preEmphasis > 0 ? `pre-emphasis ${recipe.preEmphasis}` : null,
    dynamics[recipe.deltas],
    normalizations[recipe.normalization],
    voiceActivities[recipe.voiceActivity],
  ]
    .filter((part) => part !== null)
    .join(', ')
}
