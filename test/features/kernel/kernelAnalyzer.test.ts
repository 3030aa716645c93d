import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kernelAnalyzer } from '../../../src/features/kernel/kernelAnalyzer'
import { meydaAnalyzer } from '../../../src/features/meydaAnalyzer'
import type { Recipe } from '../../../src/features/recipe'
import { referenceAnalyzer } from '../../../src/features/referenceAnalyzer'
import { noise, randomFrame } from '../randomFrame'
import { analyzed, differences, startsIn, tablesFor } from './analyzed'
import { frameKernels } from './frameKernels'

const rates = [8000, 11_025, 16_000, 22_050, 44_100, 48_000]

const anyRecipe: fc.Arbitrary<Partial<Recipe>> = fc
  .record({
    frameSeconds: fc.constantFrom(0.005, 0.02, 0.025, 0.032, 0.0401, 0.0853),
    fftLength: fc.constantFrom<Recipe['fftLength'][]>(0, 4096),
    sampleScale: fc.constantFrom<Recipe['sampleScale'][]>('int16', 'unit'),
    dcOffset: fc.constantFrom<Recipe['dcOffset'][]>('remove', 'keep'),
    preEmphasis: fc.constantFrom(0, 0.5, 0.97),
    window: fc.constantFrom<Recipe['window'][]>('hamming', 'hann', 'povey', 'blackman', 'rect'),
    spectrum: fc.constantFrom<Recipe['spectrum'][]>('power', 'magnitude'),
    filterBank: fc.constantFrom<Recipe['filterBank'][]>('meyda', 'htk', 'kaldi', 'slaney'),
    melFilters: fc.integer({ min: 8, max: 128 }),
    lowestHz: fc.constantFrom(0, 20, 300),
    highestHz: fc.constantFrom(0, 3400),
    logarithm: fc.constantFrom<Recipe['logarithm'][]>('lnOnePlus', 'ln', 'decibel'),
    logFloor: fc.constantFrom(1e-300, 1e-10, 1, 1e6),
    cosineTransform: fc.constantFrom<Recipe['cosineTransform'][]>('meyda', 'orthonormal', 'htk'),
    coefficients: fc.integer({ min: 1, max: 40 }),
    lifter: fc.constantFrom(0, 22),
  })
  .map((recipe) => ({ ...recipe, coefficients: Math.min(recipe.coefficients, recipe.melFilters) }))

