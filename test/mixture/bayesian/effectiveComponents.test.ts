import { expect, test } from 'vitest'
import { effectiveComponents, withComponents } from '../../../src/mixture/bayesian/effectiveComponents'
import {
  checkMixture,
  covarianceMatrix,
  covarianceTypes,
  type GaussianMixture,
} from '../../../src/mixture/gaussianMixture'

const weights = Float64Array.of(0.5, 0.001, 0.25, 0.249)
const means = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7)
const covariances = {
  full: Float64Array.from([1, 2, 3, 4].flatMap((scale) => [2 * scale, scale, scale, 3 * scale])),
  tied: Float64Array.of(2, 1, 1, 3),
  diag: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  spherical: Float64Array.of(1, 2, 3, 4),
}

test.each(covarianceTypes)('the components that are kept keep their means and covariances: %s', (covarianceType) => {
  const mixture = mixtureOf(covarianceType)
  const kept = effectiveComponents(mixture, 0.001)
  expect(kept).toEqual([0, 2, 3])
  const pruned = withComponents(mixture, kept)
  checkMixture(pruned)
  expect(pruned.componentCount).toBe(3)
  for (const [at, k] of kept.entries()) {
    expect(pruned.weights[at]).toBeCloseTo(weights[k] / 0.999, 15)
    expect(pruned.means.slice(2 * at, 2 * at + 2)).toEqual(means.slice(2 * k, 2 * k + 2))
    expect(covarianceMatrix(pruned, at)).toEqual(covarianceMatrix(mixture, k))
  }
})

test('the heaviest component is never empty', () => {
  expect(effectiveComponents(mixtureOf('diag'), 1)).toEqual([0])
})

function mixtureOf(covarianceType: GaussianMixture['covarianceType']): GaussianMixture {
  return {
    covarianceType,
    componentCount: 4,
    dimensions: 2,
    weights,
    means,
    covariances: covariances[covarianceType],
  }
}
