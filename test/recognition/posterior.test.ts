import fc from 'fast-check'
import { expect, test } from 'vitest'
import { posterior, secondsPerObservation } from '../../src/recognition/posterior'

const hopSeconds = 0.01

test('one independent observation gives the plain softmax', () => {
  const [first, second] = posterior([-10, -11], secondsPerObservation / hopSeconds, hopSeconds)
  expect(first).toBeCloseTo(1 / (1 + Math.exp(-1)), 12)
  expect(first + second).toBeCloseTo(1, 12)
})

test('longer recordings with the same scores are surer, and the shortest still count as one observation', () => {
  const at = (frames: number): number => posterior([-10, -11], frames, hopSeconds)[0]
  expect(at(100)).toBeGreaterThan(at(20))
  expect(at(1)).toBe(at(10))
})

test('posteriors are finite, sum to one and keep the order of the scores', () => {
  const scores = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 1_000_000 }), (values, frames) => {
      const shares = posterior(values, frames, hopSeconds)
      expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
      const best = values.indexOf(Math.max(...values))
      expect(shares.every((share) => share <= shares[best])).toBe(true)
    }),
  )
})
