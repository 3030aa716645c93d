import { describe, expect, test } from 'vitest'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import {
  covarianceMatrix,
  covarianceTypes,
  type CovarianceType,
  type GaussianMixture,
} from '../../src/mixture/gaussianMixture'
import { sampleMixture } from '../../src/mixture/sampling'
import { meanLogLikelihood } from '../../src/mixture/score'

const matrices = [
  [4, 1, 0.5, 1, 2, 0, 0.5, 0, 1],
  [1, -0.5, 0, -0.5, 9, 2, 0, 2, 4],
  [0.25, 0, 0.1, 0, 1, 0, 0.1, 0, 16],
]
const diagonalOf = (matrix: readonly number[]) => [matrix[0], matrix[4], matrix[8]]
const covariances: Record<CovarianceType, readonly number[]> = {
  full: matrices.flat(),
  tied: matrices[1],
  diag: matrices.flatMap(diagonalOf),
  spherical: [1, 4, 9],
}

/** Three components in 3 dimensions, at least 8 standard deviations apart. */
const truth = (covarianceType: CovarianceType): GaussianMixture => ({
  covarianceType,
  componentCount: 3,
  dimensions: 3,
  weights: Float64Array.of(0.5, 0.3, 0.2),
  means: Float64Array.of(0, 0, 0, 40, -40, 10, -30, 50, 70),
  covariances: Float64Array.from(covariances[covarianceType]),
})

const count = 20_000

/** How many standard errors a parameter may be off; one in a million is, by chance, farther than 5. */
const errors = 5

describe.each(['float64', 'float32'] as const)('a mixture that was fitted to its own samples in %s', (precision) => {
  test.each(covarianceTypes)('has its weights, means and covariances within 5 standard errors (%s)', (type) => {
    const mixture = truth(type)
    const { frames } = sampleMixture(mixture, count, 7)
    const fit = fitMixture(frames, { components: 3, covarianceType: type, seed: 3, tolerance: 1e-6, precision }).mixture
    const order = [0, 1, 2].sort((a, b) => fit.weights[b] - fit.weights[a])
    for (const [k, found] of order.entries()) {
      const weight = mixture.weights[k]
      expect(Math.abs(fit.weights[found] - weight)).toBeLessThan(errors * Math.sqrt((weight * (1 - weight)) / count))
      const [expected, actual] = [covarianceMatrix(mixture, k), covarianceMatrix(fit, found)]
      const own = weight * count
      for (let j = 0; j < 3; j++) {
        const deviation = Math.sqrt(expected[4 * j])
        const move = fit.means[3 * found + j] - mixture.means[3 * k + j]
        expect(Math.abs(move)).toBeLessThan((errors * deviation) / Math.sqrt(own))
        for (let l = 0; l < 3; l++) {
          // The variance of a covariance's estimate is (s_jj s_ll + s_jl^2) / n (Anderson 2003, theorem 3.4.4).
          const error = Math.sqrt((expected[4 * j] * expected[4 * l] + expected[3 * j + l] ** 2) / own)
          expect(Math.abs(actual[3 * j + l] - expected[3 * j + l])).toBeLessThanOrEqual(errors * error)
        }
      }
    }
    expect(meanLogLikelihood(fit, frames)).toBeGreaterThanOrEqual(meanLogLikelihood(mixture, frames) - 1e-6)
  })
})
