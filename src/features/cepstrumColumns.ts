import type { Recipe } from './recipe'

/** Puts the cepstrum of one frame and its energy term where a recipe has them. */
export interface CepstrumColumns {
  readonly count: number
  /**
   * Writes `count` columns into `row` from `at` on: `cepstra` holds the frame's coefficients from `from` on, c0 first;
   * `logEnergy` is used where the recipe keeps it.
   */
  place(row: Float32Array, at: number, cepstra: Float32Array, from: number, logEnergy: number): void
}

export function cepstrumColumns(recipe: Recipe): CepstrumColumns {
  const { energy, energyPlace, coefficients } = recipe
  const count = coefficients - 1 + (energy === 'none' ? 0 : 1)
  const energyAt = energyPlace === 'first' ? 0 : count - 1
  const cepstraAt = energy !== 'none' && energyPlace === 'first' ? 1 : 0
  return {
    count,
    place(row, at, cepstra, from, logEnergy) {
      if (energy === 'c0') row[at + energyAt] = cepstra[from]
      else if (energy === 'logEnergy') row[at + energyAt] = logEnergy
      for (let k = 1; k < coefficients; k++) row[at + cepstraAt + k - 1] = cepstra[from + k]
    },
  }
}

/** The logarithm of a frame's energy as a recipe has it: natural, floored like its filters' sums. */
export function logEnergyOf({ logarithm, logFloor }: Pick<Recipe, 'logarithm' | 'logFloor'>, energy: number): number {
  return Math.log(logarithm === 'lnOnePlus' ? energy + 1 : Math.max(energy, logFloor))
}
