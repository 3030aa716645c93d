import { describe, expect, test } from 'vitest'
import { recordingNormalization, shiftAndScale } from '../../src/features/normalize'
import { rowsThrough } from './rowsThrough'

const speech = Uint8Array.of(1, 1, 0, 1)
const rows = [
  [1, 10],
  [2, 10],
  [900, 10],
  [6, 10],
]

function normalized(kind: 'mean' | 'meanVariance', kept = speech): [number[], number[]] {
  const found = rowsThrough(
    rows,
    2,
    (next) => recordingNormalization({ columns: 2, kind, speech: () => kept }, {}, next),
    [1, 2],
  )
  return [found.map(([first]) => first), found.map(([, second]) => second)]
}

describe('normalization by the recording', () => {
  test('mean takes the mean over kept frames out of every frame', () => {
    expect(normalized('mean')).toEqual([
      [-2, -1, 897, 3],
      [0, 0, 0, 0],
    ])
  })

  test('mean and variance leaves kept frames with mean 0 and variance 1', () => {
    const kept = normalized('meanVariance')[0].filter((_, i) => speech[i] === 1)
    expect(kept.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6)
    expect(kept.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 6)
  })

  test('a column that does not vary is centered and not blown up', () => {
    expect(normalized('meanVariance')[1]).toEqual([0, 0, 0, 0])
  })

  test('nothing changes without kept frames', () => {
    expect(normalized('meanVariance', new Uint8Array(4))).toEqual([
      [1, 2, 900, 6],
      [10, 10, 10, 10],
    ])
  })
})

test('given means and deviations are taken out of every row', () => {
  const long = Array.from({ length: 1200 }, (_, i) => [i, 4])
  const found = rowsThrough(long, 2, (next) => shiftAndScale({ means: [2, 0], deviations: [4, 0.5] }, next))
  expect(found).toEqual(long.map(([i]) => [(i - 2) / 4, 8]))
})
