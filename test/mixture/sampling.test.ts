import { expect, test } from 'vitest'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { frameMoments } from '../../src/mixture/frameMoments'
import { sampleMixture } from '../../src/mixture/sampling'
import { meanLogLikelihood } from '../../src/mixture/score'
import { informationCriteria, parameterCount } from '../../src/mixture/selection'

const mixture = {
  covarianceType: 'diag',
  componentCount: 3,
  dimensions: 2,
  weights: Float64Array.of(0.5, 0.3, 0.2),
  means: Float64Array.of(0, 0, 30, -30, -20, 60),
  covariances: Float64Array.of(1, 4, 9, 1, 0.25, 16),
} as const

const { frames, components } = sampleMixture(mixture, 40_000, 11)

test('components are drawn by weight and frames by their normals', () => {
  for (let k = 0; k < 3; k++) {
    const own = Array.from(components.keys()).filter((i) => components[i] === k)
    expect(Math.abs(own.length / 40_000 - mixture.weights[k])).toBeLessThan(0.01)
    const data = Float32Array.from(own.flatMap((i) => [frames.data[2 * i], frames.data[2 * i + 1]]))
    const { means, variances } = frameMoments({ data, count: own.length, dimensions: 2 })
    for (let j = 0; j < 2; j++) {
      const variance = mixture.covariances[k * 2 + j]
      expect(Math.abs(means[j] - mixture.means[k * 2 + j])).toBeLessThan(5 * Math.sqrt(variance / own.length))
      expect(Math.abs(variances[j] / variance - 1)).toBeLessThan(0.07)
    }
  }
})

test('the same seed draws the same, another seed does not', () => {
  expect(sampleMixture(mixture, 100, 5)).toEqual(sampleMixture(mixture, 100, 5))
  expect(sampleMixture(mixture, 100, 5)).not.toEqual(sampleMixture(mixture, 100, 6))
})

test('a fit to the sample finds the mixture that it was drawn from', () => {
  const fit = fitMixture(frames, { components: 3, seed: 2 })
  const order = [0, 1, 2].sort((a, b) => fit.mixture.weights[b] - fit.mixture.weights[a])
  for (const [k, found] of order.entries()) {
    expect(fit.mixture.weights[found]).toBeCloseTo(mixture.weights[k], 1)
    for (let j = 0; j < 2; j++) {
      expect(Math.abs(fit.mixture.means[found * 2 + j] - mixture.means[k * 2 + j])).toBeLessThan(0.2)
      expect(fit.mixture.covariances[found * 2 + j] / mixture.covariances[k * 2 + j]).toBeCloseTo(1, 1)
    }
  }
  expect(meanLogLikelihood(fit.mixture, frames)).toBeGreaterThanOrEqual(meanLogLikelihood(mixture, frames))
})

test('the information criteria choose the number of components that the frames were drawn from', () => {
  expect(parameterCount(mixture)).toBe(2 + 12)
  const criteria = [1, 2, 3, 4, 5].map((k) => {
    const fit = fitMixture(frames, { components: k, seed: 2 })
    return informationCriteria(fit.mixture, frames).bic
  })
  expect(criteria.indexOf(Math.min(...criteria)) + 1).toBe(3)
})
