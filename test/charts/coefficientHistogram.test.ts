import { describe, expect, test } from 'vitest'
import { histogram, mixtureDensity, normalDensity } from '../../renderer/charts/coefficientHistogram'

const grid = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => low + ((high - low) * (index + 0.5)) / count)

describe('a histogram of one coefficient', () => {
  test('has an area of 1', () => {
    const { densities, binWidth } = histogram(Array.from({ length: 500 }, (_, index) => Math.sin(index) * 3))
    expect(densities.reduce((sum, density) => sum + density * binWidth, 0)).toBeCloseTo(1, 9)
  })

  test('stays finite when every value is the same', () => {
    const { densities, binWidth } = histogram([2, 2, 2])
    expect(densities.every(Number.isFinite)).toBe(true)
    expect(densities[0] * binWidth).toBeCloseTo(1, 9)
  })

  test('lies under densities that have an area of 1 as well', () => {
    const components = [
      { weight: 0.3, mean: -4, variance: 1 },
      { weight: 0.7, mean: 3, variance: 2.25 },
    ]
    const area = grid(-20, 20, 4000).reduce((sum, x) => sum + mixtureDensity(x, components) * 0.01, 0)
    expect(area).toBeCloseTo(1, 6)
    expect(normalDensity(0, 0, 1)).toBeCloseTo(0.398942, 6)
  })
})
