import { expect, test } from 'vitest'
import { cosineTransform } from '../../src/features/cosineTransform'
import { dynamicRange, quietestLog } from '../../src/features/dynamicRange'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { rowsThrough } from './rowsThrough'

test('the range counts in decibels of the sound, whatever the spectrum and the logarithm', () => {
  const range = { dynamicRangeDb: 80, spectrum: 'power' } as const
  expect(quietestLog({ ...range, logarithm: 'decibel' }, 30)).toBe(-50)
  expect(quietestLog({ ...range, logarithm: 'ln' }, Math.log(1e5))).toBeCloseTo(Math.log(1e-3), 12)
  expect(quietestLog({ ...range, logarithm: 'lnOnePlus' }, Math.log(1 + 1e5))).toBeCloseTo(Math.log(1 + 1e-3), 12)
  expect(quietestLog({ ...range, spectrum: 'magnitude', logarithm: 'ln' }, 0)).toBeCloseTo(Math.log(1e-4), 12)
})

test('filters far below the loudest of the whole recording count as that far below it', () => {
  const recipe: Recipe = {
    ...defaultRecipe,
    ...{ melFilters: 8, coefficients: 3, energy: 'logEnergy', energyPlace: 'last' },
    ...{ logarithm: 'decibel', dynamicRangeDb: 20 },
  }
  const cosines = cosineTransform(recipe)
  // The loudest filter is in the last frame; each row ends in its log energy and an extra column.
  const bands = [
    [-90, 1, 2, 3, 4, 5, 6, 7],
    [5, -15.5, -14, 0, 0, 0, 0, 0],
    [10, -9, -10, -11, -300, 10, 4, 3],
  ]
  const rows = bands.map((values, i) => [...values, i, 100 + i])
  const found = rowsThrough(rows, 4, (next) => dynamicRange({ recipe, cosines, extras: 1 }, {}, next), [2, 1])
  bands.forEach((values, i) => {
    const limited = values.map((value) => Math.max(value, -10))
    const cepstrum = [1, 2].map((n) => limited.reduce((sum, value, band) => sum + cosines[n * 8 + band] * value, 0))
    const expected = [...cepstrum, i, 100 + i]
    expected.forEach((value, column) => expect(found[i][column]).toBeCloseTo(value, 3))
  })
})
