import { describe, expect, test } from 'vitest'
import { columnScales, heatmapPixels, quantiles } from '../../renderer/charts/heatmap'

describe('the colors of a heatmap', () => {
  test('run between percentiles of the finite values', () => {
    const values = Float32Array.from({ length: 101 }, (_, i) => 100 - i)
    expect(quantiles(values, [0, 0.5, 1])).toEqual([0, 50, 100])
    expect(quantiles(Float32Array.of(Number.NaN, 3, Infinity), [0.5])).toEqual([3])
    expect(quantiles(new Float32Array(0), [0.5])).toEqual([0])
  })

  test('are those of each column by itself, and of neighbors in a stack those of their frame', () => {
    const columns = 6
    const values = Float32Array.from(
      { length: columns * 50 },
      (_, at) => (at % columns) * 1000 + Math.floor(at / columns),
    )
    const scales = columnScales({ columns, values }, 3)
    expect(scales[2]).toEqual({ low: 2001, high: 2049 })
    expect(scales[0]).toEqual(scales[2])
    expect(scales[5]).toEqual(scales[3])
  })

  test('leave out what is no number, and put the first column at the bottom', () => {
    const pixels = heatmapPixels(
      { rows: 1, columns: 2, values: Float32Array.of(0, Number.NaN) },
      () => ({ low: 0, high: 1 }),
      ['#102030', '#ffffff'],
    )
    expect([...pixels]).toEqual([0, 0, 0, 0, 0x10, 0x20, 0x30, 255])
  })
})
