import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extractFeatures } from '../../src/features/extractFeatures'
import { FeatureExtractor } from '../../src/features/extractor'
import { columnNames } from '../../src/features/columnNames'
import type { FeatureMatrix } from '../../src/features/featureMatrix'
import { analysisTables } from '../../src/features/analysisTables'
import { frameStretch } from '../../src/features/frameAnalyzer'
import { framing } from '../../src/features/framing'
import { meydaAnalyzer } from '../../src/features/meydaAnalyzer'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import type { SpoolOptions } from '../../src/features/rowSpool'
import { speechFrames } from '../../src/features/speechFrames'
import { windowValues } from '../../src/features/window'
import { scratchFolder } from '../audio/scratchFolder'
import { noise } from './randomFrame'

const sampleRateHz = 8000
const scratch = scratchFolder()
/** Scratch files that were made. */
let spools = 0

/** Hum and hiss whose loudness goes up and down: bursts 40 dB above a floor of noise. */
function babble(lengthSeconds: number, seed = 1): Float32Array {
  const hiss = noise(lengthSeconds * sampleRateHz, seed, 0.003)
  return hiss.map((value, i) => {
    const seconds = i / sampleRateHz
    const burst = Math.sin(2 * Math.PI * 1.3 * seconds) > 0 ? 0.3 : 0
    const pitch = 2 * Math.PI * (120 + 40 * Math.sin(seconds)) * seconds
    return value + burst * (Math.sin(pitch) + 0.5 * Math.sin(7 * pitch) + 0.2 * Math.sin(19 * pitch) + 20 * value)
  })
}

interface Streamed {
  readonly data: Float32Array
  readonly speech: Uint8Array
  readonly warnings: readonly string[]
}

function streamed(
  samples: Float32Array,
  recipe: Recipe,
  sizes: readonly number[] = [samples.length],
  spooling: SpoolOptions = {},
): Streamed {
  const parts: Float32Array[] = []
  const extractor = new FeatureExtractor(
    recipe,
    sampleRateHz,
    (rows, count) => parts.push(rows.slice(0, count * extractor.dimensions)),
    spooling,
  )
  let at = 0
  for (let i = 0; at < samples.length; i++) {
    const size = sizes[i % sizes.length]
    extractor.push(samples.subarray(at, at + size))
    at += size
  }
  const { speech } = extractor.finish()
  extractor.close()
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const data = new Float32Array(length)
  parts.reduce((at, part) => (data.set(part, at), at + part.length), 0)
  return { data, speech, warnings: extractor.warnings }
}

/** Compares bit by bit, which `toEqual` takes seconds for. */
function expectSame(found: Streamed, { data, ...rest }: Streamed): void {
  expect({ ...found, data: found.data.length }).toEqual({ ...rest, data: data.length })
  expect(Buffer.from(found.data.buffer).equals(Buffer.from(data.buffer))).toBe(true)
}

