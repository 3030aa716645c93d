import { describe, expect, test } from 'vitest'
import {
  emptyFilters,
  filterOutline,
  filterRange,
  withFilters,
  type FilterBank,
} from '../../renderer/charts/melFilters'
import { melFilterBank } from '../../src/features/melFilterBank'
import { presetNames, presetRecipe } from '../../src/features/presets'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const bankOf = (name: (typeof presetNames)[number], rateHz: number, fftLength: number): FilterBank => {
  const { bands, firstBin, start, weights } = melFilterBank(presetRecipe(name, rateHz), rateHz, fftLength)
  return {
    binHz: rateHz / fftLength,
    bands: Array.from({ length: bands }, (_, band) => ({
      firstBin: firstBin[band],
      weights: [...weights.subarray(start[band], start[band + 1])],
    })),
  }
}

describe('the filters beside a spectrogram', () => {
  test('rise from nothing to their weight and fall back, on the frequencies of their bins', () => {
    const bank = { binHz: 100, bands: [{ firstBin: 2, weights: [0.5, 2, 1] }] }
    expect(filterOutline(bank, 0)).toEqual([
      [0, 0.1],
      [0.25, 0.2],
      [1, 0.3],
      [0.5, 0.4],
      [0, 0.5],
    ])
  })

  test.each(presetNames)('of %s lie within half the rate, the highest reaching the edge of its plot', (name) => {
    const bank = bankOf(name, 16_000, 2048)
    const corners = bank.bands.flatMap((_, band) => filterOutline(bank, band))
    expect(Math.max(...corners.map(([height]) => height))).toBe(1)
    expect(Math.max(...corners.map(([, kiloHertz]) => kiloHertz))).toBeLessThanOrEqual(8.01)
    const [from, to] = filterRange(bank)
    expect(from).toBeGreaterThanOrEqual(0)
    expect(to).toBeLessThanOrEqual(8000)
    expect(emptyFilters(bank)).toBe(0)
  })

  test('without any bin are counted, and drawn as nothing', () => {
    const bank = {
      binHz: 100,
      bands: [
        { firstBin: 0, weights: [] },
        { firstBin: 1, weights: [1] },
      ],
    }
    expect(emptyFilters(bank)).toBe(1)
    expect(filterOutline(bank, 0)).toEqual([])
    expect(filterRange(bank)).toEqual([100, 100])
  })

  test('are drawn on an axis of their own beside what is there, every filter once', () => {
    const bank = bankOf('kaldi', 16_000, 512)
    const option = withFilters(
      { grid: {}, xAxis: {}, yAxis: {}, series: [{ type: 'custom' }] },
      bank,
      8000,
      plainColors,
    )
    const [first, ...lines] = seriesOf(option)
    expect(first).toEqual({ type: 'custom' })
    const gaps = lines.flatMap((line) => pairsOf(line)).filter(([height]) => height === null)
    expect(gaps).toHaveLength(bank.bands.length)
  })
})
