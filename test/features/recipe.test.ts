import { describe, expect, test } from 'vitest'
import { columnNames } from '../../src/features/columnNames'
import { defaultRecipe, recipeSchema, type Recipe } from '../../src/features/recipe'
import { recipeOptions } from '../../src/features/recipeOptions'
import { recipeHash } from '../../src/features/recipeHash'
import { checkRecipe, validateRecipe } from '../../src/features/validateRecipe'

const code = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

describe('a recipe', () => {
  test('has a described option for each of its values, but for its lists and what is found', () => {
    const described = [...recipeOptions.map(({ key }) => key), 'extras', 'projectStatistics', 'given']
    expect(described.sort()).toEqual(Object.keys(recipeSchema.shape).sort())
  })

  test('offers choices and ranges that the schema accepts', () => {
    for (const { key, choices, range } of recipeOptions) {
      const values = choices?.map(({ value }) => value) ?? [range?.min, range?.max]
      for (const value of values) expect(recipeSchema.safeParse({ [key]: value }).success, `${key} ${value}`).toBe(true)
    }
  })

  test('is filled up with the defaults', () => {
    expect(validateRecipe({ deltas: 2 })).toEqual({ ...defaultRecipe, deltas: 2 })
  })

  test.each<[string, unknown]>([
    ['an unknown option', { liftering: 22 }],
    ['a value out of range', { preEmphasis: 2 }],
    ['no object', 'mfcc'],
    ['more coefficients than filters', { melFilters: 12, coefficients: 13 }],
    ['a hop longer than the frame', { frameSeconds: 0.02, hopSeconds: 0.03 }],
    ['no column at all', { coefficients: 1, energy: 'none' }],
  ])('is refused for %s', (_, value) => {
    expect(code(() => validateRecipe(value))).toBe('RECIPE_INVALID')
  })

  test('that keeps c0 alone is fine', () => {
    expect(() => checkRecipe({ ...defaultRecipe, coefficients: 1, energy: 'c0' })).not.toThrow()
  })

  test('says what was wrong, with the values', () => {
    expect(() => validateRecipe({ melFilters: 12, coefficients: 13 })).toThrow('13 coefficients of 12 mel filters')
    expect(() => validateRecipe({ preEmphasis: 2 })).toThrow('preEmphasis')
  })
})

describe('column names', () => {
  test('count c0 only where it is kept', () => {
    const recipe: Recipe = { ...defaultRecipe, coefficients: 3 }
    expect(columnNames(recipe)).toEqual(['c1', 'c2'])
    expect(columnNames({ ...recipe, energy: 'c0' })).toEqual(['c0', 'c1', 'c2'])
    expect(columnNames({ ...recipe, energy: 'logEnergy', deltas: 1 })).toEqual([
      'logEnergy',
      'c1',
      'c2',
      'delta_logEnergy',
      'delta_c1',
      'delta_c2',
    ])
  })

  test('are as many as deltas make of them', () => {
    const recipe: Recipe = { ...defaultRecipe, coefficients: 13, deltas: 2 }
    expect(new Set(columnNames(recipe)).size).toBe(36)
  })
})

describe('the hash of a recipe', () => {
  test('is 16 hexadecimal digits, whatever the order of the options', () => {
    const turned = Object.fromEntries(Object.entries(defaultRecipe).reverse()) as Recipe
    expect(recipeHash(defaultRecipe, 8000)).toMatch(/^[0-9a-f]{16}$/)
    expect(recipeHash(turned, 8000)).toBe(recipeHash(defaultRecipe, 8000))
  })

  test('changes with each option and with the rate', () => {
    const others: Partial<Recipe>[] = [
      { frameSeconds: 0.03 },
      { hopSeconds: 0.02 },
      { dcOffset: 'keep' },
      { preEmphasis: 0.95 },
      { window: 'rect' },
      { melFilters: 30 },
      { coefficients: 9 },
      { energy: 'c0' },
      { deltas: 1 },
      { normalization: 'mean' },
      { voiceActivity: 'none' },
      { hangOverSeconds: 0.2 },
      { framing: 'centered' },
      { fftLength: 1024 },
      { sampleScale: 'int16' },
      { spectrum: 'magnitude' },
      { filterBank: 'slaney' },
      { lowestHz: 20 },
      { highestHz: 3800 },
      { logarithm: 'ln' },
      { logFloor: 1e-10 },
      { dynamicRangeDb: 80 },
      { cosineTransform: 'htk' },
      { energyPlace: 'last' },
      { lifter: 22 },
      { deltaReach: 3 },
      { extras: ['pitch'] },
      { slidingSeconds: 2 },
      { projectStatistics: { means: [0], deviations: [1] } },
      { stacking: 2 },
      { given: { columnNames: ['f1'] } },
    ]
    expect(others.length).toBe(Object.keys(defaultRecipe).length)
    const hashes = others.map((other) => recipeHash({ ...defaultRecipe, ...other }, 8000))
    const all = [recipeHash(defaultRecipe, 8000), recipeHash(defaultRecipe, 16_000), ...hashes]
    expect(new Set(all).size).toBe(all.length)
  })
})
