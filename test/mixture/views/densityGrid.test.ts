import { describe, expect, test } from 'vitest'
import { densityAxis, densityGrid } from '../../../src/mixture/views/densityGrid'
import { covarianceTypes } from '../../../src/mixture/gaussianMixture'
import { marginalMixture } from '../../../src/mixture/views/marginalMixture'
import { randomMixture } from '../anyMixture'

describe.each(covarianceTypes)('the density of marginals (%s)', (covarianceType) => {
  const mixture = randomMixture({ covarianceType, componentCount: 3, dimensions: 4 }, 21)

  test('of one column integrates to 1', () => {
    const marginal = marginalMixture(mixture, [2])
    const axis = densityAxis(marginal, 0, 1001, 7)
    const sum = densityGrid(marginal, [axis]).reduce((a, b) => a + b, 0)
    expect(sum * (axis[1] - axis[0])).toBeCloseTo(1, 9)
  })

  test('of two columns integrates to 1, and over one of them to that of the other', () => {
    const marginal = marginalMixture(mixture, [3, 1])
    const axes = [densityAxis(marginal, 0, 301, 7), densityAxis(marginal, 1, 401, 7)]
    const densities = densityGrid(marginal, axes)
    const steps = axes.map((axis) => axis[1] - axis[0])
    expect(densities.reduce((a, b) => a + b, 0) * steps[0] * steps[1]).toBeCloseTo(1, 9)
    const first = densityGrid(marginalMixture(mixture, [3]), [axes[0]])
    for (const i of [0, 100, 150, 200, 300]) {
      const row = densities.subarray(i * 401, (i + 1) * 401)
      expect(row.reduce((a, b) => a + b, 0) * steps[1]).toBeCloseTo(first[i], 9)
    }
  })
})

test('an axis reaches around all components that count, evenly', () => {
  const mixture = {
    covarianceType: 'spherical' as const,
    componentCount: 3,
    dimensions: 1,
    weights: Float64Array.of(0.5, 0.5, 0),
    means: Float64Array.of(0, 10, 500),
    covariances: Float64Array.of(1, 4, 1),
  }
  expect(Array.from(densityAxis(mixture, 0, 5, 2))).toEqual([-2, 2, 6, 10, 14])
  expect(() => densityAxis(mixture, 0, 1)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }))
})

test('more than two columns are no grid', () => {
  const mixture = randomMixture({ covarianceType: 'diag', componentCount: 1, dimensions: 3 })
  const axis = Float64Array.of(0, 1)
  expect(() => densityGrid(mixture, [axis, axis, axis])).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }))
  expect(() => densityGrid(marginalMixture(mixture, [0, 1]), [axis])).toThrow(/2 columns and 1 axes/)
})
