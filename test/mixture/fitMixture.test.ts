import { describe, expect, test } from 'vitest'
import { fitMixture, fitMixtureSteps } from '../../src/mixture/expectationMaximization'
import { meanLogLikelihood, responsibilities, scoreSamples } from '../../src/mixture/score'
import { clusteredFrames, framesOf } from './syntheticFrames'

describe('a fit', () => {
  test('finds three separated clusters', () => {
    const frames = framesOf([0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => [100 * (i % 3) + Math.floor(i / 3), -50 * (i % 3)]))
    const { mixture, converged } = fitMixture(frames, { components: 3, tolerance: 1e-9 })
    expect(converged).toBe(true)
    const order = [0, 1, 2].sort((a, b) => mixture.means[2 * a] - mixture.means[2 * b])
    for (const [cluster, k] of order.entries()) {
      expect(mixture.weights[k]).toBeCloseTo(1 / 3, 12)
      expect(mixture.means[2 * k]).toBeCloseTo(100 * cluster + 1, 9)
      expect(mixture.means[2 * k + 1]).toBeCloseTo(-50 * cluster, 9)
      expect(mixture.covariances[2 * k]).toBeCloseTo(2 / 3 + 1e-6, 9)
      expect(mixture.covariances[2 * k + 1]).toBeCloseTo(1e-6, 12)
    }
  })

  test('with one component is the sample mean and variance', () => {
    const frames = framesOf([[1], [2], [6]])
    const { mixture } = fitMixture(frames, { components: 1, regCovar: 0 })
    expect(mixture.weights[0]).toBe(1)
    expect(mixture.means[0]).toBeCloseTo(3, 12)
    expect(mixture.covariances[0]).toBeCloseTo(14 / 3, 12)
    expect(meanLogLikelihood(mixture, frames)).toBeCloseTo(-0.5 * (Math.log((2 * Math.PI * 14) / 3) + 1), 12)
  })

  test('scores and responsibilities agree with the density written out', () => {
    const frames = clusteredFrames(37, 5, 3)
    const { mixture } = fitMixture(frames, { components: 3 })
    const scores = scoreSamples(mixture, frames)
    const shares = responsibilities(mixture, frames)
    for (let i = 0; i < frames.count; i++) {
      const densities = [0, 1, 2].map((k) => {
        let density = mixture.weights[k]
        for (let j = 0; j < 5; j++) {
          const variance = mixture.covariances[k * 5 + j]
          const difference = frames.data[i * 5 + j] - mixture.means[k * 5 + j]
          density *= Math.exp((-difference * difference) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)
        }
        return density
      })
      const sum = densities[0] + densities[1] + densities[2]
      expect(scores[i]).toBeCloseTo(Math.log(sum), 10)
      for (let k = 0; k < 3; k++) expect(shares[i * 3 + k]).toBeCloseTo(densities[k] / sum, 10)
    }
  })

  test('tells of every iteration once, in order', () => {
    const steps = fitMixtureSteps(clusteredFrames(500, 4, 5), {
      components: 4,
      maxIterations: 7,
      tolerance: 0,
      starts: 2,
    })
    const seen: string[] = []
    let next = steps.next()
    while (!next.done) {
      if (next.value.lowerBound !== null) seen.push(`${next.value.start}:${next.value.iteration}`)
      next = steps.next()
    }
    expect(seen).toEqual([0, 1].flatMap((start) => [1, 2, 3, 4, 5, 6, 7].map((iteration) => `${start}:${iteration}`)))
    expect(next.value.lowerBounds).toHaveLength(7)
  })
})
