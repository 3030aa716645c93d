import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { densitiesOf } from '../../../src/mixture/componentDensities'
import type { Expectation } from '../../../src/mixture/expectation'
import { expectationOf } from '../../../src/mixture/expectationOf'
import { momentFormOf } from '../../../src/mixture/frameTask'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import { varianceOf, type GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { KernelExpectation } from '../../../src/mixture/kernel/kernelExpectation'
import { diagonalForm } from '../../../src/mixture/kernel/diagonalForm'
import type { Kernel } from '../../../src/mixture/kernel/loadKernel'
import type { Precision } from '../../../src/mixture/precision'
import { seededRandom } from '../../../src/mixture/random'
import { ReferenceExpectation } from '../../../src/mixture/referenceExpectation'
import { SufficientStatistics } from '../../../src/mixture/sufficientStatistics'
import { clusteredFrames, framesOf } from '../syntheticFrames'
import { kernelBuilds } from './kernelBuilds'

/**
 * How far sums may be from the reference's. Float32 loses digits with frames that are far from all components, and here
 * whole clusters are; `spokenDigits.test.ts` tells how near it stays on frames as they are.
 */
const tolerance = { float64: 1e-12, float32: 2e-4 } as const

const cases = kernelBuilds.flatMap(([build, kernel]) =>
  (['float64', 'float32'] as const).map((precision) => [`${build}, ${precision}`, kernel, precision] as const),
)

function stepOf(mixture: GaussianMixture, precision: Precision, kernel: Kernel): Expectation {
  return expectationOf(densitiesOf(mixture), precision, kernel)
}

function referenceOf(mixture: GaussianMixture): Expectation {
  return new ReferenceExpectation(densitiesOf(mixture))
}

function statisticsOf({ covarianceType, componentCount, means }: GaussianMixture, centers = means) {
  return new SufficientStatistics(momentFormOf(covarianceType), componentCount, centers)
}

function sumsOf(expectation: Expectation, frames: Frames, mixture: GaussianMixture, from = 0, to = frames.count) {
  const statistics = statisticsOf(mixture)
  expectation.accumulate(frames, from, to, statistics)
  return statistics
}

function scoresOf(expectation: Expectation, frames: Frames): Float64Array {
  const out = new Float64Array(frames.count)
  expectation.logDensities(frames, 0, frames.count, out)
  return out
}

/** A mixture whose components sit on some of the frames, overlapping as much as `spread` says. */
function mixtureOn(frames: Frames, componentCount: number, spread: number, seed: number): GaussianMixture {
  const random = seededRandom(seed)
  const { dimensions } = frames
  const raw = Float64Array.from({ length: componentCount }, () => 0.1 + random.uniform())
  const total = raw.reduce((a, b) => a + b)
  const means = new Float64Array(componentCount * dimensions)
  for (let k = 0; k < componentCount; k++) {
    const from = random.index(frames.count) * dimensions
    for (let j = 0; j < dimensions; j++) means[k * dimensions + j] = frames.data[from + j] + 0.3 * random.normal()
  }
  return {
    covarianceType: 'diag',
    componentCount,
    dimensions,
    weights: raw.map((weight) => weight / total),
    means,
    covariances: Float64Array.from({ length: means.length }, () => spread * (0.2 + random.uniform())),
  }
}

/** The sums of two steps are alike, as measured by the components' variances: in those do errors matter. */
function expectSameSums(
  actual: SufficientStatistics,
  expected: SufficientStatistics,
  relative: number,
  mixture: GaussianMixture,
): void {
  const { counts, firstMoments, secondMoments, centers } = expected
  const dimensions = centers.length / counts.length
  expect(actual.frameWeight).toBe(expected.frameWeight)
  const frameShare = relative * expected.frameWeight
  expectNear([actual.logLikelihood], [expected.logLikelihood], () => relative * Math.abs(expected.logLikelihood))
  // A component with next to no share has its digits from the tails of densities; what it adds to the model is as small.
  expectNear(actual.counts, counts, (k) => relative * counts[k] + 1e-3 * frameShare)
  const squares = (at: number) => {
    const k = Math.floor(at / dimensions)
    return secondMoments[at] + counts[k] * varianceOf(mixture, k, at % dimensions)
  }
  const rms = (at: number) => Math.sqrt(squares(at) * counts[Math.floor(at / dimensions)])
  expectNear(actual.firstMoments, firstMoments, (at) => relative * rms(at) + 1e-3 * frameShare)
  expectNear(actual.secondMoments, secondMoments, (at) => relative * squares(at) + 1e-2 * frameShare)
}

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, allowed: (at: number) => number): void {
  for (let at = 0; at < expected.length; at++) {
    const difference = Math.abs(actual[at] - expected[at])
    if (!(difference <= allowed(at))) {
      expect.fail(`entry ${at} is ${actual[at]}, but should be ${expected[at]}: off by ${difference}`)
    }
  }
}

