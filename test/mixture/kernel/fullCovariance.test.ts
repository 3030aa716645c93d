import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { densitiesOf } from '../../../src/mixture/componentDensities'
import { fullForm } from '../../../src/mixture/kernel/fullForm'
import { KernelExpectation } from '../../../src/mixture/kernel/kernelExpectation'
import { concatenateFrames } from '../../../src/mixture/frames'
import { clusteredFrames, framesOf } from '../syntheticFrames'
import { kernelBuilds } from './kernelBuilds'
import { expectNear, expectSameSums, referenceOf, scoresOf, statisticsOf, stepOf, sumsOf } from './kernelSums'
import { fullMixtureOn } from './mixtureOn'

const tolerance = { float64: 1e-11, float32: 5e-4 } as const

const cases = kernelBuilds.flatMap(([build, kernel]) =>
  (['float64', 'float32'] as const).map((precision) => [`${build}, ${precision}`, kernel, precision] as const),
)

describe.each(cases)('the kernel for full covariances (%s)', (_name, kernel, precision) => {
  test('takes mixtures of ordinary spread itself', () => {
    const mixture = fullMixtureOn(clusteredFrames(300, 13, 5), 7, 4, 1)
    expect(fullForm(densitiesOf(mixture), precision)).not.toBeNull()
    expect(stepOf(mixture, precision, kernel)).toBeInstanceOf(KernelExpectation)
  })

  test('adds up what the reference adds up, for any number of frames, columns and components', () => {
    const shapes = fc.record({
      count: fc.integer({ min: 1, max: 300 }),
      dimensions: fc.integer({ min: 1, max: 9 }),
      componentCount: fc.integer({ min: 1, max: 18 }),
      seed: fc.integer({ min: 1, max: 1e6 }),
      from: fc.nat(200),
      covarianceType: fc.constantFrom('full' as const, 'tied' as const),
    })
    fc.assert(
      fc.property(shapes, ({ count, dimensions, componentCount, seed, from, covarianceType }) => {
        const frames = clusteredFrames(count, dimensions, 4, seed)
        const mixture = fullMixtureOn(frames, componentCount, 30, seed, covarianceType)
        const start = Math.min(from, count - 1)
        const [step, reference] = [stepOf(mixture, precision, kernel), referenceOf(mixture)]
        const expected = sumsOf(reference, frames, mixture, start, count)
        expectSameSums(sumsOf(step, frames, mixture, start, count), expected, tolerance[precision], mixture)
        const scores = scoresOf(reference, frames)
        expectNear(scoresOf(step, frames), scores, (i) => tolerance[precision] * (1 + Math.abs(scores[i])))
      }),
      { numRuns: 60 },
    )
  })

  test.each([17, 39, 80])('adds up a triangle of %i columns in parts', (dimensions) => {
    const frames = clusteredFrames(130, dimensions, 3)
    const mixture = fullMixtureOn(frames, 5, 20, 3)
    const expected = sumsOf(referenceOf(mixture), frames, mixture)
    expectSameSums(sumsOf(stepOf(mixture, precision, kernel), frames, mixture), expected, tolerance[precision], mixture)
  })

  test('adds to what the statistics hold already, about whatever centers they have, with weights and float64', () => {
    const near = clusteredFrames(500, 6, 3)
    const weights = Float64Array.from({ length: 500 }, (_, i) => (i % 7) / 2)
    const frames = { ...near, data: Float64Array.from(near.data, (value) => value + 1e4), weights }
    const mixture = fullMixtureOn(frames, 5, 20, 3)
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

  test('shares out frames 1,000 standard deviations away, beside ordinary ones', () => {
    const near = clusteredFrames(400, 4, 3)
    const mixture = fullMixtureOn(near, 6, 1, 4)
    const frames = concatenateFrames([near, framesOf([[1100, -1100, 1100, 1100]]), near])
    const sums = sumsOf(stepOf(mixture, precision, kernel), frames, mixture)
    expect(sums.counts.reduce((a, b) => a + b)).toBeCloseTo(801, precision === 'float64' ? 9 : 3)
    expectSameSums(sums, sumsOf(referenceOf(mixture), frames, mixture), tolerance[precision], mixture)
  })

  test('has the joint log density of each frame under each component, -infinity for weight 0', () => {
    const frames = clusteredFrames(230, 5, 4)
    const ordinary = fullMixtureOn(frames, 11, 20, 3)
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
    const mixture = { ...fullMixtureOn(frames, 2, 5, 6), weights: Float64Array.of(1, 0) }
    const { counts } = sumsOf(stepOf(mixture, precision, kernel), frames, mixture)
    expect(counts[0]).toBeCloseTo(50, precision === 'float64' ? 12 : 5)
    expect(counts[1]).toBe(0)
  })

  test('leaves a covariance that it cannot hold to the reference', () => {
    const frames = clusteredFrames(100, 2, 2)
    const mixture = fullMixtureOn(frames, 2, 1, 4)
    const thin = { ...mixture, covariances: mixture.covariances.map((value, i) => (i < 4 ? 1e-14 * value : value)) }
    expect(fullForm(densitiesOf(thin), precision)).toBeNull()
    expectSameSums(
      sumsOf(stepOf(thin, precision, kernel), frames, thin),
      sumsOf(referenceOf(thin), frames, thin),
      1e-12,
      thin,
    )
  })
})
