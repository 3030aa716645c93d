import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slidingNormalization } from '../../src/features/slidingNormalization'
import { noise } from './randomFrame'
import { rowsThrough } from './rowsThrough'

type Kind = 'slidingMean' | 'slidingMeanVariance'

/** Each window by itself, as Kaldi's SlidingWindowCmn places it with center=true. */
function slowly(values: readonly number[], kind: Kind, windowFrames: number, counts: (frame: number) => boolean) {
  return values.map((value, t) => {
    let from = t - Math.floor(windowFrames / 2)
    let to = from + windowFrames
    if (from < 0) {
      to -= from
      from = 0
    }
    if (to > values.length) {
      from = Math.max(0, from - (to - values.length))
      to = values.length
    }
    const around = values.slice(from, to).filter((_, i) => counts(from + i))
    if (around.length === 0) return value
    const mean = around.reduce((sum, x) => sum + x, 0) / around.length
    const variance = around.reduce((sum, x) => sum + (x - mean) ** 2, 0) / around.length
    const divides = kind === 'slidingMeanVariance' && Math.sqrt(variance) > 1e-5 * Math.max(1, Math.abs(mean))
    return (value - mean) / (divides ? Math.sqrt(variance) : 1)
  })
}

const always = (): boolean => true

function sliding(
  values: readonly number[],
  kind: Kind,
  windowFrames: number,
  counts: (frame: number) => boolean,
  sizes?: readonly number[],
): number[] {
  return rowsThrough(
    values.map((value) => [value]),
    1,
    (next) => slidingNormalization({ columns: 1, kind, windowFrames, counts }, next),
    sizes,
  ).map(([value]) => value)
}

describe('sliding normalization', () => {
  test('is that of each window by itself, over any length, window and blocks', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 4 })
    const lengths = fc.integer({ min: 1, max: 2500 })
    const windows = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 }))
    const kinds = fc.constantFrom<Kind>('slidingMean', 'slidingMeanVariance')
    fc.assert(
      fc.property(lengths, windows, kinds, fc.boolean(), sizes, (length, window, kind, all, sizes) => {
        const values = [...noise(length, 3).map((value, i) => 100 * value + 20 * Math.sin(i / 100) + 500)]
        const counts = all ? always : (frame: number): boolean => Math.floor(frame / 50) % 3 !== 1
        const expected = slowly(values, kind, window, counts)
        sliding(values, kind, window, counts, sizes).forEach((value, t) => {
          expect(Math.abs(value - expected[t])).toBeLessThan(1e-3)
        })
      }),
      { numRuns: 30 },
    )
  })

  test('at the edges the window is moved inward whole, and cut where the recording is shorter', () => {
    expect(sliding([1, 2, 6, 7], 'slidingMean', 3, always)).toEqual([-2, -1, 1, 2])
    expect(sliding([1, 2, 6, 7], 'slidingMean', 10, always)).toEqual([-3, -2, 2, 3])
    expect(sliding([4], 'slidingMeanVariance', 3, always)).toEqual([0])
  })

  test('digital silence says nothing of a channel: it takes no part, and stays as it is where nothing else is near', () => {
    const silent = (frame: number): boolean => frame < 3
    expect(sliding([1, 2, 3, 0, 0, 0, 0], 'slidingMean', 3, silent)).toEqual([-1, 0, 0.5, -3, 0, 0, 0])
  })

  test('hours of rows do not gather rounding', () => {
    const values = Array.from({ length: 50_000 }, (_, i) => (i < 1000 ? 1e6 * Math.sin(i) : 5))
    expect(sliding(values, 'slidingMeanVariance', 100, always).slice(2000)).toEqual(new Array(48_000).fill(0))
  })
})
