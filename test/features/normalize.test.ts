import { describe, expect, test } from 'vitest'
import { normalize } from '../../src/features/normalize'

const speech = Uint8Array.of(1, 1, 0, 1)
const matrix = (): Float32Array => Float32Array.of(1, 10, 2, 10, 900, 10, 6, 10)
const columnOf = (data: Float32Array, column: number): number[] => [...data].filter((_, i) => i % 2 === column)

describe('normalization', () => {
  test('mean takes the mean over kept frames out of every frame', () => {
    const data = matrix()
    normalize(data, 2, speech, 'mean')
    expect(columnOf(data, 0)).toEqual([-2, -1, 897, 3])
    expect(columnOf(data, 1)).toEqual([0, 0, 0, 0])
  })

  test('mean and variance leaves kept frames with mean 0 and variance 1', () => {
    const data = matrix()
    normalize(data, 2, speech, 'meanVariance')
    const kept = columnOf(data, 0).filter((_, i) => speech[i] === 1)
    expect(kept.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6)
    expect(kept.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 6)
  })

  test('a column that does not vary is centered and not blown up', () => {
    const data = matrix()
    normalize(data, 2, speech, 'meanVariance')
    expect(columnOf(data, 1)).toEqual([0, 0, 0, 0])
  })

  test('nothing changes without kept frames, or when it is off', () => {
    const untouched = matrix()
    normalize(untouched, 2, new Uint8Array(4), 'meanVariance')
    normalize(untouched, 2, speech, 'none')
    expect(untouched).toEqual(matrix())
  })
})
