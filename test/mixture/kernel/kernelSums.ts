import { expect } from 'vitest'
import { densitiesOf } from '../../../src/mixture/componentDensities'
import type { Expectation } from '../../../src/mixture/expectation'
import { expectationOf } from '../../../src/mixture/expectationOf'
import type { Frames } from '../../../src/mixture/frames'
import { varianceOf, type GaussianMixture } from '../../../src/mixture/gaussianMixture'
import type { Kernel } from '../../../src/mixture/kernel/loadKernel'
import type { Precision } from '../../../src/mixture/precision'
import { ReferenceExpectation } from '../../../src/mixture/referenceExpectation'
import { momentFormOf, SufficientStatistics } from '../../../src/mixture/sufficientStatistics'

/**
 * How far sums may be from the reference's. Float32 loses digits with frames that are far from all components, and here
 * whole clusters are; `spokenDigits.test.ts` tells how near it stays on frames as they are.
 */
export const tolerance = { float64: 1e-12, float32: 2e-4 } as const

export function stepOf(mixture: GaussianMixture, precision: Precision, kernel: Kernel): Expectation {
  return expectationOf(densitiesOf(mixture), precision, kernel)
}

export function referenceOf(mixture: GaussianMixture): Expectation {
  return new ReferenceExpectation(densitiesOf(mixture))
}

export function statisticsOf({ covarianceType, componentCount, means }: GaussianMixture, centers = means) {
  return new SufficientStatistics(momentFormOf(covarianceType), componentCount, centers)
}

export function sumsOf(
  expectation: Expectation,
  frames: Frames,
  mixture: GaussianMixture,
  from = 0,
  to = frames.count,
) {
  const statistics = statisticsOf(mixture)
  expectation.accumulate(frames, from, to, statistics)
  return statistics
}

export function scoresOf(expectation: Expectation, frames: Frames): Float64Array {
  const out = new Float64Array(frames.count)
  expectation.logDensities(frames, 0, frames.count, out)
  return out
}

/** The sums of two steps are alike, as measured by the components' variances: in those do errors matter. */
export function expectSameSums(
  actual: SufficientStatistics,
  expected: SufficientStatistics,
  relative: number,
  mixture: GaussianMixture,
): void {
  const { counts, firstMoments, secondMoments, centers, form } = expected
  const dimensions = centers.length / counts.length
  expect(Math.abs(actual.frameWeight - expected.frameWeight)).toBeLessThan(1e-9 * expected.frameWeight)
  const frameShare = relative * expected.frameWeight
  expectNear([actual.logLikelihood], [expected.logLikelihood], () => relative * Math.abs(expected.logLikelihood))
  // A component with next to no share has its digits from the tails of densities; what it adds to the model is as small.
  expectNear(actual.counts, counts, (k) => relative * counts[k] + 1e-3 * frameShare)
  const deviation = (k: number, j: number) => {
    const diagonal =
      form === 'diagonal' ? k * dimensions + j : (k * dimensions * (dimensions + 1)) / 2 + (j * (j + 3)) / 2
    return Math.sqrt(secondMoments[diagonal] + counts[k] * varianceOf(mixture, k, j))
  }
  expectNear(actual.firstMoments, firstMoments, (at) => {
    const k = Math.floor(at / dimensions)
    return relative * deviation(k, at % dimensions) * Math.sqrt(counts[k]) + 1e-3 * frameShare
  })
  let at = 0
  for (let k = 0; k < counts.length; k++) {
    for (let i = 0; i < dimensions; i++) {
      for (let j = form === 'diagonal' ? i : 0; j <= i; j++, at++) {
        const allowed = relative * deviation(k, i) * deviation(k, j) + 1e-2 * frameShare
        expectNear([actual.secondMoments[at]], [secondMoments[at]], () => allowed)
      }
    }
  }
}

export function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  allowed: (at: number) => number,
): void {
  for (let at = 0; at < expected.length; at++) {
    const difference = Math.abs(actual[at] - expected[at])
    if (!(difference <= allowed(at))) {
      expect.fail(`entry ${at} is ${actual[at]}, but should be ${expected[at]}: off by ${difference}`)
    }
  }
}