describe.each(frameKernels)('the kernel with %s', (_, kernel) => {
  test('agrees with the plain analysis on any recipe at any rate', () => {
    let worst = 0
    fc.assert(
      fc.property(
        anyRecipe,
        fc.constantFrom(...rates),
        fc.integer({ min: 0, max: 1000 }),
        (recipe, sampleRateHz, seed) => {
          const tables = tablesFor(recipe, sampleRateHz)
          const { frameLength } = tables
          const samples = randomFrame(2 * frameLength, seed).map((value) => value / 32768)
          const starts = [0, 1, frameLength >> 1, frameLength]
          const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, starts)
          const expected = analyzed(referenceAnalyzer(tables), tables, samples, starts)
          const difference = differences(found, expected)
          worst = Math.max(worst, difference.cepstra)
          expect(difference.logBands).toBeLessThan(1e-6)
          expect(difference.cepstra).toBeLessThan(1e-6)
          // Squares are summed in another order, and their mean's square is taken out.
          expect(differences(found, expected, 0).energies).toBeLessThan(1e-11)
          expect(differences(found, expected, 0).variances).toBeLessThan(1e-11)
        },
      ),
      { numRuns: 150, seed: 4 },
    )
    expect(worst).toBeGreaterThan(0)
  })

  test('agrees at every length of the transform, however short the frame', () => {
    for (let frameLength = 4; frameLength <= 2500; frameLength += 1 + (frameLength >> 2)) {
      const tables = tablesFor({ frameSeconds: frameLength / 8000, hopSeconds: frameLength / 8000 }, 8000)
      expect(tables.frameLength).toBe(frameLength)
      const samples = noise(3 * frameLength, frameLength)
      const starts = startsIn(samples, frameLength, frameLength)
      const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, starts)
      const expected = analyzed(referenceAnalyzer(tables), tables, samples, starts)
      expect(differences(found, expected).cepstra).toBeLessThan(1e-6)
    }
  })

  test.each(rates)("gives Meyda's own cepstra at %i Hz", (sampleRateHz) => {
    for (const options of [{}, { window: 'hann', sampleScale: 'unit', preEmphasis: 0.97, coefficients: 13 }] as const) {
      const tables = tablesFor(options, sampleRateHz)
      const { frameLength } = tables
      const samples = Float32Array.from(noise(40 * frameLength, 3, 0.05), (value, i) => {
        return value + 0.3 * Math.sin(0.001 * i * (1 + i / 100_000))
      })
      const starts = startsIn(samples, frameLength, frameLength)
      const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, starts)
      const expected = analyzed(meydaAnalyzer(tables), tables, samples, starts)
      expect(differences(found, expected).cepstra).toBeLessThan(2e-6)
    }
  })

  test("a frame's numbers depend neither on the frames beside it nor on where it stands", () => {
    const tables = tablesFor({ deltas: 0 }, 16_000)
    const { frameLength, coefficients, bank } = tables
    const analyzer = kernelAnalyzer(kernel, tables)
    const samples = noise(120_000, 5)
    // More frames than the kernel has room for at once, and samples too.
    const starts = startsIn(samples, frameLength, 160)
    const all = analyzed(analyzer, tables, samples, starts)
    expect(starts.length).toBeGreaterThan(700)
    for (const frame of [0, 1, 255, 256, 257, 408, starts.length - 1]) {
      for (const neighbors of [[frame], [frame, 3], [7, frame], [700, 2, frame]]) {
        const few = analyzed(
          analyzer,
          tables,
          samples,
          neighbors.map((neighbor) => starts[neighbor]),
        )
        const at = neighbors.indexOf(frame)
        expect(few.cepstra.subarray(at * coefficients, (at + 1) * coefficients)).toEqual(
          all.cepstra.subarray(frame * coefficients, (frame + 1) * coefficients),
        )
        expect(few.logBands.subarray(at * bank.bands, (at + 1) * bank.bands)).toEqual(
          all.logBands.subarray(frame * bank.bands, (frame + 1) * bank.bands),
        )
        expect([few.energies[at], few.variances[at]]).toEqual([all.energies[frame], all.variances[frame]])
      }
    }
  })

  test('two analyzers of one kernel do not get into each other', () => {
    const one = tablesFor({}, 8000)
    const other = tablesFor({ filterBank: 'slaney', logarithm: 'decibel', melFilters: 40, fftLength: 4096 }, 16_000)
    const samples = noise(6000, 6)
    const byOne = kernelAnalyzer(kernel, one)
    const byOther = kernelAnalyzer(kernel, other)
    const first = analyzed(byOne, one, samples, [0, 100, 200])
    const second = analyzed(byOther, other, samples, [0, 100, 200])
    expect(analyzed(byOne, one, samples, [0, 100, 200])).toEqual(first)
    expect(analyzed(byOther, other, samples, [0, 100, 200])).toEqual(second)
  })

  test('writes nothing behind the frames that it was asked for', () => {
    const tables = tablesFor({}, 8000)
    const samples = noise(2000, 7)
    const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, new Array<number>(5).fill(0))
    const kept = found.cepstra.slice()
    kernelAnalyzer(kernel, tables).analyze(samples, Int32Array.of(300, 400, 500), 3, found)
    expect(found.cepstra.subarray(3 * 20)).toEqual(kept.subarray(3 * 20))
    expect(found.cepstra.subarray(0, 20)).not.toEqual(kept.subarray(0, 20))
  })
})

