import Meyda, { type MeydaAudioFeature } from 'meyda'
import { describe, expect, test } from 'vitest'
import { extraAnalyzer } from '../../src/features/extraAnalyzer'
import { columnUnit, extraColumnFacts } from '../../src/features/extraColumnFacts'
import { extractFeatures } from '../../src/features/extractFeatures'
import { extraNames } from '../../src/features/extraNames'
import { framing } from '../../src/features/framing'
import { defaultRecipe, extraColumns, type ExtraColumn, type Recipe } from '../../src/features/recipe'
import { checkRecipe, validateRecipe } from '../../src/features/validateRecipe'
import { noise, randomFrame } from './randomFrame'

const everything: Recipe = { ...defaultRecipe, extras: [...extraColumns] }

/** What a user of Meyda does: samples as they are, Meyda's window, frames of a power of two. */
const asInMeyda = (frameSeconds: number): Partial<Recipe> => ({
  frameSeconds,
  sampleScale: 'unit',
  dcOffset: 'keep',
  window: 'hann',
})

function measured(recipe: Recipe, rateHz: number, samples: Float32Array, starts = [0]): Record<string, number>[] {
  const analyzer = extraAnalyzer(recipe, framing(recipe, rateHz), rateHz)
  if (!analyzer) throw new Error('The recipe has no extras.')
  const rows = new Float32Array(starts.length * analyzer.columns)
  analyzer.analyze(samples, Int32Array.from(starts), starts.length, rows)
  const names = extraNames(recipe)
  return starts.map((_, i) => Object.fromEntries(names.map((name, j) => [name, rows[i * analyzer.columns + j]])))
}

/** A Meyda of its own, so that its tables are made for these settings alone. */
function meydaOf(rateHz: number, length: number, melBands: number): typeof Meyda {
  const settings = { sampleRate: rateHz, bufferSize: length, melBands, windowingFunction: 'hanning' }
  return Object.assign({}, Meyda, settings, {
    melFilterBank: undefined,
    barkScale: undefined,
    chromaFilterBank: undefined,
  })
}

const asTheyAre: readonly MeydaAudioFeature[] = [
  'rms',
  'zcr',
  'spectralSkewness',
  'spectralKurtosis',
  'spectralRolloff',
  'spectralFlatness',
  'spectralCrest',
  'perceptualSharpness',
  'perceptualSpread',
]

