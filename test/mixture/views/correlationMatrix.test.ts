import { describe, expect, test } from 'vitest'
import { correlationMatrix } from '../../../src/mixture/views/correlationMatrix'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'

const shared = { componentCount: 2, dimensions: 2, weights: Float64Array.of(0.5, 0.5), means: new Float64Array(4) }
const identity = Float64Array.of(1, 0, 0, 1)

describe('the correlations of a component', () => {
  test('are its covariances over its standard deviations, in whatever units', () => {
    const covariances = Float64Array.of(1, 0, 0, 1, 4, -3, -3, 9)
    const mixture: GaussianMixture = { ...shared, covarianceType: 'full', covariances }
    expect(correlationMatrix(mixture, 0)).toEqual(identity)
    expect(correlationMatrix(mixture, 1)).toEqual(Float64Array.of(1, -0.5, -0.5, 1))
  })

  test('are the same for every component where they are tied', () => {
    const mixture: GaussianMixture = { ...shared, covarianceType: 'tied', covariances: Float64Array.of(4, 1, 1, 1) }
    expect(correlationMatrix(mixture, 1)).toEqual(Float64Array.of(1, 0.5, 0.5, 1))
    expect(correlationMatrix(mixture, 0)).toEqual(correlationMatrix(mixture, 1))
  })

  test('are none where the covariance type has none', () => {
    const diag: GaussianMixture = { ...shared, covarianceType: 'diag', covariances: Float64Array.of(4, 1, 1, 1) }
    expect(correlationMatrix(diag, 0)).toEqual(identity)
    const spherical: GaussianMixture = { ...shared, covarianceType: 'spherical', covariances: Float64Array.of(4, 1) }
    expect(correlationMatrix(spherical, 1)).toEqual(identity)
  })

  test('stay in [-1, 1] where rounding would lead out', () => {
    const covariances = Float64Array.of(0.1, 0.1 * 3, 0.1 * 3, 0.9, 1, 0, 0, 1)
    const mixture: GaussianMixture = { ...shared, covarianceType: 'full', covariances }
    expect(Math.max(...correlationMatrix(mixture, 0))).toBeLessThanOrEqual(1)
  })
})
