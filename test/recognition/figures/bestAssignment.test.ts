import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/mixture/random'
import { bestAssignment } from '../../../src/recognition/figures/bestAssignment'

/** The largest sum of all ways to match rows to columns, or to leave them out where there are too few. */
function bestSum(weights: readonly (readonly number[])[], row = 0, taken: readonly number[] = []): number {
  if (row === weights.length) return 0
  const free = weights[row].flatMap((_, column) => (taken.includes(column) ? [] : [column]))
  const sums = free.map((column) => weights[row][column] + bestSum(weights, row + 1, [...taken, column]))
  const tooMany = weights.length > weights[row].length
  return Math.max(...sums, ...(tooMany || free.length === 0 ? [bestSum(weights, row + 1, taken)] : []))
}

test('the assignment has the largest sum of all, on tables of every shape', () => {
  const random = seededRandom(1)
  for (let round = 0; round < 300; round++) {
    const columns = 1 + random.index(5)
    const weights = Array.from({ length: 1 + random.index(5) }, () =>
      Array.from({ length: columns }, () => random.index(10)),
    )
    const matched = bestAssignment(weights)
    const used = matched.filter((column) => column !== null)
    expect(new Set(used).size).toBe(used.length)
    expect(used.length).toBe(Math.min(weights.length, columns))
    const sum = matched.reduce<number>((total, column, row) => total + (column === null ? 0 : weights[row][column]), 0)
    expect(sum).toBe(bestSum(weights))
  }
})

test('nothing is matched in an empty table', () => {
  expect(bestAssignment([])).toEqual([])
  expect(bestAssignment([[], []])).toEqual([null, null])
})
