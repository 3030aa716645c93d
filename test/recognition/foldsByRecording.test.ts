import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldsByRecording, type LabeledRecording } from '../../src/recognition/foldsByRecording'

const recordings = fc
  .array(fc.record({ label: fc.constantFrom('a', 'b', 'c'), content: fc.nat(12) }), { minLength: 1, maxLength: 60 })
  .map((list) => list.map(({ label, content }, id): LabeledRecording => ({ id, label, contentHash: String(content) })))

describe('folds by recording', () => {
  test('copies of one audio always share a fold, whatever they are labeled', () => {
    fc.assert(
      fc.property(recordings, fc.integer({ min: 2, max: 6 }), fc.nat(1000), (list, folds, seed) => {
        const foldOf = foldsByRecording(list, { folds, seed })
        const byContent = new Map<string, Set<number | null>>()
        list.forEach(({ contentHash = '' }, i) => {
          byContent.set(contentHash, (byContent.get(contentHash) ?? new Set()).add(foldOf[i]))
        })
        for (const foldsOfContent of byContent.values()) expect(foldsOfContent.size).toBe(1)
      }),
    )
  })

  test('every label that is asked about in a fold has something to learn from outside it', () => {
    fc.assert(
      fc.property(recordings, fc.integer({ min: 2, max: 6 }), fc.nat(1000), (list, folds, seed) => {
        const foldOf = foldsByRecording(list, { folds, seed })
        list.forEach(({ label }, i) => {
          if (foldOf[i] === null) return
          expect(list.some((other, j) => other.label === label && foldOf[j] !== foldOf[i])).toBe(true)
        })
      }),
    )
  })

  test('labels are spread evenly where every recording has its own content', () => {
    const list = Array.from({ length: 53 }, (_, id) => ({ id, label: id < 20 ? 'a' : 'b' }))
    const foldOf = foldsByRecording(list, { folds: 5, seed: 3 })
    for (const label of ['a', 'b']) {
      const sizes = [0, 1, 2, 3, 4].map((fold) => list.filter((r, i) => r.label === label && foldOf[i] === fold).length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }
  })

  test('the same seed gives the same folds in any order of the list, another seed others', () => {
    const list = Array.from({ length: 40 }, (_, id) => ({ id, label: id % 2 ? 'a' : 'b' }))
    const folds = foldsByRecording(list, { folds: 4, seed: 1 })
    expect(foldsByRecording([...list].reverse(), { folds: 4, seed: 1 }).reverse()).toEqual(folds)
    expect(foldsByRecording(list, { folds: 4, seed: 2 })).not.toEqual(folds)
  })

  test('the same contents are split alike whatever ids they were given', () => {
    const contents = Array.from({ length: 12 }, (_, i) => ({ label: i % 2 ? 'a' : 'b', contentHash: `content ${i}` }))
    const ascending = contents.map((recording, i) => ({ ...recording, id: i + 1 }))
    const descending = contents.map((recording, i) => ({ ...recording, id: 100 - i }))
    expect(foldsByRecording(descending, { folds: 3 })).toEqual(foldsByRecording(ascending, { folds: 3 }))
  })

  test('a recording whose copies carry two labels is never held out', () => {
    const list = ['a', 'a', 'b', 'b'].map((label, id) => ({ id, label, contentHash: String(id) }))
    const foldOf = foldsByRecording([...list, { id: 4, label: 'b', contentHash: '0' }], { folds: 2 })
    expect([foldOf[0], foldOf[4]]).toEqual([null, null])
    expect(foldOf.slice(1, 4)).not.toContain(null)
  })

  test('a label with a single recording is never held out', () => {
    const list = [1, 2, 3].map((id) => ({ id, label: id === 3 ? 'rare' : 'common' }))
    expect(foldsByRecording(list, { folds: 2 })[2]).toBeNull()
  })

  test('a single fold is refused', () => {
    expect(() => foldsByRecording([], { folds: 1 })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }))
  })
})
