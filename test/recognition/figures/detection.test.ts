import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detConvexHull } from '../../../src/recognition/figures/detConvexHull'
import { detCurve } from '../../../src/recognition/figures/detCurve'
import type { DetectionScores } from '../../../src/recognition/figures/detectionScores'
import { detectionCost, minimumDetectionCost } from '../../../src/recognition/figures/detectionCost'
import { equalErrorRate } from '../../../src/recognition/figures/equalErrorRate'
import { anyScores } from './anyScores'

/** Rates at a threshold by counting, as a textbook defines them. */
function counted({ targets, impostors }: DetectionScores, threshold: number) {
  const list = (scores: ArrayLike<number>): number[] => Array.from(scores)
  return {
    threshold,
    falseAccept: list(impostors).filter((score) => score >= threshold).length / impostors.length,
    falseReject: list(targets).filter((score) => score < threshold).length / targets.length,
  }
}

/** The least equal rate that tossing a coin between any two thresholds reaches, by trying all pairs. */
function slowEqualErrorRate(scores: DetectionScores): number {
  const all = [...Array.from(scores.targets), ...Array.from(scores.impostors)]
  const points = [...all.map((threshold) => counted(scores, threshold)), { falseAccept: 0, falseReject: 1 }]
  points.push({ falseAccept: 1, falseReject: 0 })
  let best = 1
  for (const a of points) {
    for (const b of points) {
      const [da, db] = [a.falseReject - a.falseAccept, b.falseReject - b.falseAccept]
      if (da > 0 || db < 0) continue
      const share = da === db ? 0 : da / (da - db)
      best = Math.min(best, a.falseReject + share * (b.falseReject - a.falseReject))
    }
  }
  return best
}

describe('the DET curve', () => {
  test('has the rates that counting gives, at each distinct score', () => {
    fc.assert(
      fc.property(anyScores(), (scores) => {
        const curve = detCurve(scores)
        const distinct = [...new Set([...scores.targets, ...scores.impostors].map((score) => score + 0))]
        expect(curve.length).toBe(distinct.length + 1)
        for (const point of curve.slice(0, -1)) {
          const slow = counted(scores, point.threshold)
          expect(point.falseAccept).toBeCloseTo(slow.falseAccept, 12)
          expect(point.falseReject).toBeCloseTo(slow.falseReject, 12)
        }
        expect(curve.at(-1)).toEqual({ threshold: Infinity, falseAccept: 0, falseReject: 1 })
      }),
    )
  })

  test('runs from accepting all to rejecting all, with infinities as with other scores', () => {
    fc.assert(
      fc.property(anyScores(true), (scores) => {
        const curve = detCurve(scores)
        expect(curve[0]).toMatchObject({ falseAccept: 1, falseReject: 0 })
        for (let i = 1; i < curve.length; i++) {
          expect(curve[i].threshold).toBeGreaterThanOrEqual(curve[i - 1].threshold)
          expect(curve[i].falseAccept).toBeLessThanOrEqual(curve[i - 1].falseAccept)
          expect(curve[i].falseReject).toBeGreaterThanOrEqual(curve[i - 1].falseReject)
        }
      }),
    )
  })

  test.each([
    ['no targets', { targets: [], impostors: [1] }, 'no scores of targets'],
    ['no impostors', { targets: [1], impostors: [] }, 'no scores of impostors'],
    ['a score that is not a number', { targets: [1, NaN], impostors: [0] }, 'Score 2 of the targets is not a number'],
  ])('is refused for %s', (_, scores, message) => {
    expect(() => detCurve(scores)).toThrow(message)
  })

  test('is convex along its hull, and the hull lies on it', () => {
    fc.assert(
      fc.property(anyScores(), (scores) => {
        const curve = detCurve(scores)
        const hull = detConvexHull(curve)
        for (const point of hull) expect(curve).toContain(point)
        const slopes = hull.slice(1).map((point, i) => {
          return (point.falseReject - hull[i].falseReject) / (hull[i].falseAccept - point.falseAccept)
        })
        for (let i = 1; i < slopes.length; i++) expect(slopes[i]).toBeGreaterThan(slopes[i - 1])
      }),
    )
  })
})

describe('the equal error rate', () => {
  test('is that of trying every pair of thresholds', () => {
    fc.assert(
      fc.property(anyScores(true), (scores) => {
        expect(equalErrorRate(scores)).toBeCloseTo(slowEqualErrorRate(scores), 12)
      }),
    )
  })

  test('of cases worked by hand', () => {
    expect(equalErrorRate({ targets: [3, 4], impostors: [1, 2] })).toBe(0)
    expect(equalErrorRate({ targets: [1, 2], impostors: [3, 4] })).toBe(0.5)
    expect(equalErrorRate({ targets: [5], impostors: [5] })).toBe(0.5)
    // From a quarter accepted and none rejected to none accepted and a quarter rejected: halfway an eighth each.
    expect(equalErrorRate({ targets: [1, 5, 6, 7], impostors: [0, 0, 0, 3] })).toBeCloseTo(0.125, 12)
    expect(equalErrorRate({ targets: [2, 5, 6, 7], impostors: [0, 1, 3, 5] })).toBeCloseTo(0.25, 12)
    expect(equalErrorRate({ targets: [Infinity, 1], impostors: [-Infinity, 0] })).toBe(0)
  })

  test('does not care for the scale of the scores', () => {
    fc.assert(
      fc.property(anyScores(), (scores) => {
        const changed = (change: (score: number) => number): DetectionScores => ({
          targets: scores.targets.map((score) => change(Math.round(score * 1000))),
          impostors: scores.impostors.map((score) => change(Math.round(score * 1000))),
        })
        const bent = changed((score) => 3 * Math.exp(score / 10_000) - 8)
        expect(equalErrorRate(bent)).toBe(equalErrorRate(changed((score) => score)))
      }),
    )
  })
})

describe('the detection cost', () => {
  test('is least where trying every threshold finds it least', () => {
    fc.assert(
      fc.property(anyScores(), fc.constantFrom(0.01, 0.05, 0.5), (scores, targetPrior) => {
        const all = [...scores.targets, ...scores.impostors, Infinity]
        const slow = Math.min(
          ...all.map((threshold) => {
            const { falseAccept, falseReject } = counted(scores, threshold)
            const odds = (1 - targetPrior) / targetPrior
            return odds >= 1 ? falseReject + odds * falseAccept : (falseReject + odds * falseAccept) / odds
          }),
        )
        const { cost, point } = minimumDetectionCost(scores, { targetPrior })
        expect(cost).toBeCloseTo(slow, 9)
        expect(detectionCost(point, { targetPrior })).toBe(cost)
        expect(cost).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('weighs the errors by prior and cost', () => {
    const point = { falseAccept: 0.1, falseReject: 0.2 }
    expect(detectionCost(point, { targetPrior: 0.5 })).toBeCloseTo(0.3, 12)
    expect(detectionCost(point, { targetPrior: 0.01 })).toBeCloseTo(0.2 + 99 * 0.1, 12)
    expect(detectionCost(point, { targetPrior: 0.5, falseRejectCost: 10 })).toBeCloseTo(10 * 0.2 + 0.1, 12)
    expect(() => detectionCost(point, { targetPrior: 1 })).toThrow('prior between 0 and 1')
  })
})
