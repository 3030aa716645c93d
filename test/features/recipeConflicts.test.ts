import { describe, expect, test } from 'vitest'
import { columnNames } from '../../src/features/columnNames'
import { framing } from '../../src/features/framing'
import { presetNames, presetRecipe } from '../../src/features/presets'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { recipeConflicts } from '../../src/features/recipeConflicts'
import { checkRecipe } from '../../src/features/validateRecipe'

const conflictsOf = (part: Partial<Recipe>, rateHz: number | null = null) =>
  recipeConflicts({ ...defaultRecipe, ...part }, rateHz)

describe('the options of a recipe', () => {
  test('go together by default, at every usual rate', () => {
    for (const rateHz of [null, 8000, 16_000, 22_050, 44_100, 48_000]) expect(conflictsOf({}, rateHz)).toEqual([])
  })

  test.each<[Partial<Recipe>, string[]]>([
    [{ coefficients: 27 }, ['coefficients', 'melFilters']],
    [{ coefficients: 1 }, ['coefficients', 'energy']],
    [{ hopSeconds: 0.03 }, ['hopSeconds', 'frameSeconds']],
    [{ lowestHz: 4000, highestHz: 3000 }, ['lowestHz', 'highestHz']],
    [{ normalization: 'project' }, ['normalization']],
  ])('that contradict each other are told where they stand: %j', (part, keys) => {
    const [conflict, ...others] = conflictsOf(part)
    expect(conflict.keys).toEqual(keys)
    expect(others).toEqual([])
    expect(() => checkRecipe({ ...defaultRecipe, ...part })).toThrow(conflict.sentence)
  })

  test('may want statistics of as many columns as the recipe makes, before neighbors are stacked', () => {
    const recipe: Recipe = { ...defaultRecipe, deltas: 1, extras: ['pitch'], normalization: 'project', stacking: 2 }
    const columns = columnNames({ ...recipe, stacking: 0 }).length
    const statistics = (count: number): Recipe['projectStatistics'] => ({
      means: new Array<number>(count).fill(0),
      deviations: new Array<number>(count).fill(1),
    })
    expect(recipeConflicts({ ...recipe, projectStatistics: statistics(columns) }, null)).toEqual([])
    expect(recipeConflicts({ ...recipe, projectStatistics: statistics(columns - 1) }, null)).toHaveLength(1)
    expect(recipeConflicts({ ...recipe, projectStatistics: statistics(5 * columns) }, null)).toHaveLength(1)
  })

  test.each<[Partial<Recipe>, number, string]>([
    [{ fftLength: 256 }, 16_000, 'fftLength'],
    [{ frameSeconds: 0.005, hopSeconds: 0.001 }, 500, 'frameSeconds'],
    [{ hopSeconds: 0.001 }, 900, 'hopSeconds'],
    [{ lowestHz: 4000 }, 8000, 'lowestHz'],
  ])('may go together at one rate and not at another: %j', (part, rateHz, key) => {
    expect(conflictsOf(part, null)).toEqual([])
    expect(conflictsOf(part, 48_000).filter(({ keys }) => keys[0] === key && key !== 'fftLength')).toEqual([])
    expect(conflictsOf(part, rateHz)[0].keys[0]).toBe(key)
  })

  test('that framing refuses at a rate are told beforehand', () => {
    for (const rateHz of [500, 900, 8000, 16_000, 44_100]) {
      for (const fftLength of [0, 256, 512, 1024] as const) {
        const recipe: Recipe = { ...defaultRecipe, fftLength, frameSeconds: 0.02, hopSeconds: 0.001 }
        const refused = recipeConflicts(recipe, rateHz).length > 0
        if (refused) expect(() => framing(recipe, rateHz)).toThrow()
        else expect(() => framing(recipe, rateHz)).not.toThrow()
      }
    }
  })

  test('leave no filter without a bin, but where Meyda does', () => {
    const narrow: Partial<Recipe> = { frameSeconds: 0.01, filterBank: 'slaney', melFilters: 128 }
    expect(conflictsOf(narrow, 22_050)[0].sentence).toMatch(
      /256 points .* none falls into filter 1, 2, \d and \d+ more/,
    )
    expect(conflictsOf({ ...narrow, fftLength: 4096 }, 22_050)).toEqual([])
    expect(conflictsOf({ ...narrow, filterBank: 'meyda' }, 22_050)).toEqual([])
    expect(conflictsOf({ filterBank: 'kaldi', melFilters: 128, lowestHz: 20 }, 8000)[0].keys).toContain('melFilters')
    for (const rateHz of [8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000]) {
      for (const name of presetNames) expect(recipeConflicts(presetRecipe(name, rateHz), rateHz), name).toEqual([])
    }
  })
})
