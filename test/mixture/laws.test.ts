import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eigenOf } from '../../src/mixture/covariance'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { densitiesOf } from '../../src/mixture/componentDensities'
import { passesOver } from '../../src/mixture/framePasses'
import { momentFormOf, SufficientStatistics } from '../../src/mixture/sufficientStatistics'
import {
  checkMixture,
  covarianceMatrix,
  covarianceTypes,
  type CovarianceType,
  type GaussianMixture,
} from '../../src/mixture/gaussianMixture'
import { responsibilities, scoreSamples } from '../../src/mixture/score'
import { anyFrames, anyOptions, startAmong } from './anyFrames'
import { clusteredFrames, framesOf } from './syntheticFrames'

/** By how much the lower bound fell at most from one iteration to the next. */
function deepestFall(lowerBounds: readonly number[]): number {
  return lowerBounds.reduce((most, bound, i) => (i === 0 ? 0 : Math.max(most, lowerBounds[i - 1] - bound)), 0)
}

describe('whatever the frames, the covariances, the start and the precision', () => {
  test('the lower bound never falls under a variance floor', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, (frames, options) => {
        const varianceFloor = new Float64Array(frames.dimensions).fill(1e-3)
        const { lowerBounds } = fitMixture(frames, { ...options, regCovar: 0, varianceFloor, tolerance: 1e-9 })
        expect(deepestFall(lowerBounds)).toBeLessThan(options.precision === 'float32' ? 5e-5 : 1e-10)
      }),
    )
  })

  test('regCovar costs the lower bound at most an eighth of a nat a dimension in a step', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, fc.constantFrom(1e-6, 1e-2, 1, 100), (frames, options, regCovar) => {
        const { lowerBounds } = fitMixture(frames, { ...options, regCovar, tolerance: 1e-9 })
        expect(deepestFall(lowerBounds)).toBeLessThan(frames.dimensions / 8)
      }),
    )
  })

  test('weights sum to 1, covariances are symmetric and positive definite, and everything is finite', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, (frames, options) => {
        const { mixture } = fitMixture(frames, options)
        checkMixture(mixture)
        expect(sum(mixture.weights)).toBeCloseTo(1, 12)
        for (const weight of mixture.weights) expect(weight).toBeGreaterThan(0)
        for (const mean of mixture.means) expect(Math.abs(mean)).toBeLessThanOrEqual(50)
        for (let k = 0; k < mixture.componentCount; k++) {
          const matrix = covarianceMatrix(mixture, k)
          for (let at = 0; at < matrix.length; at++) {
            const mirrored = (at % frames.dimensions) * frames.dimensions + Math.floor(at / frames.dimensions)
            expect(matrix[at]).toBe(matrix[mirrored])
          }
          // Rounding may take 1e-13 of the largest variance, 2500, from the 1e-6 that regCovar adds to the smallest.
          expect(eigenOf(matrix, frames.dimensions).values[0]).toBeGreaterThan(0.99e-6)
        }
        for (const score of scoreSamples(mixture, frames)) expect(Number.isFinite(score)).toBe(true)
      }),
    )
  })

  test('the responsibilities of a frame sum to 1, even for frames 1,000 standard deviations away', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, fc.constantFrom(0, 1, 1000, 1e6), (frames, options, far) => {
        const { mixture } = fitMixture(frames, options)
        const moved = { ...frames, data: Float64Array.from(frames.data, (value) => value + far * 50) }
        const shares = responsibilities(mixture, moved)
        for (let i = 0; i < frames.count; i++) {
          const row = shares.subarray(i * options.components, (i + 1) * options.components)
          expect(sum(row)).toBeCloseTo(1, 12)
          for (const share of row) expect(share).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('the same seed gives the same bits', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, (frames, options) => {
        const again = { ...frames, data: frames.data.slice() }
        expect(fitMixture(again, { ...options, starts: 2 })).toEqual(fitMixture(frames, { ...options, starts: 2 }))
      }),
    )
  })

  test('of several starts the best is kept', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, (frames, options) => {
        const one = fitMixture(frames, options).lowerBounds.at(-1) ?? 0
        expect(fitMixture(frames, { ...options, starts: 3 }).lowerBounds.at(-1)).toBeGreaterThanOrEqual(one)
      }),
    )
  })

  test('fixed weights stay as they are given', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, (frames, options) => {
        const free = fitMixture(frames, options).mixture
        const { mixture } = fitMixture(frames, { ...options, initialization: free, fixedWeights: true })
        expect(mixture.weights).toEqual(free.weights)
      }),
    )
  })

  test('stopped by its parameters, it ends with the first step in which none of them moves beyond the tolerance', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, (frames, options) => {
        const rule = { ...options, stop: 'parameters', tolerance: 0.1, maxIterations: 60 } as const
        const { mixture, lowerBounds, converged } = fitMixture(frames, rule)
        const steps = lowerBounds.length
        const after = (maxIterations: number) => fitMixture(frames, { ...options, tolerance: 0, maxIterations }).mixture
        if (converged) expect(mixture).toEqual(after(steps))
        if (converged && steps > 1) expect(farthest(mixture, after(steps - 1))).toBeLessThanOrEqual(0.1)
        if (steps > 2) {
          const before = converged ? steps - 1 : steps
          expect(farthest(after(before), after(before - 1))).toBeGreaterThan(0.1)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('the shares of all frames sum to the weight of all frames, however far they lie', () => {
    fc.assert(
      fc.property(anyFrames, anyOptions, fc.constantFrom(0, 1, 1000, 1e6), (frames, options, far) => {
        const { mixture } = fitMixture(frames, options)
        const data = frames.data.map((value, at) => (at % 3 === 0 ? value + far * 50 : value))
        const passes = passesOver({ ...frames, data })
        const pass = passes.sums({ kind: 'expect', densities: densitiesOf(mixture), precision: 'float64' })
        let next = pass.next()
        while (!next.done) next = pass.next()
        const form = momentFormOf(mixture.covarianceType)
        const statistics = new SufficientStatistics(form, mixture.componentCount, mixture.means, next.value)
        expect(statistics.frameWeight).toBe(frames.count)
        expect(sum(statistics.counts) / frames.count).toBeCloseTo(1, 12)
        expect(Number.isFinite(statistics.logLikelihood)).toBe(true)
      }),
    )
  })
})

describe('the price of regCovar', () => {
  /** One Gaussian of 3 dimensions with this variance in every direction, and the covariances to start from. */
  function fitOne(
    covarianceType: CovarianceType,
    variance: number,
    start: number,
    regCovar: number,
  ): readonly number[] {
    const half = Math.sqrt(3 * variance)
    const frames = framesOf(
      [0, 1, 2].flatMap((j) => [-half, half].map((value) => [0, 1, 2].map((l) => (l === j ? value : 0)))),
    )
    const { covariances, ...given } = startAmong(frames, 1, covarianceType)
    const initialization = {
      ...given,
      means: new Float64Array(3),
      covariances: covariances.map((v) => (v / 400) * start),
    }
    const options = { components: 1, covarianceType, initialization, regCovar, tolerance: 0, maxIterations: 3 }
    return fitMixture(frames, options).lowerBounds
  }

  test.each(covarianceTypes)('comes close to an eighth of a nat a direction (%s)', (covarianceType) => {
    const golden = (Math.sqrt(5) - 1) / 2
    const [first, second, third] = fitOne(covarianceType, golden, 1, 1)
    expect((first - second) / 3).toBeCloseTo(0.1226, 4)
    expect(third).toBeCloseTo(second, 12)
  })

  test.each(covarianceTypes)('is at most r^2 / (4 s^2) beside wide variances (%s)', (covarianceType) => {
    const [best, widened] = fitOne(covarianceType, 50, 50, 1)
    expect((best - widened) / 3).toBeLessThan(1 / (4 * 50 * 50))
    expect((best - widened) / 3).toBeGreaterThan(0.9 / (4 * 50 * 50))
  })

  test.each(covarianceTypes)('is higher where the given covariances are narrower than it (%s)', (covarianceType) => {
    const [first, second, third] = fitOne(covarianceType, 1e-4, 1e-4, 1)
    expect((first - second) / 3).toBeGreaterThan(4)
    expect(third).toBeCloseTo(second, 12)
  })
})

test('1e-6 of regCovar beside variances of 1 and more costs the lower bound less than rounding', () => {
  fc.assert(
    fc.property(anyOptions, fc.integer({ min: 1, max: 5 }), (options, dimensions) => {
      const frames = clusteredFrames(400, dimensions, 3, options.seed)
      const { lowerBounds, mixture } = fitMixture(frames, { ...options, precision: 'float64', tolerance: 1e-9 })
      fc.pre(mixture.covariances.every((value) => Math.abs(value) > 0.1))
      expect(deepestFall(lowerBounds)).toBeLessThan(1e-11)
    }),
    { numRuns: 30 },
  )
})

function farthest(a: GaussianMixture, b: GaussianMixture): number {
  const moves = (['weights', 'means', 'covariances'] as const).flatMap((name) =>
    Array.from(a[name], (value, at) => Math.abs(value - b[name][at])),
  )
  return Math.max(...moves)
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
