import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnTicks, groupStarts, heatmapPixelsTall, shortName } from '../../renderer/charts/columnTicks'
import { columnNames } from '../../src/features/columnNames'
import { defaultRecipe, extraColumns, type Recipe } from '../../src/features/recipe'

const rich: Recipe = { ...defaultRecipe, energy: 'logEnergy', deltas: 2, extras: ['pitch', 'chroma'] }

describe('the names beside a heatmap', () => {
  test('are all there where there is room', () => {
    expect([...columnTicks(['c1', 'c2', 'c3'], 120).values()]).toEqual(['c1', 'c2', 'c3'])
  })

  test('begin anew with each kind of column: cepstrum, slopes, each extra', () => {
    const names = columnNames({ ...rich, coefficients: 3 })
    expect(groupStarts(names).map((column) => names[column])).toEqual([
      'delta_logEnergy',
      'delta2_logEnergy',
      'pitch',
      'voicing',
      'chroma_C',
    ])
  })

  test('stay apart by what a line of text takes, however many columns are stacked', () => {
    const recipes = fc.record({
      stacking: fc.nat(5),
      deltas: fc.constantFrom<Recipe['deltas']>(0, 1, 2),
      extras: fc.subarray([...extraColumns]),
      pixels: fc.integer({ min: 100, max: 500 }),
    })
    fc.assert(
      fc.property(recipes, ({ pixels, ...part }) => {
        const names = columnNames({ ...defaultRecipe, ...part })
        const ticks = [...columnTicks(names, pixels).keys()]
        expect(ticks[0]).toBe(0)
        for (let i = 1; i < ticks.length; i++) {
          expect(((ticks[i] - ticks[i - 1]) * pixels) / names.length).toBeGreaterThanOrEqual(12 - 1e-9)
        }
      }),
    )
  })

  test('are short, and tell the neighbor', () => {
    expect(['delta2_c1@-1', 'delta_logEnergy', 'spectralCentroid', 'chroma_Cs@+2'].map(shortName)).toEqual([
      'ΔΔc1@−1',
      'Δenergy',
      'centroid',
      'Cs@+2',
    ])
  })

  test('have a taller chart the more there are, up to what a screen has', () => {
    expect(heatmapPixelsTall(19)).toBe(176)
    expect(heatmapPixelsTall(60)).toBeGreaterThan(heatmapPixelsTall(39))
    expect(heatmapPixelsTall(4000)).toBe(420)
  })
})