describe('the features of a recording', () => {
  const everything: Recipe = {
    ...defaultRecipe,
    preEmphasis: 0.97,
    energy: 'logEnergy',
    deltas: 2,
    normalization: 'mean',
  }

  test('do not depend on the sizes of the blocks, and are the same in memory', () => {
    const samples = babble(6.037)
    const whole = extractFeatures({ samples, sampleRateHz }, everything)
    expect(whole.frameCount).toBeGreaterThan(512)
    const inMemory = { data: whole.data, speech: whole.speech, warnings: [] }
    expectSame(streamed(samples, everything, [1]), inMemory)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        expectSame(streamed(samples, everything, sizes), inMemory)
      }),
      { numRuns: 20 },
    )
  })

  test('do not depend on blocks, or on where rows wait, whatever the recipe', () => {
    const { path } = scratch
    const samples = babble(5.7)
    const statistics = (columns: number): Recipe['projectStatistics'] => ({
      means: Array.from({ length: columns }, (_, i) => i - 7),
      deviations: Array.from({ length: columns }, (_, i) => 1 + i),
    })
    const recipes = fc
      .record({
        framing: fc.constantFrom('whole', 'centered'),
        dynamicRangeDb: fc.constantFrom(0, 30),
        energy: fc.constantFrom('none', 'c0', 'logEnergy'),
        energyPlace: fc.constantFrom('first', 'last'),
        deltas: fc.constantFrom(0, 1, 2),
        deltaReach: fc.integer({ min: 1, max: 5 }),
        normalization: fc.constantFrom('none', 'mean', 'meanVariance', 'slidingMean', 'slidingMeanVariance', 'project'),
        slidingSeconds: fc.constantFrom(0.1, 0.35, 3, 60),
        stacking: fc.constantFrom(0, 1, 4),
        voiceActivity: fc.constantFrom('none', 'adaptiveEnergy'),
      } as const)
      .map((options): Recipe => {
        const recipe = { ...defaultRecipe, ...options, stacking: 0 }
        const projectStatistics = options.normalization === 'project' ? statistics(columnNames(recipe).length) : null
        return { ...recipe, stacking: options.stacking, projectStatistics }
      })
    const lengths = fc.constantFrom(200, 300, 900, 4000, samples.length)
    const sizes = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(recipes, lengths, sizes, (recipe, length, sizes) => {
        const part = samples.subarray(0, length)
        const { data, speech, frameCount, dimensions } = extractFeatures({ samples: part, sampleRateHz }, recipe)
        expect(dimensions).toBe(columnNames(recipe).length)
        expect(data.length).toBe(frameCount * dimensions)
        const spooling = { mostBytes: 1000, scratchPath: () => join(path, 'folder', `${spools++}.part`) }
        expectSame(streamed(part, recipe, sizes, spooling), { data, speech, warnings: [] })
      }),
      { numRuns: 60 },
    )
    expect(spools).toBeGreaterThan(5)
    expect(readdirSync(join(path, 'folder'))).toEqual([])
  })

  test('are those of Meyda, frame by frame', () => {
    const samples = babble(1)
    const recipe: Recipe = { ...defaultRecipe, sampleScale: 'int16', energy: 'c0', dcOffset: 'keep' }
    const { data, dimensions, frameCount } = extractFeatures({ samples, sampleRateHz }, recipe)
    // Frames that this test prepares itself, so that Meyda is given them as they are.
    const asTheyAre = { frameLength: 256, window: new Float64Array(256).fill(1), sampleScale: 1 }
    const meyda = meydaAnalyzer({
      ...analysisTables(recipe, framing(recipe, sampleRateHz), sampleRateHz),
      ...asTheyAre,
    })
    const found = frameStretch(1, recipe.coefficients, recipe.melFilters)
    const window = windowValues('hamming', 200)
    for (const frame of [0, 17, frameCount - 1]) {
      const prepared = new Float32Array(256)
      window.forEach((weight, i) => (prepared[i] = 32768 * weight * samples[frame * 80 + i]))
      meyda.analyze(prepared, Int32Array.of(0), 1, found)
      const row = data.subarray(frame * dimensions, (frame + 1) * dimensions)
      row.forEach((value, i) => expect(Math.abs(value - found.cepstra[i])).toBeLessThan(1e-3))
    }
  })

  test('are the same within 0.05 at a quarter of the volume', () => {
    const samples = babble(3)
    const loud = extractFeatures({ samples, sampleRateHz }, defaultRecipe)
    const quiet = extractFeatures({ samples: samples.map((value) => value / 4), sampleRateHz }, defaultRecipe)
    expect(quiet.speech).toEqual(loud.speech)
    const [a, b] = [speechFrames(loud).data, speechFrames(quiet).data]
    expect(a.length).toBeGreaterThan(100 * loud.dimensions)
    expect(a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0)).toBeLessThan(0.05)
  })

  test('are the same with a constant offset, unless that is to be kept', () => {
    const samples = babble(1)
    const offset = samples.map((value) => value + 0.1)
    const difference = (recipe: Recipe): number => {
      const [a, b] = [samples, offset].map((samples) => extractFeatures({ samples, sampleRateHz }, recipe).data)
      return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0)
    }
    expect(difference(defaultRecipe)).toBeLessThan(0.02)
    expect(difference({ ...defaultRecipe, dcOffset: 'keep' })).toBeGreaterThan(10)
  })

  test('have one row a frame, a name a column, and drop the pauses', () => {
    const matrix = extractFeatures({ samples: babble(3), sampleRateHz }, everything)
    expect(matrix.frameCount).toBe(1 + Math.floor((3 * 8000 - 200) / 80))
    expect(matrix.columnNames.length).toBe(matrix.dimensions)
    expect(matrix.data.length).toBe(matrix.frameCount * matrix.dimensions)
    const kept = speechFrames(matrix)
    expect(kept.count).toBeGreaterThan(0.4 * matrix.frameCount)
    expect(kept.count).toBeLessThan(0.75 * matrix.frameCount)
    expect(kept.data.length).toBe(kept.count * kept.dimensions)
  })

  test('without voice activity keep every frame but digital silence', () => {
    const samples = babble(2)
    samples.fill(0, 8000)
    const { speech } = extractFeatures({ samples, sampleRateHz }, { ...defaultRecipe, voiceActivity: 'none' })
    expect([...speech]).toEqual([...speech].map((_, i) => (i < 100 ? 1 : 0)))
  })
})

