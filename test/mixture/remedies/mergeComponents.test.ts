import fc from 'fast-check'
import { expect, test } from 'vitest'
import { covarianceMatrix, covarianceTypes, type GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { withMerged } from '../../../src/mixture/remedies/mergeComponents'

const number = fc.integer({ min: -20, max: 20 }).map((value) => value / 4)
const positive = fc.integer({ min: 1, max: 40 }).map((value) => value / 4)

/** Mixtures of 3 components in 2 dimensions. */
const anyMixture = fc
  .record({
    covarianceType: fc.constantFrom(...covarianceTypes),
    shares: fc.array(positive, { minLength: 3, maxLength: 3 }),
    means: fc.array(number, { minLength: 6, maxLength: 6 }),
    factors: fc.array(fc.tuple(positive, number, positive), { minLength: 3, maxLength: 3 }),
  })
  .map(({ covarianceType, shares, means, factors }): GaussianMixture => {
    const matrices = factors.map(([a, b, c]) => [a * a, a * b, a * b, b * b + c * c])
    const covariances = {
      full: matrices.flat(),
      tied: matrices[0],
      diag: matrices.flatMap((matrix) => [matrix[0], matrix[3]]),
      spherical: matrices.map((matrix) => matrix[0]),
    }
    const total = shares.reduce((sum, share) => sum + share, 0)
    return {
      covarianceType,
      componentCount: 3,
      dimensions: 2,
      weights: Float64Array.from(shares, (share) => share / total),
      means: Float64Array.from(means),
      covariances: Float64Array.from(covariances[covarianceType]),
    }
  })

/** Mean (2) and second moments about the origin (xx, xy, yy) of a whole mixture. */
function momentsOf(mixture: GaussianMixture): number[] {
  const moments = [0, 0, 0, 0, 0]
  for (let k = 0; k < 3; k++) {
    const [x, y] = mixture.means.subarray(2 * k, 2 * k + 2)
    const [xx, xy, , yy] = covarianceMatrix(mixture, k)
    const terms = [x, y, xx + x * x, xy + x * y, yy + y * y]
    terms.forEach((term, at) => (moments[at] += mixture.weights[k] * term))
  }
  return moments
}

test('two components become one without changing the moments of the mixture', () => {
  fc.assert(
    fc.property(anyMixture, fc.constantFrom([0, 1], [1, 2], [2, 0]), (mixture, [a, b]) => {
      const merged = withMerged(mixture, a, b)
      expect(merged.weights[b]).toBe(0)
      expect(merged.weights[a]).toBe(mixture.weights[a] + mixture.weights[b])
      const [before, after] = [momentsOf(mixture), momentsOf(merged)]
      // Variances alone say nothing of how columns go together; one variance only says how much there is in all.
      const kept = {
        full: [0, 1, 2, 3, 4],
        tied: [0, 1, 2, 3, 4],
        diag: [0, 1, 2, 4],
        spherical: [0, 1],
      }[mixture.covarianceType]
      for (const at of kept) expect(after[at]).toBeCloseTo(before[at], 10)
      expect(after[2] + after[4]).toBeCloseTo(before[2] + before[4], 10)
    }),
  )
})
