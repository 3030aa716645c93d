import type { Recipe } from './recipe'

/**
 * One name a column of the feature matrix, in order: the energy term where there is one (`c0` or `logEnergy`), `c1`,
 * `c2` and so on, then the same with `delta_` and `delta2_` before them.
 */
export function columnNames(recipe: Recipe): string[] {
  const cepstra = Array.from({ length: recipe.coefficients - 1 }, (_, i) => `c${i + 1}`)
  const base = recipe.energy === 'none' ? cepstra : [recipe.energy, ...cepstra]
  const prefixes = ['', 'delta_', 'delta2_'].slice(0, recipe.deltas + 1)
  return prefixes.flatMap((prefix) => base.map((name) => prefix + name))
}
