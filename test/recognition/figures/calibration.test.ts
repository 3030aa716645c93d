import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { likelihoodRatioCost, minimumLikelihoodRatioCost } from '../../../src/recognition/figures/likelihoodRatioCost'
import { logisticCalibration } from '../../../src/recognition/figures/logisticCalibration'
import { mcNemar } from '../../../src/recognition/figures/mcNemar'
import { optimalLikelihoodRatios } from '../../../src/recognition/figures/optimalLikelihoodRatios'
import { anyScores } from './anyScores'

const log2 = (x: number): number => Math.log(x) / Math.LN2
const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length

describe('the cost of likelihood ratios', () => {
  test('is that of its definition', () => {
    fc.assert(
      fc.property(anyScores(), ({ targets, impostors }) => {
        const slow =
          0.5 * mean(targets.map((score) => log2(1 + 1 / Math.exp(score)))) +
          0.5 * mean(impostors.map((score) => log2(1 + Math.exp(score))))
        expect(likelihoodRatioCost({ targets, impostors })).toBeCloseTo(slow, 9)
      }),
    )
  })

  test('is 1 for no idea, 0 for certain and right, infinite for certain and wrong', () => {
    expect(likelihoodRatioCost({ targets: [0, 0], impostors: [0] })).toBeCloseTo(1, 12)
    expect(likelihoodRatioCost({ targets: [Infinity], impostors: [-Infinity] })).toBe(0)
    expect(likelihoodRatioCost({ targets: [1, -Infinity], impostors: [-1] })).toBe(Infinity)
    expect(likelihoodRatioCost({ targets: [1000], impostors: [-1000] })).toBe(0)
  })

  test('cannot be less, in the order of the scores, than its minimum', () => {
    fc.assert(
      fc.property(anyScores(), fc.double({ min: 0.01, max: 5, noNaN: true }), (scores, scale) => {
        const least = minimumLikelihoodRatioCost(scores)
        const line = (list: readonly number[]): number[] => list.map((score) => scale * score - 0.3)
        expect(least).toBeLessThanOrEqual(
          likelihoodRatioCost({ targets: line(scores.targets), impostors: line(scores.impostors) }) + 1e-9,
        )
        expect(least).toBeGreaterThanOrEqual(0)
        expect(least).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})

describe('the optimal ratios', () => {
  test('rise with the scores, and equal scores share one', () => {
    fc.assert(
      fc.property(anyScores(true), (scores) => {
        const best = optimalLikelihoodRatios(scores)
        const pairs = [
          ...scores.targets.map((score, i) => [score, best.targets[i]] as const),
          ...scores.impostors.map((score, i) => [score, best.impostors[i]] as const),
        ]
        for (const [a, ratioA] of pairs) {
          for (const [b, ratioB] of pairs) {
            if (a < b) expect(ratioA).toBeLessThanOrEqual(ratioB)
            if (a === b) expect(ratioA).toBe(ratioB)
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  test('of a case worked by hand', () => {
    // By score: impostor, target, impostor, target. The middle two are out of order and pool to an even share.
    const { targets, impostors } = optimalLikelihoodRatios({ targets: [2, 4], impostors: [1, 3] })
    expect([...targets]).toEqual([0, Infinity])
    expect([...impostors]).toEqual([-Infinity, 0])
  })
})

describe('logistic calibration', () => {
  test('finds the line behind scores that have one', () => {
    // Gaussians of equal variance 4 about 1 and -3: the log likelihood ratio of x is (1 - -3) / 4 (x + 1) = x + 1.
    const normal = (count: number, center: number): number[] =>
      Array.from({ length: count }, (_, i) => center + 2 * quantile((i + 0.5) / count))
    const { scale, offset } = logisticCalibration({ targets: normal(4000, 1), impostors: normal(1000, -3) })
    expect(scale).toBeCloseTo(1, 1)
    expect(offset).toBeCloseTo(1, 1)
  })

  test('never costs more than any line near it, nor than no idea', () => {
    fc.assert(
      fc.property(
        anyScores(),
        fc.double({ min: -0.2, max: 0.2, noNaN: true }),
        fc.double({ min: -0.2, max: 0.2, noNaN: true }),
        (scores, dScale, dOffset) => {
          const { scale, offset } = logisticCalibration(scores)
          const cost = (a: number, b: number): number => {
            const line = (list: readonly number[]): number[] => list.map((score) => a * score + b)
            return likelihoodRatioCost({ targets: line(scores.targets), impostors: line(scores.impostors) })
          }
          expect(cost(scale, offset)).toBeLessThan(cost(scale + dScale, offset + dOffset) + 2e-3)
          expect(cost(scale, offset)).toBeLessThan(1 + 1e-6)
        },
      ),
    )
  })

  test('stays finite where the scores are separable, infinite or all alike', () => {
    const separable = logisticCalibration({ targets: [5, 6], impostors: [1, 2, Number.NEGATIVE_INFINITY] })
    expect(separable.scale).toBeGreaterThan(0)
    expect(Number.isFinite(separable.scale) && Number.isFinite(separable.offset)).toBe(true)
    expect(logisticCalibration({ targets: [3, 3], impostors: [3] })).toEqual({ scale: 0, offset: 0 })
    expect(() => logisticCalibration({ targets: [Infinity], impostors: [1] })).toThrow('finite scores')
  })
})

describe("McNemar's test", () => {
  test('is the exact two-sided binomial tail', () => {
    expect(mcNemar({ onlyFirstRight: 0, onlySecondRight: 0 })).toBe(1)
    expect(mcNemar({ onlyFirstRight: 5, onlySecondRight: 0 })).toBeCloseTo(2 / 32, 12)
    expect(mcNemar({ onlyFirstRight: 2, onlySecondRight: 8 })).toBeCloseTo((2 * (1 + 10 + 45)) / 1024, 12)
    expect(mcNemar({ onlyFirstRight: 4, onlySecondRight: 4 })).toBe(1)
    expect(mcNemar({ onlyFirstRight: 600, onlySecondRight: 500 })).toBeCloseTo(0.0028, 3)
    expect(() => mcNemar({ onlyFirstRight: -1, onlySecondRight: 0 })).toThrow('whole numbers')
  })
})

/** Inverse of the standard normal distribution by bisection of a series; exact enough for a test. */
function quantile(share: number): number {
  const cdf = (x: number): number => {
    let [term, sum] = [x, x]
    for (let k = 1; k < 200; k++) {
      term *= (-x * x * (2 * k - 1)) / (2 * k * (2 * k + 1))
      sum += term
    }
    return 0.5 + sum / Math.sqrt(2 * Math.PI)
  }
  let [low, high] = [-6, 6]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (cdf(middle) < share) low = middle
    else high = middle
  }
  return low
}
