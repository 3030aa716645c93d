import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deltas } from '../../src/features/deltas'
import { rowsThrough } from './rowsThrough'

/** The slopes of one column, by the formula. */
function slopes(values: readonly number[], reach: number): number[] {
  const at = (t: number): number => values[Math.min(values.length - 1, Math.max(0, t))]
  return values.map((_, t) => {
    let above = 0
    let below = 0
    for (let n = 1; n <= reach; n++) {
      above += n * (at(t + n) - at(t - n))
      below += 2 * n ** 2
    }
    return Math.fround(above / below)
  })
}

const slopesOf = (values: number[], reach = 2): number[] =>
  rowsThrough(
    values.map((value) => [value]),
    2,
    (next) => deltas({ columns: 1, from: 0, count: 1, reach }, next),
  ).map(([, slope]) => slope)

test('the deltas of a ramp are its slope, less at the edges where frames repeat', () => {
  const expected = [(3 + 2 * 6) / 10, (6 + 2 * 9) / 10, 3, 3, 3, (6 + 2 * 9) / 10, (3 + 2 * 6) / 10]
  slopesOf([0, 3, 6, 9, 12, 15, 18]).forEach((slope, i) => expect(slope).toBeCloseTo(expected[i], 6))
})

test('the deltas of a constant are zero', () => {
  expect(slopesOf([5, 5, 5, 5])).toEqual([0, 0, 0, 0])
})

test('a single frame has no slope', () => {
  expect(slopesOf([7])).toEqual([0])
})

test('slopes stand behind their columns, and are those of the formula over any reach, length and blocks', () => {
  const value = fc.integer({ min: -1000, max: 1000 })
  const rows = fc.array(fc.tuple(value, value, value, value), { minLength: 1, maxLength: 1300 })
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 5 }), sizes, (rows, reach, sizes) => {
      const found = rowsThrough(rows, 6, (next) => deltas({ columns: 4, from: 1, count: 2, reach }, next), sizes)
      const [second, third] = [1, 2].map((column) =>
        slopes(
          rows.map((row) => row[column]),
          reach,
        ),
      )
      expect(found).toEqual(rows.map(([a, b, c, d], i) => [a, b, c, second[i], third[i], d]))
    }),
    { numRuns: 50 },
  )
})

test('delta-deltas are the slopes of the slopes, the first and last slope repeated', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  const found = rowsThrough(
    values.map((value) => [value, -value]),
    4,
    (next) => {
      const second = deltas({ columns: 3, from: 1, count: 1, reach: 3 }, next)
      return deltas({ columns: 2, from: 0, count: 1, reach: 3 }, second)
    },
    [3, 1],
  )
  const first = slopes(values, 3)
  const second = slopes(first, 3)
  expect(found).toEqual(values.map((value, i) => [value, first[i], second[i], -value]))
})
