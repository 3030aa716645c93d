import { describe, expect, test } from 'vitest'
import { columnFamily, columnUnit } from '../../renderer/charts/columnUnit'
import { byAxis, tracksPicture, type Track } from '../../renderer/charts/tracks'
import { valuesOfColumn } from '../../renderer/charts/valuesOfColumn'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const times = { startSeconds: 2, hopSeconds: 0.1, frameSeconds: 0.2 }
const pitch: Track = {
  name: 'pitch',
  unit: 'Hz',
  family: 'pitch',
  values: Float32Array.of(100, Number.NaN, 120, 130, 140),
}
const draw = (tracks: readonly Track[], startSeconds: number, endSeconds: number) =>
  tracksPicture({ unit: 'Hz', tracks }, times, { startSeconds, endSeconds }, { left: 0, right: 0 }, plainColors)

describe('a track', () => {
  test('stands at the middles of its frames and breaks where there is no value', () => {
    const [line] = seriesOf(draw([pitch], 2, 3).option)
    const pairs = pairsOf(line)
    expect(pairs.map(([seconds]) => seconds?.toFixed(3))).toEqual(['2.100', '2.200', '2.300', '2.400', '2.500'])
    expect(pairs.map(([, hertz]) => hertz)).toEqual([100, null, 120, 130, 140])
  })

  test('is drawn to the edges of what is in view, and not far beyond', () => {
    const [line] = seriesOf(draw([pitch], 2.29, 2.31).option)
    expect(pairsOf(line).map(([, hertz]) => hertz)).toEqual([null, 120, 130])
  })

  test('tells its value and unit under the pointer', () => {
    const { readout } = draw([pitch], 2, 3)
    expect(readout(2.31, 0)).toBe('pitch 120 Hz')
    expect(readout(2.2, 0)).toBe('pitch –')
    expect(readout(9, 0)).toBeNull()
  })

  test('has its numbers as a table, a missing one as an empty cell', () => {
    expect(draw([pitch], 2, 3).csv().split('\r\n')[2]).toMatch(/^2\.2\d*,$/)
  })

  test('shares an axis with those of its unit and size', () => {
    const centroid: Track = { ...pitch, name: 'spectralCentroid', family: 'spectralCentroid' }
    const [c1, c2] = ['c1', 'c2'].map((name): Track => ({
      name,
      unit: 'nat',
      family: columnFamily(name),
      values: pitch.values,
    }))
    expect(byAxis([c1, pitch, c2, centroid]).map(({ tracks }) => tracks.map(({ name }) => name))).toEqual([
      ['c1', 'c2'],
      ['pitch'],
      ['spectralCentroid'],
    ])
  })

  test('is one column of the features', () => {
    const frames = { rows: 2, columns: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6) }
    expect([...valuesOfColumn(frames, 1)]).toEqual([2, 5])
  })
})

describe('the unit of a column', () => {
  test.each<[string, Partial<Recipe>, string]>([
    ['c1', {}, 'nat'],
    ['c1', { logarithm: 'decibel' }, 'dB'],
    ['delta_c1', {}, 'nat/frame'],
    ['delta2_c1@-2', {}, 'nat/frame²'],
    ['pitch', {}, 'Hz'],
    ['voicing', {}, ''],
    ['spectralCentroid@+1', {}, 'Hz'],
    ['c1', { normalization: 'meanVariance' }, 'deviations'],
  ])('%s under %j is %j', (name, part, unit) => {
    expect(columnUnit(name, { ...defaultRecipe, ...part })).toBe(unit)
  })
})
