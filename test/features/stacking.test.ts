import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stacking } from '../../src/features/stacking'
import { rowsThrough } from './rowsThrough'

test('a stacked row is its neighbors, oldest first, the first and last row repeated beyond the edges', () => {
  const rows = [
    [1, 10],
    [2, 20],
    [3, 30],
  ]
  expect(rowsThrough(rows, 6, (next) => stacking({ columns: 2, reach: 1 }, next))).toEqual([
    [1, 10, 1, 10, 2, 20],
    [1, 10, 2, 20, 3, 30],
    [2, 20, 3, 30, 3, 30],
  ])
  expect(rowsThrough([[7]], 5, (next) => stacking({ columns: 1, reach: 2 }, next))).toEqual([[7, 7, 7, 7, 7]])
})

test('stacking is the same over any reach, length and blocks', () => {
  const lengths = fc.integer({ min: 1, max: 1300 })
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 10 }), sizes, (length, reach, sizes) => {
      const rows = Array.from({ length }, (_, i) => [i])
      const found = rowsThrough(rows, 2 * reach + 1, (next) => stacking({ columns: 1, reach }, next), sizes)
      const expected = rows.map((_, t) =>
        Array.from({ length: 2 * reach + 1 }, (_, i) => Math.min(length - 1, Math.max(0, t - reach + i))),
      )
      expect(found).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})
