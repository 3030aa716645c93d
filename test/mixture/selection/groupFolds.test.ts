import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupFolds } from '../../../src/mixture/selection/groupFolds'

const anyGroups = fc
  .array(fc.integer({ min: -3, max: 12 }), { minLength: 2, maxLength: 200 })
  .map((groups) => Int32Array.from(groups))
const anyFolds = fc.integer({ min: 2, max: 12 })

test('no group is on both sides, and every fold has some', () => {
  fc.assert(
    fc.property(anyGroups, anyFolds, fc.nat(), (groups, asked, seed) => {
      const distinct = new Set(groups).size
      const { foldOf, folds } = groupFolds(groups, { folds: asked, seed })
      expect(new Set(foldOf)).toEqual(new Set(Array.from({ length: folds }, (_, fold) => fold)))
      if (distinct === 1) return
      expect(folds).toBe(Math.min(asked, distinct))
      const foldOfGroup = new Map<number, number>()
      groups.forEach((group, i) => {
        expect(foldOfGroup.get(group) ?? foldOf[i]).toBe(foldOf[i])
        foldOfGroup.set(group, foldOf[i])
      })
    }),
  )
})

test('folds differ by no more than the largest group', () => {
  fc.assert(
    fc.property(anyGroups, anyFolds, (groups, asked) => {
      if (new Set(groups).size === 1) return
      const { foldOf, folds } = groupFolds(groups, { folds: asked })
      const count = (values: Int32Array, value: number) => values.filter((other) => other === value).length
      const sizes = Array.from({ length: folds }, (_, fold) => count(foldOf, fold))
      const largest = Math.max(...Array.from(groups, (group) => count(groups, group)))
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest)
    }),
  )
})

test('the seed decides who meets whom, and decides it again', () => {
  const groups = Int32Array.from({ length: 60 }, (_, i) => i % 20)
  const deal = (seed: number) => groupFolds(groups, { folds: 5, seed }).foldOf
  expect(deal(1)).toEqual(deal(1))
  expect(deal(1)).not.toEqual(deal(2))
})

test('frames of a single group stay beside their neighbors: ten blocks a fold', () => {
  const { foldOf, folds } = groupFolds(new Int32Array(1000), { folds: 4, seed: 3 })
  expect(folds).toBe(4)
  for (let block = 0; block < 40; block++) expect(new Set(foldOf.subarray(block * 25, (block + 1) * 25)).size).toBe(1)
  for (let fold = 0; fold < 4; fold++) expect(foldOf.filter((other) => other === fold)).toHaveLength(250)
})

test('one frame is one fold, and one fold is none', () => {
  expect(groupFolds(new Int32Array(1), { folds: 5 })).toEqual({ foldOf: new Int32Array(1), folds: 1 })
  expect(() => groupFolds(new Int32Array(9), { folds: 1 })).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID' }),
  )
})
