import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deviationOf, mergeMoments, MomentSums, type ColumnMoments } from '../../src/features/columnMoments'

function momentsOf(values: readonly number[]): ColumnMoments {
  const sums = new MomentSums(1)
  const rows = Float32Array.from(values)
  for (let i = 0; i < rows.length; i++) sums.add(rows, i)
  return sums.moments()
}

test('moments of parts put together are those of the whole, empty parts too', () => {
  const part = fc.array(fc.integer({ min: -100, max: 100 }), { maxLength: 50 })
  fc.assert(
    fc.property(part, part, fc.constantFrom(0, 1e5), (a, b, offset) => {
      const [first, second] = [a, b].map((values) => values.map((value) => value + offset))
      const whole = momentsOf([...first, ...second])
      const merged = mergeMoments(momentsOf(first), momentsOf(second))
      expect(merged.count).toBe(whole.count)
      expect(merged.means[0]).toBeCloseTo(whole.means[0], 6)
      expect(merged.variances[0]).toBeCloseTo(whole.variances[0], 6)
    }),
  )
})

test('the moments are the mean and the mean square about it', () => {
  const { count, means, variances } = momentsOf([1, 2, 6])
  expect(count).toBe(3)
  expect(means[0]).toBeCloseTo(3, 12)
  expect(variances[0]).toBeCloseTo(14 / 3, 12)
})

test('a column that differs by rounding alone is not blown up', () => {
  expect(deviationOf(0, 4)).toBe(2)
  expect(deviationOf(5, 0)).toBe(1)
  expect(deviationOf(1e6, 1)).toBe(1)
})
