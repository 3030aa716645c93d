import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { densitiesOf } from '../../../src/mixture/componentDensities'
import { concatenateFrames } from '../../../src/mixture/frames'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { KernelExpectation } from '../../../src/mixture/kernel/kernelExpectation'
import { diagonalForm } from '../../../src/mixture/kernel/diagonalForm'
import { clusteredFrames, framesOf } from '../syntheticFrames'
import { kernelBuilds } from './kernelBuilds'
import {
  expectNear,
  expectSameSums,
  referenceOf,
  scoresOf,
  statisticsOf,
  stepOf,
  sumsOf,
  tolerance,
} from './kernelSums'
import { mixtureOn } from './mixtureOn'

const cases = kernelBuilds.flatMap(([build, kernel]) =>
  (['float64', 'float32'] as const).map((precision) => [`${build}, ${precision}`, kernel, precision] as const),
)

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

  test('has the joint log density of each frame under each component, -infinity for weight 0', () => {
    const frames = clusteredFrames(230, 5, 4)
    const ordinary = mixtureOn(frames, 11, 20, 3)
    const mixture = { ...ordinary, weights: ordinary.weights.map((weight, k) => (k === 4 ? 0 : weight)) }
    const [joint, expected] = [stepOf(mixture, precision, kernel), referenceOf(mixture)].map((step) => {
      const out = new Float64Array(200 * 11)
      step.jointLogDensities(frames, 20, 220, out)
      return out
    })
    expect(joint[4]).toBe(-Infinity)
    const finite = (values: Float64Array) => values.filter((_, at) => at % 11 !== 4)
    expectNear(finite(joint), finite(expected), (at) => 1e-12 * Math.abs(finite(expected)[at]))
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
