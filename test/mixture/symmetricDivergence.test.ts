import { describe, expect, test } from 'vitest'
import type { GaussianMixture } from '../../src/mixture/gaussianMixture'
import { symmetricDivergence } from '../../src/mixture/symmetricDivergence'

function normal(mean: readonly number[], variance: readonly number[]): GaussianMixture {
  return {
    covarianceType: 'diag',
    componentCount: 1,
    dimensions: mean.length,
    weights: Float64Array.of(1),
    means: Float64Array.from(mean),
    covariances: Float64Array.from(variance),
  }
}

describe('the symmetrized divergence of two mixtures', () => {
  test('is 0 of a mixture and itself', () => {
    const mixture = normal([1, 2], [1, 3])
    expect(symmetricDivergence(mixture, { ...mixture })).toBe(0)
  })

  test('comes near the closed form of two normals', () => {
    const [a, b] = [normal([0, 1], [1, 2]), normal([1, 0], [2, 0.5])]
    // KL(a || b) + KL(b || a) = sum of ((va + d^2) / vb + (vb + d^2) / va) / 2 - 1 over the dimensions.
    const exact = ((1 + 1) / 2 + (2 + 1) / 1) / 2 - 1 + (((2 + 1) / 0.5 + (0.5 + 1) / 2) / 2 - 1)
    expect(Math.abs(symmetricDivergence(a, b, { draws: 20_000 }) - exact)).toBeLessThan(0.15)
  })

  test('does not depend on which is first, and grows with the distance', () => {
    const [a, near, far] = [normal([0], [1]), normal([0.5], [1]), normal([4], [1])]
    expect(symmetricDivergence(a, near)).toBe(symmetricDivergence(near, a))
    expect(symmetricDivergence(a, far)).toBeGreaterThan(symmetricDivergence(a, near))
  })

  test('is refused for mixtures of different dimensions', () => {
    expect(() => symmetricDivergence(normal([0], [1]), normal([0, 0], [1, 1]))).toThrow('dimensions')
  })
})
