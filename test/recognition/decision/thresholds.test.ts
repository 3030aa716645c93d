import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cheapestThreshold, countBelow, equalErrorThreshold } from '../../../src/recognition/decision/thresholds'

const sorted = (...values: number[]): Float64Array => Float64Array.from(values).sort()
const scores = fc.array(fc.integer({ min: -30, max: 0 }), { minLength: 2, maxLength: 40 })
const rates = (known: Float64Array, unknown: Float64Array, threshold: number): [number, number] => [
  known.filter((score) => score < threshold).length / known.length,
  unknown.filter((score) => score >= threshold).length / unknown.length,
]

describe('the equal error threshold', () => {
  test('lies in the middle of the gap where known and unknown scores do not meet', () => {
    expect(equalErrorThreshold(sorted(-10, -11.9), sorted(-15, -20))).toBeCloseTo((-11.9 - 15) / 2, 12)
  })

  test('no other brings the two error shares closer', () => {
    fc.assert(
      fc.property(scores, scores, fc.double({ min: -31, max: 1, noNaN: true }), (a, b, other) => {
        fc.pre(new Set([...a, ...b]).size > 1)
        const [known, unknown] = [sorted(...a), sorted(...b)]
        const gap = (threshold: number): number => {
          const [reject, accept] = rates(known, unknown, threshold)
          return Math.abs(reject - accept)
        }
        expect(gap(equalErrorThreshold(known, unknown))).toBeLessThanOrEqual(gap(other) + 1e-12)
      }),
    )
  })
})

describe('the cheapest threshold', () => {
  test('no other costs less', () => {
    const weight = fc.double({ min: 0.1, max: 20, noNaN: true })
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(scores, scores, weight, weight, share, fc.double({ min: -31, max: 1, noNaN: true }), (...drawn) => {
        const [a, b, falseAccept, falseReject, unknownShare, other] = drawn
        const [known, unknown] = [sorted(...a), sorted(...b)]
        const cost = (threshold: number): number => {
          const [reject, accept] = rates(known, unknown, threshold)
          return falseReject * (1 - unknownShare) * reject + falseAccept * unknownShare * accept
        }
        const found = cheapestThreshold(known, unknown, { falseAccept, falseReject, unknownShare })
        expect(cost(found ?? -Infinity)).toBeLessThanOrEqual(cost(other) + 1e-9)
      }),
    )
  })

  test('rises with the cost of a false accept', () => {
    const known = Float64Array.from({ length: 50 }, (_, i) => i)
    const unknown = Float64Array.from({ length: 50 }, (_, i) => i - 25)
    const at = (falseAccept: number): number =>
      cheapestThreshold(known, unknown, { falseAccept, falseReject: 1, unknownShare: 0.5 }) ?? -Infinity
    expect(at(0.2)).toBeLessThan(at(1.5))
    expect(at(1.5)).toBeGreaterThan(at(0.5))
    expect(at(100)).toBeGreaterThanOrEqual(24)
  })

  test('is none where accepting everything is cheapest, and above all scores where refusing everything is', () => {
    const mixed = sorted(-3, -2, -1)
    const cheap = { falseAccept: 1, falseReject: 1, unknownShare: 0.01 }
    expect(cheapestThreshold(mixed, mixed, cheap)).toBeNull()
    const dear = cheapestThreshold(mixed, mixed, { ...cheap, unknownShare: 0.99 })
    expect(countBelow(mixed, dear!)).toBe(3)
  })
})