describe.each(frameKernels)('the level of a frame by the kernel with %s', (_, kernel) => {
  const tables = tablesFor({ sampleScale: 'int16' }, 8000)
  const levelsOf = (samples: Float32Array) => {
    const { energies, variances } = analyzed(kernelAnalyzer(kernel, tables), tables, samples, [0])
    return { energy: energies[0], variance: variances[0] }
  }

  test.each([0, 1, -0.1, 1e-40, 1e6])('samples that are all %d do not vary at all', (value) => {
    expect(levelsOf(new Float32Array(200).fill(value)).variance).toBe(0)
  })

  test.each([1e-45, 1e-30, 1e-3, 1e6])('one sample that is off by %d makes a frame vary', (step) => {
    for (const at of [0, 1, 198, 199]) {
      const samples = new Float32Array(200)
      samples[at] = step
      const exact = (Math.fround(step) * 32768) ** 2 * (1 / 200 - 1 / 200 ** 2)
      expect(levelsOf(samples).variance / exact).toBeCloseTo(1, 9)
    }
  })

  test('a small sound on a large offset keeps its variance', () => {
    const step = 2 ** -23
    const samples = Float32Array.from({ length: 200 }, (_, i) => 1 + step * (i % 2))
    expect(levelsOf(samples).variance).toBeCloseTo(((step / 2) * 32768) ** 2, 12)
  })
})

describe.each(frameKernels)('extreme samples by the kernel with %s', (_, kernel) => {
  const amplitudes = [1e6, 1e-20, 1e-40, 1.4e-45]
  const recipes = [
    {},
    { sampleScale: 'unit', logarithm: 'decibel', logFloor: 1e-10, filterBank: 'slaney' },
    { logarithm: 'ln', logFloor: 1e-12, preEmphasis: 0.97, spectrum: 'magnitude', window: 'povey', filterBank: 'htk' },
  ] as const

  test.each(amplitudes)('of %d give finite numbers, those of the plain analysis', (amplitude) => {
    for (const recipe of recipes) {
      const tables = tablesFor(recipe, 16_000)
      const samples = noise(1000, 8, amplitude)
      const starts = [0, 160, 320]
      const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, starts)
      const expected = analyzed(referenceAnalyzer(tables), tables, samples, starts)
      expect([...found.cepstra, ...found.logBands, ...found.energies].every(Number.isFinite)).toBe(true)
      expect(differences(found, expected).cepstra).toBeLessThan(1e-6)
    }
  })

  test('of digital silence under ln(1 + x) are exactly zero', () => {
    const tables = tablesFor({}, 16_000)
    const found = analyzed(kernelAnalyzer(kernel, tables), tables, new Float32Array(400), [0])
    expect([...found.cepstra]).toEqual(new Array(20).fill(0))
  })

  test('of a sample scale of 2^31 give the numbers of the plain analysis too', () => {
    const tables = { ...tablesFor({}, 16_000), sampleScale: 2 ** 31 }
    const samples = noise(1000, 9, 1e6)
    const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, [0, 500])
    const expected = analyzed(referenceAnalyzer(tables), tables, samples, [0, 500])
    expect(differences(found, expected).cepstra).toBeLessThan(1e-6)
  })
})

test.runIf(frameKernels.length === 2)('the two builds differ by rounding at most', () => {
  const tables = tablesFor({ filterBank: 'kaldi', logarithm: 'ln', preEmphasis: 0.97 }, 16_000)
  const samples = noise(20_000, 10)
  const starts = startsIn(samples, tables.frameLength, 160)
  const [plain, relaxed] = frameKernels.map(([, kernel]) =>
    analyzed(kernelAnalyzer(kernel, tables), tables, samples, starts),
  )
  expect(differences(relaxed, plain).cepstra).toBeLessThan(1e-7)
})