describe('the extra columns', () => {
  for (const [rateHz, length] of [
    [8000, 256],
    [16_000, 512],
    [44_100, 2048],
  ] as const) {
    test(`are what Meyda gives for frames of ${length} samples at ${rateHz} Hz`, () => {
      const recipe = { ...everything, ...asInMeyda(length / rateHz) }
      for (let seed = 0; seed < 12; seed++) {
        const samples = randomFrame(length, seed).map((value) => value / 32768)
        const [row] = measured(recipe, rateHz, samples)
        const meyda = meydaOf(rateHz, length, recipe.melFilters)
        const told = (feature: MeydaAudioFeature): number => Number(meyda.extract(feature, samples))
        const near = (name: string, value: number): void => {
          const difference = Math.abs(row[name] - value) / Math.max(Math.abs(value), 1e-3)
          // The window is taken in double precision here and the sums of high moments cancel.
          expect(difference, `${name} of frame ${seed}`).toBeLessThan(2e-4)
        }
        for (const feature of asTheyAre) near(feature, told(feature))
        near('spectralCentroid', (told('spectralCentroid') * rateHz) / length)
        near('spectralSpread', (told('spectralSpread') * rateHz) / length)
        near('spectralSlope', told('spectralSlope') * 1e6)
        const all = meyda.extract(['loudness', 'chroma', 'melBands'], samples) as unknown as {
          loudness: { total: number }
          chroma: number[]
          melBands: number[]
        }
        near('loudness', all.loudness.total)
        all.chroma.forEach((value, i) => near(extraNames({ extras: ['chroma'], melFilters: 26 })[i], value))
        all.melBands.forEach((value, i) => near(`mel${i + 1}`, value))
      }
    })
  }

  test('are measured with the tables of their own rate when another recording is measured in between', () => {
    const samples = noise(2048, 5, 0.3)
    const recipe = { ...everything, frameSeconds: 0.032, fftLength: 2048 as const }
    const alone = [8000, 16_000].map((rateHz) => measured(recipe, rateHz, samples))
    measured({ ...recipe, melFilters: 40 }, 48_000, samples)
    expect([8000, 16_000].map((rateHz) => measured(recipe, rateHz, samples))).toEqual(alone)
    expect(alone[0][0]['chroma_A']).not.toBe(alone[1][0]['chroma_A'])
  })

  test('tell frequencies in hertz, whatever the length of the transform', () => {
    const rateHz = 16_000
    const tone = Float32Array.from({ length: 512 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 2000 * i) / rateHz))
    for (const fftLength of [512, 1024, 4096] as const) {
      const recipe = { ...everything, window: 'hann', fftLength } satisfies Recipe
      const [row] = measured(recipe, rateHz, tone)
      expect(Math.abs(row['spectralCentroid'] - 2000)).toBeLessThan(20)
      expect(row['spectralSpread']).toBeLessThan(300)
      expect(Math.abs(row['spectralRolloff'] - 2000)).toBeLessThan(500)
      expect(row['spectralFlatness']).toBeLessThan(0.1)
    }
  })

  test('take levels over the frame, not over the zeros behind it', () => {
    const samples = Float32Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5))
    const recipe: Recipe = { ...everything, ...asInMeyda(0.025), window: 'rect' }
    const [unit] = measured(recipe, 16_000, samples)
    expect(unit['rms']).toBeCloseTo(0.5, 6)
    expect(unit['zcr']).toBe(399)
    const levels: Recipe = { ...recipe, extras: ['spectralFlux', 'loudness', 'rms'] }
    const rising = noise(800, 6, 0.3).map((sample, i) => (sample * i) / 800)
    const [, fractions] = measured(levels, 16_000, rising, [0, 400])
    const [, scaled] = measured({ ...levels, sampleScale: defaultRecipe.sampleScale }, 16_000, rising, [0, 400])
    expect(fractions['spectralFlux']).toBeGreaterThan(0)
    expect(defaultRecipe.sampleScale).not.toBe('unit')
    for (const [name, value] of Object.entries(fractions)) expect(scaled[name] / value, name).toBeCloseTo(1, 5)
  })

  test('tell by flux how much the spectrum rose since the frame before, across calls', () => {
    const rateHz = 8000
    const recipe: Recipe = { ...everything, extras: ['spectralFlux'] }
    const samples = new Float32Array(1000)
    samples.set(noise(600, 2, 0.5), 400)
    const starts = [0, 100, 400, 400, 800]
    const [still, silent, onset, same, fading] = measured(recipe, rateHz, samples, starts).map(
      ({ spectralFlux }) => spectralFlux,
    )
    expect([still, silent, same]).toEqual([0, 0, 0])
    expect(onset).toBeGreaterThan(fading)
    const analyzer = extraAnalyzer(recipe, framing(recipe, rateHz), rateHz)
    const one = new Float32Array(1)
    const byOnes = starts.map((start) => {
      analyzer?.analyze(samples, Int32Array.of(start), 1, one)
      return one[0]
    })
    expect(byOnes).toEqual([still, silent, onset, same, fading])
  })

  test('are finite on silence, constants, single samples and the loudest noise', () => {
    const single = new Float32Array(400)
    single[399] = 1
    for (const scale of ['int16', 'unit'] as const) {
      for (const dcOffset of ['remove', 'keep'] as const) {
        const recipe: Recipe = { ...everything, sampleScale: scale, dcOffset }
        for (const samples of [
          new Float32Array(400),
          new Float32Array(400).fill(0.7),
          single,
          noise(400, 1, 1e6),
          noise(400, 1, 1e-30),
        ]) {
          const [row] = measured(recipe, 16_000, samples)
          for (const [name, value] of Object.entries(row)) expect(Number.isFinite(value), name).toBe(true)
        }
        const [silence] = measured(recipe, 16_000, new Float32Array(400))
        for (const [name, value] of Object.entries(silence)) expect(value, name).toBe(0)
      }
    }
  })

  test('stand in the order of the recipe, each in a column of its own', () => {
    const samples = randomFrame(256, 4).map((value) => value / 32768)
    const backwards: ExtraColumn[] = [...extraColumns].reverse()
    const [forth] = measured(everything, 8000, samples)
    const [back] = measured({ ...everything, extras: backwards }, 8000, samples)
    expect(back).toEqual(forth)
    const width = extraAnalyzer(everything, framing(everything, 8000), 8000)?.columns
    expect(width).toBe(extraNames(everything).length)
    expect(width).toBe(extraColumns.length + 11 + 25 + 1)
    expect(extraAnalyzer(defaultRecipe, framing(defaultRecipe, 8000), 8000)).toBeNull()
  })

  test('each have a name, a unit and a sentence', () => {
    expect(extraColumnFacts.map(({ extra }) => extra)).toEqual([...extraColumns])
    for (const { label, help } of extraColumnFacts) {
      expect(label).not.toBe('')
      expect(help).toMatch(/\.$/)
    }
    expect(['spectralCentroid', 'mel12', 'pitch@-1', 'voicing', 'c1', 'chroma_Cs'].map(columnUnit)).toEqual([
      'Hz',
      'nat',
      'Hz',
      '',
      '',
      '',
    ])
  })
})

