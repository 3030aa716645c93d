import { describe, expect, test } from 'vitest'
import { smoothScores } from '../../src/recognition/smoothScores'

const kept = (count: number): Uint8Array => new Uint8Array(count).fill(1)

describe('smoothed scores', () => {
  test('are the scores themselves without a window', () => {
    const scores = Float32Array.of(1, 10, 2, 20, 3, 30)
    expect(smoothScores(scores, 2, kept(3), 0, 100)).toEqual({ data: scores, rows: 3, labels: 2, step: 1 })
  })

  test('are a centered moving mean that shrinks at the ends', () => {
    const { data } = smoothScores(Float32Array.of(0, 3, 6, 9, 12), 1, kept(5), 3, 100)
    expect([...data]).toEqual([1.5, 3, 6, 9, 10.5])
  })

  test('leave dropped frames out of the mean and show them as NaN', () => {
    const { data } = smoothScores(Float32Array.of(0, 1000, 6), 1, Uint8Array.of(1, 0, 1), 3, 100)
    expect([...data]).toEqual([0, NaN, 6])
  })

  test('hold at most as many rows as asked for, each the mean of its frames', () => {
    const { data, rows, step } = smoothScores(Float32Array.of(1, 3, 5, 7, 9), 1, kept(5), 0, 3)
    expect([rows, step]).toEqual([3, 2])
    expect([...data]).toEqual([2, 6, 9])
  })

  test('of no frames are empty', () => {
    expect(smoothScores(new Float32Array(), 2, kept(0), 3, 10).rows).toBe(0)
  })

  test('refuse a mask of another length', () => {
    expect(() => smoothScores(new Float32Array(4), 2, kept(3), 0, 10)).toThrow(RangeError)
  })
})
