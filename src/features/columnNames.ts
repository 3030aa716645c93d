import { extraNames } from './extraNames'
import type { Recipe } from './recipe'

/** The columns of a frame before slopes are added: the energy term where there is one (`c0` or `logEnergy`), `c1`, `c2` .. */
export function cepstrumNames({
  coefficients,
  energy,
  energyPlace,
}: Pick<Recipe, 'coefficients' | 'energy' | 'energyPlace'>): string[] {
  const cepstra = Array.from({ length: coefficients - 1 }, (_, i) => `c${i + 1}`)
  if (energy === 'none') return cepstra
  return energyPlace === 'first' ? [energy, ...cepstra] : [...cepstra, energy]
}

/**
 * One name a column of the feature matrix, in order: the cepstrum, then the same with `delta_` and `delta2_` before the
 * names, then the recipe's extra columns; with stacking all of that for each neighbor, `@-1` or `@+1` behind its names.
 */
export function columnNames(recipe: Recipe): string[] {
  if (recipe.given) return [...recipe.given.columnNames]
  const prefixes = ['', 'delta_', 'delta2_'].slice(0, recipe.deltas + 1)
  const base = cepstrumNames(recipe)
  const frame = [...prefixes.flatMap((prefix) => base.map((name) => prefix + name)), ...extraNames(recipe)]
  const { stacking } = recipe
  return Array.from({ length: 2 * stacking + 1 }, (_, i) => i - stacking).flatMap((shift) =>
    shift === 0 ? frame : frame.map((name) => `${name}@${shift > 0 ? '+' : ''}${shift}`),
  )
}