describe('a recipe with extra columns', () => {
  const signal = { samples: noise(8000, 8, 0.4), sampleRateHz: 8000 }

  test('has them behind the cepstrum and its slopes, without slopes of their own', () => {
    const recipe: Recipe = { ...defaultRecipe, deltas: 1, extras: ['pitch', 'rms'], normalization: 'none' }
    const { data, dimensions, columnNames, frameCount } = extractFeatures(signal, recipe)
    const plain = extractFeatures(signal, { ...recipe, extras: [] })
    expect(columnNames.slice(-4)).toEqual(['delta_c19', 'pitch', 'voicing', 'rms'])
    expect(dimensions).toBe(columnNames.length)
    for (let frame = 0; frame < frameCount; frame++) {
      expect(data.slice(frame * dimensions, (frame + 1) * dimensions - 3)).toEqual(
        plain.data.slice(frame * (dimensions - 3), (frame + 1) * (dimensions - 3)),
      )
    }
    const [row] = measured(recipe, 8000, signal.samples.slice(0, 200))
    expect(data[dimensions - 1]).toBe(row['rms'])
  })

  test('may do without a cepstrum, and its columns are normalized like any others', () => {
    const recipe: Recipe = { ...defaultRecipe, coefficients: 1, extras: ['zcr', 'loudness'], voiceActivity: 'none' }
    expect(() => checkRecipe(recipe)).not.toThrow()
    expect(() => checkRecipe({ ...recipe, extras: [] })).toThrow(/no feature remains/)
    const { data, columnNames, frameCount } = extractFeatures(signal, { ...recipe, normalization: 'meanVariance' })
    expect(columnNames).toEqual(['zcr', 'loudness'])
    for (const column of [0, 1]) {
      const values = Array.from({ length: frameCount }, (_, frame) => data[2 * frame + column])
      const mean = values.reduce((sum, value) => sum + value, 0) / frameCount
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / frameCount
      expect(Math.abs(mean)).toBeLessThan(1e-4)
      expect(variance).toBeCloseTo(1, 3)
    }
  })

  test('has each of them once', () => {
    expect(() => validateRecipe({ extras: ['rms', 'rms'] })).toThrow(/extra column can be had once/)
  })
})
