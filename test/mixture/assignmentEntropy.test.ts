import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignmentEntropy } from '../../src/mixture/assignmentEntropy'
import { responsibilities } from '../../src/mixture/score'
import { sampleMixture } from '../../src/mixture/sampling'
import { anyMixture, randomMixture } from './anyMixture'

test('it is ln 2 midway between two equal components and 0 far on one side', () => {
  const mixture = {
    covarianceType: 'spherical' as const,
    componentCount: 2,
    dimensions: 1,
    weights: Float64Array.of(0.5, 0.5),
    means: Float64Array.of(-1, 1),
    covariances: Float64Array.of(1, 1),
  }
  const frames = { data: Float64Array.of(0, 1000, -1e6, 0.5), count: 4, dimensions: 1 }
  const { entropies, mean } = assignmentEntropy(mixture, frames)
  expect(entropies[0]).toBeCloseTo(Math.LN2, 14)
  expect(entropies[1]).toBe(0)
  expect(entropies[2]).toBe(0)
  // The responsibilities at 0.5 are the logistic function of 2 x 0.5.
  const share = 1 / (1 + Math.exp(-1))
  expect(entropies[3]).toBeCloseTo(-share * Math.log(share) - (1 - share) * Math.log(1 - share), 14)
  expect(mean).toBeCloseTo((entropies[0] + entropies[3]) / 4, 14)
})

test('it lies between 0 and ln K, with components of weight 0 as without them', () => {
  fc.assert(
    fc.property(anyMixture(), fc.nat(), (mixture, seed) => {
      const { frames } = sampleMixture(mixture, 20, seed)
      const withEmpty = {
        ...mixture,
        weights: mixture.weights.map((weight, k) => (k === 0 && mixture.componentCount > 1 ? 0 : weight)),
      }
      for (const each of [mixture, withEmpty]) {
        for (const entropy of assignmentEntropy(each, frames).entropies) {
          expect(entropy).toBeGreaterThanOrEqual(0)
          expect(entropy).toBeLessThanOrEqual(Math.log(mixture.componentCount) + 1e-12)
        }
      }
    }),
  )
})

test('the mean goes by the weights of the frames, over more frames than are looked at together', () => {
  const mixture = randomMixture({ covarianceType: 'full', componentCount: 3, dimensions: 2 }, 2)
  const { frames } = sampleMixture(mixture, 9000, 1)
  const weights = Float64Array.from({ length: 9000 }, (_, i) => i % 3)
  let [sum, total] = [0, 0]
  responsibilities(mixture, frames).forEach((share, at) => {
    const weight = weights[Math.floor(at / 3)]
    if (share > 0) sum -= weight * share * Math.log(share)
    total += weight / 3
  })
  expect(assignmentEntropy(mixture, { ...frames, weights }).mean).toBeCloseTo(sum / total, 10)
})