test('plain SIMD runs wherever the tests run', () => {
  expect(kernelBuilds.map(([build]) => build)).toContain('plain SIMD')
})

describe.each(cases)('the kernel (%s)', (_name, kernel, precision) => {
  test('takes mixtures of ordinary spread itself', () => {
    const frames = clusteredFrames(300, 13, 5)
    expect(diagonalForm(densitiesOf(mixtureOn(frames, 7, 4, 1)), precision)).not.toBeNull()
    expect(stepOf(mixtureOn(frames, 7, 4, 1), precision, kernel)).toBeInstanceOf(KernelExpectation)
  })

  test('adds up what the reference adds up, for any number of frames, columns and components', () => {
    const shapes = fc.record({
      count: fc.integer({ min: 1, max: 300 }),
      dimensions: fc.integer({ min: 1, max: 10 }),
      componentCount: fc.integer({ min: 1, max: 18 }),
      seed: fc.integer({ min: 1, max: 1e6 }),
      from: fc.nat(200),
    })
    fc.assert(
      fc.property(shapes, ({ count, dimensions, componentCount, seed, from }) => {
        const frames = clusteredFrames(count, dimensions, 4, seed)
        const mixture = mixtureOn(frames, componentCount, 30, seed)
        const start = Math.min(from, count - 1)
        const reference = referenceOf(mixture)
        const kernelStep = stepOf(mixture, precision, kernel)
        const expected = sumsOf(reference, frames, mixture, start, count)
        expectSameSums(sumsOf(kernelStep, frames, mixture, start, count), expected, tolerance[precision], mixture)
        const scores = scoresOf(reference, frames)
        expectNear(scoresOf(kernelStep, frames), scores, (i) => tolerance[precision] * (1 + Math.abs(scores[i])))
      }),
      { numRuns: 60 },
    )
  })

  test('adds to what the statistics hold already, about whatever centers they have', () => {
    const frames = clusteredFrames(500, 6, 3)
    const mixture = mixtureOn(frames, 5, 20, 3)
    const sums = [stepOf(mixture, precision, kernel), referenceOf(mixture)].map((step) => {
      const statistics = statisticsOf(
        mixture,
        mixture.means.map((mean) => mean + 0.5),
      )
      step.accumulate(frames, 0, 200, statistics)
      step.accumulate(frames, 200, 500, statistics)
      return statistics
    })
    expectSameSums(sums[0], sums[1], tolerance[precision], mixture)
  })

  test('gives the same bits every time, also when another mixture is worked on in between', () => {
    const frames = clusteredFrames(1000, 13, 6)
    const mixture = mixtureOn(frames, 10, 10, 2)
    const step = stepOf(mixture, precision, kernel)
    const once = sumsOf(step, frames, mixture)
    const wide = clusteredFrames(200, 40, 3)
    sumsOf(stepOf(mixtureOn(wide, 100, 5, 9), precision, kernel), wide, mixtureOn(wide, 100, 5, 9))
    expect(sumsOf(step, frames, mixture)).toEqual(once)
    expect(sumsOf(stepOf(mixture, precision, kernel), frames, mixture)).toEqual(once)
  })

  test('multiplies by the weights of frames, 0 included', () => {
    const frames = { ...clusteredFrames(400, 5, 4), weights: Float64Array.from({ length: 400 }, (_, i) => (i % 7) / 2) }
    const mixture = mixtureOn(frames, 9, 20, 3)
    const expected = sumsOf(referenceOf(mixture), frames, mixture, 3, 390)
    expectSameSums(
      sumsOf(stepOf(mixture, precision, kernel), frames, mixture, 3, 390),
      expected,
      tolerance[precision],
      mixture,
    )
  })

  test('takes frames in float64 as they are', () => {
    const near = clusteredFrames(300, 3, 4)
    // Float32 would hold these to 1/16 only.
    const data = Float64Array.from(near.data, (value) => value + 1e6)
    const frames = { ...near, data }
    const mixture = mixtureOn(frames, 9, 20, 3)
    const expected = sumsOf(referenceOf(mixture), frames, mixture)
    const allowed = precision === 'float64' ? 1e-9 : tolerance.float32
    expectSameSums(sumsOf(stepOf(mixture, precision, kernel), frames, mixture), expected, allowed, mixture)
    const scores = scoresOf(referenceOf(mixture), frames)
    expectNear(scoresOf(stepOf(mixture, precision, kernel), frames), scores, (i) => allowed * (1 + Math.abs(scores[i])))
  })

  test('takes one variance for each component', () => {
    const frames = clusteredFrames(300, 5, 4)
    const diagonal = mixtureOn(frames, 9, 20, 3)
    const covariances = diagonal.covariances.slice(0, 9)
    const mixture: GaussianMixture = { ...diagonal, covarianceType: 'spherical', covariances }
    const expected = sumsOf(referenceOf(mixture), frames, mixture)
    expectSameSums(sumsOf(stepOf(mixture, precision, kernel), frames, mixture), expected, tolerance[precision], mixture)
  })

  test('shares out frames 1,000 standard deviations away, beside ordinary ones', () => {
    const near = clusteredFrames(400, 4, 3)
    const mixture = mixtureOn(near, 6, 1, 4)
    const far = framesOf([[1000, -1000, 1000, 1000].map((value) => value * 1.1)])
    const frames = concatenateFrames([near, far, near])
    const sums = sumsOf(stepOf(mixture, precision, kernel), frames, mixture)
    expect(sums.counts.reduce((a, b) => a + b)).toBeCloseTo(801, precision === 'float64' ? 9 : 3)
    expectSameSums(sums, sumsOf(referenceOf(mixture), frames, mixture), tolerance[precision], mixture)
  })

  test('has finite sums for the largest numbers that frames can hold', () => {
    const frames = concatenateFrames([clusteredFrames(100, 3, 2), framesOf([[3e38, -3e38, 3e38]])])
    const mixture = mixtureOn(clusteredFrames(100, 3, 2), 4, 1, 5)
    const sums = sumsOf(stepOf(mixture, precision, kernel), frames, mixture)
    for (const list of [sums.counts, sums.firstMoments, sums.secondMoments]) {
      for (const value of list) expect(Number.isFinite(value)).toBe(true)
    }
    expect(Number.isFinite(sums.logLikelihood)).toBe(true)
  })

  test('works on digital silence as the reference does', () => {
    const silence = framesOf(Array.from({ length: 300 }, () => [-1000.5, 0, 37]))
    const frames = concatenateFrames([silence, clusteredFrames(400, 3, 4)])
    const ordinary = mixtureOn(clusteredFrames(400, 3, 4), 2, 3, 8)
    const mixture: GaussianMixture = {
      ...ordinary,
      componentCount: 3,
      weights: Float64Array.of(3 / 7, 2 / 7, 2 / 7),
      means: Float64Array.of(-1000.5, 0, 37, ...ordinary.means),
      covariances: Float64Array.of(1e-6, 1e-6, 1e-6, ...ordinary.covariances),
    }
    const expected = sumsOf(referenceOf(mixture), frames, mixture)
    const sums = sumsOf(stepOf(mixture, precision, kernel), frames, mixture)
    expectSameSums(sums, expected, tolerance.float64, mixture)
    expect(sums.counts[0]).toBeCloseTo(300, 9)
  })

  test('leaves no share to a component of weight 0', () => {
    const frames = clusteredFrames(50, 2, 1)
    const mixture = { ...mixtureOn(frames, 2, 5, 6), weights: Float64Array.of(1, 0) }
    const { counts } = sumsOf(stepOf(mixture, precision, kernel), frames, mixture)
    expect(counts[0]).toBeCloseTo(50, 12)
    expect(counts[1]).toBe(0)
  })
})

test('a mixture whose means float32 cannot tell apart is worked on in float64', () => {
  const mixture: GaussianMixture = {
    covarianceType: 'diag',
    componentCount: 2,
    dimensions: 1,
    weights: Float64Array.of(0.5, 0.5),
    means: Float64Array.of(0, 1000),
    covariances: Float64Array.of(1e-6, 1e-6),
  }
  expect(diagonalForm(densitiesOf(mixture), 'float32')).toBeNull()
  expect(diagonalForm(densitiesOf(mixture), 'float64')).not.toBeNull()
})
