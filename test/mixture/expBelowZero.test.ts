import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expBelowZero } from '../../src/mixture/expBelowZero'

test('is Math.exp to two units in the last place, from -64 to 0', () => {
  fc.assert(
    fc.property(fc.double({ min: -64, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(expBelowZero(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(2 * Number.EPSILON)
    }),
    { numRuns: 2000 },
  )
})

test('is exactly 1 at 0', () => {
  expect(expBelowZero(0)).toBe(1)
  expect(expBelowZero(-0)).toBe(1)
})
