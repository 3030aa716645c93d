import { extraColumnFacts } from '../../src/features/extraColumnFacts'
import { extraNames } from '../../src/features/extraNames'
import type { Recipe } from '../../src/features/recipe'

/** The unit of a column of a recipe, as `columnNames` names it; empty for a bare number. */
export function columnUnit(name: string, recipe: Recipe): string {
  const plain = name.replace(/@[+-]\d+$/, '')
  const slope = /^delta2?_/.exec(plain)
  const base = plain.replace(/^delta2?_/, '')
  if (['meanVariance', 'slidingMeanVariance', 'project'].includes(recipe.normalization)) return 'deviations'
  const unit = extraUnit(base, recipe) ?? (recipe.logarithm === 'decibel' && base !== 'logEnergy' ? 'dB' : 'nat')
  if (!slope) return unit
  return `${unit}/frame${slope[0] === 'delta2_' ? '²' : ''}`
}

/** The unit of an extra column; undefined where the name is no extra's. */
export function extraUnit(name: string, { melFilters }: Pick<Recipe, 'melFilters'>): string | undefined {
  // The second column of pitch is a share.
  if (name === 'voicing') return ''
  return extraColumnFacts.find(({ extra }) => extraNames({ extras: [extra], melFilters }).includes(name))?.unit
}

/** What a column is one of: the cepstrum, its slopes, or the columns of one extra. */
export function columnFamily(name: string): string {
  const plain = name.replace(/@[+-]\d+$/, '')
  return plain.replace(/_[A-G]s?$/, '').replace(/\d+$/, '')
}
