import { describe, expect, test } from 'vitest'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import type { Frames } from '../../src/mixture/frames'
import { covarianceMatrix, covarianceTypes } from '../../src/mixture/gaussianMixture'
import { sampleMixture } from '../../src/mixture/sampling'
import { meanLogLikelihood } from '../../src/mixture/score'
import { informationCriteria, parameterCount } from '../../src/mixture/selection/informationCriteria'
import { randomMixture } from './anyMixture'

const diagonal = {
  covarianceType: 'diag',
  componentCount: 3,
  dimensions: 2,
  weights: Float64Array.of(0.5, 0.3, 0.2),
  means: Float64Array.of(0, 0, 30, -30, -20, 60),
  covariances: Float64Array.of(1, 4, 9, 1, 0.25, 16),
} as const

const { frames } = sampleMixture(diagonal, 40_000, 11)

// Five standard errors each: of some hundred comparisons by chance one in ten thousand seeds would fail.
describe.each(covarianceTypes)('a sample of 60,000 frames (%s)', (covarianceType) => {
  const mixture = randomMixture({ covarianceType, componentCount: 3, dimensions: 3 }, 7)
  const sample = sampleMixture(mixture, 60_000, 12, 'float64')

  test('has every component by its weight', () => {
    for (let k = 0; k < 3; k++) {
      const share = framesOf(sample, k).count / 60_000
      expect(Math.abs(share - mixture.weights[k])).toBeLessThan(
        5 * Math.sqrt((mixture.weights[k] * (1 - mixture.weights[k])) / 60_000),
      )
    }
  })

  test('has the means and covariances of its components, within five standard errors', () => {
    for (let k = 0; k < 3; k++) {
      const own = framesOf(sample, k)
      const wanted = covarianceMatrix(mixture, k)
      const { mean, covariance } = momentsOf(own)
      for (let i = 0; i < 3; i++) {
        const error = Math.sqrt(wanted[i * 4] / own.count)
        expect(Math.abs(mean[i] - mixture.means[k * 3 + i])).toBeLessThan(5 * error)
        for (let j = 0; j < 3; j++) {
          // The variance of a covariance's estimate: Wishart's.
          const spread = (wanted[i * 4] * wanted[j * 4] + wanted[i * 3 + j] ** 2) / own.count
          expect(Math.abs(covariance[i * 3 + j] - wanted[i * 3 + j])).toBeLessThan(5 * Math.sqrt(spread))
        }
      }
    }
  })

  test('comes again with the same seed, and not with another', () => {
    expect(sampleMixture(mixture, 100, 5)).toEqual(sampleMixture(mixture, 100, 5))
    expect(sampleMixture(mixture, 100, 5)).not.toEqual(sampleMixture(mixture, 100, 6))
  })

  test('is in float32 what it is in float64, rounded', () => {
    const rounded = Float32Array.from(sampleMixture(mixture, 100, 5, 'float64').frames.data)
    expect(sampleMixture(mixture, 100, 5).frames.data).toEqual(rounded)
  })
})

test('a component of weight 0 is never drawn, wherever it stands', () => {
  for (const weights of [Float64Array.of(0, 0.4, 0.6), Float64Array.of(0.4, 0.6 - 1e-7, 0)]) {
    const { components } = sampleMixture({ ...diagonal, weights }, 5000, 3)
    expect(components).not.toContain(weights.indexOf(0))
  }
})

test('no frames cannot be drawn, nor from what is no mixture', () => {
  expect(() => sampleMixture(diagonal, 0)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }))
  expect(() => sampleMixture({ ...diagonal, weights: Float64Array.of(1, 1, 1) }, 5)).toThrow(
    expect.objectContaining({ code: 'MODEL_INVALID' }),
  )
})

test('a fit to the sample finds the mixture that it was drawn from', () => {
  const fit = fitMixture(frames, { components: 3, seed: 2 })
  const order = [0, 1, 2].sort((a, b) => fit.mixture.weights[b] - fit.mixture.weights[a])
  for (const [k, found] of order.entries()) {
    expect(fit.mixture.weights[found]).toBeCloseTo(diagonal.weights[k], 1)
    for (let j = 0; j < 2; j++) {
      expect(Math.abs(fit.mixture.means[found * 2 + j] - diagonal.means[k * 2 + j])).toBeLessThan(0.2)
      expect(fit.mixture.covariances[found * 2 + j] / diagonal.covariances[k * 2 + j]).toBeCloseTo(1, 1)
    }
  }
  expect(meanLogLikelihood(fit.mixture, frames)).toBeGreaterThanOrEqual(meanLogLikelihood(diagonal, frames))
})

test('the information criteria choose the number of components that the frames were drawn from', () => {
  expect(parameterCount(diagonal)).toBe(2 + 12)
  const criteria = [1, 2, 3, 4, 5].map((k) => {
    const fit = fitMixture(frames, { components: k, seed: 2 })
    return informationCriteria(fit.mixture, frames).bic
  })
  expect(criteria.indexOf(Math.min(...criteria)) + 1).toBe(3)
})

function framesOf({ frames, components }: ReturnType<typeof sampleMixture>, component: number): Frames {
  const { data, dimensions } = frames
  const rows = Array.from(components.keys()).filter((i) => components[i] === component)
  const own = rows.flatMap((i) => Array.from(data.subarray(i * dimensions, (i + 1) * dimensions)))
  return { data: Float64Array.from(own), count: rows.length, dimensions }
}

function momentsOf({ data, count, dimensions }: Frames): { mean: Float64Array; covariance: Float64Array } {
  const mean = new Float64Array(dimensions)
  for (let i = 0; i < count; i++) for (let j = 0; j < dimensions; j++) mean[j] += data[i * dimensions + j] / count
  const covariance = new Float64Array(dimensions * dimensions)
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < dimensions; a++) {
      for (let b = 0; b < dimensions; b++) {
        const product = (data[i * dimensions + a] - mean[a]) * (data[i * dimensions + b] - mean[b])
        covariance[a * dimensions + b] += product / count
      }
    }
  }
  return { mean, covariance }
}
