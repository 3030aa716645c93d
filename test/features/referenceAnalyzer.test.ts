import { describe, expect, test } from 'vitest'
import { analysisTables, type AnalysisTables } from '../../src/features/analysisTables'
import { frameStretch, type FrameAnalyzer } from '../../src/features/frameAnalyzer'
import { framing } from '../../src/features/framing'
import { meydaAnalyzer } from '../../src/features/meydaAnalyzer'
import { defaultRecipe } from '../../src/features/recipe'
import { referenceAnalyzer } from '../../src/features/referenceAnalyzer'
import { relativeDifference } from '../../src/features/watchedAnalyzer'
import { randomFrame } from './randomFrame'

function tablesOf(sampleRateHz: number, melFilters: number): AnalysisTables {
  const recipe = { ...defaultRecipe, melFilters, coefficients: Math.min(40, melFilters) }
  return analysisTables(recipe, framing(recipe, sampleRateHz), sampleRateHz)
}

function analyze(analyzer: FrameAnalyzer, tables: AnalysisTables, samples: Float32Array) {
  const found = frameStretch(1, tables.coefficients, tables.bank.bands)
  analyzer.analyze(samples, Int32Array.of(0), 1, found)
  return found
}

describe('the plain analysis and Meyda.extract', () => {
  for (const sampleRateHz of [8000, 16_000, 22_050, 44_100, 48_000]) {
    test(`agree to 2e-6 relative on random frames at ${sampleRateHz} Hz`, () => {
      let worst = 0
      let worstBand = 0
      for (const melFilters of [13, 20, 26, 40, 64]) {
        const tables = tablesOf(sampleRateHz, melFilters)
        const plain = referenceAnalyzer(tables)
        const meyda = meydaAnalyzer(tables)
        for (let seed = 0; seed < 60; seed++) {
          const samples = randomFrame(tables.fftLength, seed).map((value) => value / 32768)
          const byPlain = analyze(plain, tables, samples)
          const byMeyda = analyze(meyda, tables, samples)
          worst = Math.max(worst, relativeDifference(byPlain.cepstra, byMeyda.cepstra))
          worstBand = Math.max(worstBand, relativeDifference(byPlain.logBands, byMeyda.logBands))
        }
      }
      expect(worst).toBeGreaterThan(0)
      expect(worst).toBeLessThan(2e-6)
      // A filter that the tone passes by holds little but Meyda's rounding of the spectrum to float32.
      expect(worstBand).toBeLessThan(2e-5)
    })
  }

  test('agree when Meyda is asked for another rate and size in between', () => {
    const narrow = tablesOf(8000, 26)
    const wide = tablesOf(48_000, 26)
    for (const tables of [narrow, wide, narrow]) {
      const samples = randomFrame(tables.fftLength, 7).map((value) => value / 32768)
      const byPlain = analyze(referenceAnalyzer(tables), tables, samples)
      const byMeyda = analyze(meydaAnalyzer(tables), tables, samples)
      expect(relativeDifference(byPlain.cepstra, byMeyda.cepstra)).toBeLessThan(1e-6)
    }
  })

  test('agree on silence, which is all zeros', () => {
    const tables = tablesOf(8000, 26)
    for (const analyzer of [referenceAnalyzer(tables), meydaAnalyzer(tables)]) {
      const found = analyze(analyzer, tables, new Float32Array(256))
      expect([...found.cepstra]).toEqual(new Array(26).fill(0))
      expect(found.variances[0]).toBe(0)
    }
  })
})
