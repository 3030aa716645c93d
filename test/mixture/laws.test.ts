import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitMixture, type FitResult } from '../../src/mixture/expectationMaximization'
import type { Frames } from '../../src/mixture/frames'
import type { GivenParameters } from '../../src/mixture/fitOptions'
import { responsibilities, scoreSamples } from '../../src/mixture/score'
import { framesOf } from './syntheticFrames'

/** Frames on a grid of 1/8, so that moving and scaling them is exact in float32; duplicates are common on purpose. */
const anyFrames = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 6, max: 60 }))
  .chain(([dimensions, count]) =>
    fc.array(fc.array(fc.integer({ min: -400, max: 400 }), { minLength: dimensions, maxLength: dimensions }), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map((rows) => framesOf(rows.map((row) => row.map((value) => value / 8))))

const anyK = fc.integer({ min: 1, max: 6 })
const anySeed = fc.integer({ min: 0, max: 0xffffffff })

describe('whatever the frames', () => {
  test('the lower bound never falls under a variance floor', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, (frames, components, seed) => {
        const varianceFloor = new Float64Array(frames.dimensions).fill(1e-3)
        const { lowerBounds } = fitMixture(frames, { components, seed, regCovar: 0, varianceFloor, tolerance: 1e-9 })
        for (let i = 1; i < lowerBounds.length; i++) {
          expect(lowerBounds[i]).toBeGreaterThanOrEqual(lowerBounds[i - 1] - 1e-9)
        }
      }),
    )
  })

  test('regCovar costs the lower bound at most an eighth of a nat a dimension in a step', () => {
    fc.assert(
      fc.property(
        anyFrames,
        anyK,
        anySeed,
        fc.constantFrom(1e-6, 1e-2, 1, 100),
        (frames, components, seed, regCovar) => {
          const { lowerBounds } = fitMixture(frames, { components, seed, regCovar, tolerance: 1e-9 })
          for (let i = 1; i < lowerBounds.length; i++) {
            expect(lowerBounds[i]).toBeGreaterThanOrEqual(lowerBounds[i - 1] - frames.dimensions / 8)
          }
        },
      ),
    )
  })

  test('weights sum to 1, variances stay above what holds them up, and everything is finite', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, (frames, components, seed) => {
        const { mixture } = fitMixture(frames, { components, seed })
        expect(sum(mixture.weights)).toBeCloseTo(1, 12)
        for (const weight of mixture.weights) expect(weight).toBeGreaterThan(0)
        for (const mean of mixture.means) expect(Math.abs(mean)).toBeLessThanOrEqual(50)
        for (const variance of mixture.covariances) expect(variance).toBeGreaterThanOrEqual(1e-6)
        for (const score of scoreSamples(mixture, frames)) expect(Number.isFinite(score)).toBe(true)
      }),
    )
  })

  test('the responsibilities of a frame sum to 1', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, (frames, components, seed) => {
        const shares = responsibilities(fitMixture(frames, { components, seed }).mixture, frames)
        for (let i = 0; i < frames.count; i++) {
          const row = shares.subarray(i * components, (i + 1) * components)
          expect(sum(row)).toBeCloseTo(1, 12)
          for (const share of row) expect(share).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('the same seed gives the same bits', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, (frames, components, seed) => {
        const options = { components, seed, starts: 2 }
        const again = { ...frames, data: frames.data.slice() }
        expect(fitMixture(again, options)).toEqual(fitMixture(frames, options))
      }),
      { numRuns: 30 },
    )
  })
})

describe('from given parameters', () => {
  test('the order of the frames changes nothing beyond rounding', () => {
    fc.assert(
      fc.property(anyFrames, anyK, (frames, components) => {
        const turned = mapRows(frames, (i) => frames.count - 1 - i, 1, 0)
        expectAlike(fitFrom(turned, start(frames, components)), fitFrom(frames, start(frames, components)), 1, 0)
      }),
    )
  })

  test('moving and scaling the frames moves and scales the mixture', () => {
    fc.assert(
      fc.property(
        anyFrames,
        anyK,
        fc.integer({ min: -3, max: 3 }),
        fc.integer({ min: -999, max: 999 }),
        (frames, k, power, shift) => {
          const scale = 2 ** power
          const given = start(frames, k)
          const moved = fitFrom(
            mapRows(frames, (i) => i, scale, shift),
            {
              weights: given.weights,
              means: given.means.map((mean) => mean * scale + shift),
              covariances: given.covariances.map((variance) => variance * scale * scale),
            },
            scale,
          )
          const plain = fitFrom(frames, given)
          expectAlike(moved, plain, scale, shift)
          const drop = frames.dimensions * Math.log(scale)
          for (const [i, bound] of moved.lowerBounds.entries())
            expect(bound).toBeCloseTo(plain.lowerBounds[i] - drop, 7)
        },
      ),
    )
  })
})

/** Some of the frames themselves as means, the same variances everywhere. */
function start(frames: Frames, components: number): GivenParameters {
  return {
    weights: new Float64Array(components).fill(1 / components),
    means: Float64Array.from(frames.data.subarray(0, components * frames.dimensions)),
    covariances: new Float64Array(components * frames.dimensions).fill(400),
  }
}

function fitFrom(frames: Frames, given: GivenParameters, scale = 1): FitResult {
  return fitMixture(frames, {
    components: given.weights.length,
    initialization: given,
    maxIterations: 5,
    tolerance: 0,
    regCovar: 0.01 * scale * scale,
  })
}

function mapRows(frames: Frames, source: (row: number) => number, scale: number, shift: number): Frames {
  const { count, dimensions } = frames
  const data = new Float32Array(count * dimensions)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < dimensions; j++) {
      data[i * dimensions + j] = frames.data[source(i) * dimensions + j] * scale + shift
    }
  }
  return { data, count, dimensions }
}

function expectAlike(actual: FitResult, plain: FitResult, scale: number, shift: number): void {
  for (let k = 0; k < plain.mixture.componentCount; k++) {
    expect(actual.mixture.weights[k]).toBeCloseTo(plain.mixture.weights[k], 8)
  }
  for (let at = 0; at < plain.mixture.means.length; at++) {
    expect((actual.mixture.means[at] - shift) / scale).toBeCloseTo(plain.mixture.means[at], 6)
    expect(actual.mixture.covariances[at] / scale ** 2 / plain.mixture.covariances[at]).toBeCloseTo(1, 6)
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