describe('difficult recordings', () => {
  test('one sample less than a frame is too short, and a frame is enough', () => {
    const extract = (length: number): FeatureMatrix =>
      extractFeatures({ samples: noise(length, 1), sampleRateHz }, defaultRecipe)
    expect(() => extract(199)).toThrow('199 samples (0.0249 s), but one frame needs 200 (0.0250 s at 8000 Hz)')
    expect(() => extract(0)).toThrow(expect.objectContaining({ code: 'AUDIO_TOO_SHORT' }))
    expect(extract(200).frameCount).toBe(1)
  })

  test('silence and a stuck input give frames of which none is kept', () => {
    for (const value of [0, 0.3]) {
      const matrix = extractFeatures({ samples: new Float32Array(8000).fill(value), sampleRateHz }, defaultRecipe)
      expect(matrix.frameCount).toBe(98)
      expect(speechFrames(matrix).count).toBe(0)
    }
  })

  test('samples that are no numbers count as silence and are told', () => {
    const samples = babble(1)
    const clean = samples.slice()
    for (const [at, value] of [
      [100, NaN],
      [4000, Infinity],
      [4001, -1e30],
    ] as const) {
      samples[at] = value
      clean[at] = 0
    }
    const found = streamed(samples, defaultRecipe)
    const { data, speech } = extractFeatures({ samples: clean, sampleRateHz }, defaultRecipe)
    const warnings = ['3 of 8000 samples are not usable numbers and were read as silence.']
    expect(found).toEqual({ data, speech, warnings })
  })

  test('no feature is ever NaN or infinite', () => {
    const samples = fc.array(fc.oneof(fc.float(), fc.constantFrom(0, 1, -1, NaN, Infinity, 1e-30, 99_999)), {
      minLength: 200,
      maxLength: 1500,
    })
    const recipes = fc.constantFrom<Recipe>(
      defaultRecipe,
      { ...defaultRecipe, energy: 'logEnergy', deltas: 2, normalization: 'meanVariance', preEmphasis: 0.97 },
      { ...defaultRecipe, melFilters: 128, coefficients: 40, energy: 'c0', normalization: 'meanVariance' },
    )
    fc.assert(
      fc.property(samples, recipes, (values, recipe) => {
        const { data } = extractFeatures({ samples: Float32Array.from(values), sampleRateHz }, recipe)
        expect(data.every(Number.isFinite)).toBe(true)
      }),
    )
  })

  test('the fast way agrees with Meyda on all of them, so nothing is told', () => {
    for (const samples of [babble(7), new Float32Array(9000), noise(9000, 3, 1e-5), noise(9000, 3, 5e4)]) {
      expect(streamed(samples, defaultRecipe).warnings).toEqual([])
    }
  })
})
