import { describe, expect, test } from 'vitest'
import { relativeDifference } from '../../src/features/meydaCheck'
import { meydaMfcc } from '../../src/features/meydaMfcc'
import { fastMfcc } from '../../src/features/mfcc'
import { randomFrame } from './randomFrame'

const rates = [8000, 16_000, 22_050, 44_100, 48_000]
const filterCounts = [13, 20, 26, 40, 64]

describe('the fast way and Meyda.extract', () => {
  for (const sampleRateHz of rates) {
    test(`agree to 1e-6 relative on random frames at ${sampleRateHz} Hz`, () => {
      const fftLength = 2 ** Math.ceil(Math.log2(0.025 * sampleRateHz))
      let worst = 0
      for (const melFilters of filterCounts) {
        const shape = { sampleRateHz, fftLength, melFilters, coefficients: Math.min(40, melFilters) }
        const fast = fastMfcc(shape)
        const meyda = meydaMfcc(shape)
        const byFast = new Float64Array(shape.coefficients)
        const byMeyda = new Float64Array(shape.coefficients)
        for (let seed = 0; seed < 60; seed++) {
          const frame = randomFrame(fftLength, seed)
          fast(frame, byFast)
          meyda(frame, byMeyda)
          worst = Math.max(worst, relativeDifference(byFast, byMeyda))
        }
      }
      expect(worst).toBeGreaterThan(0)
      expect(worst).toBeLessThan(1e-6)
    })
  }

  test('agree when Meyda is asked for another rate and size in between', () => {
    const narrow = { sampleRateHz: 8000, fftLength: 256, melFilters: 26, coefficients: 13 }
    const wide = { sampleRateHz: 48_000, fftLength: 2048, melFilters: 26, coefficients: 13 }
    for (const shape of [narrow, wide, narrow]) {
      const [byFast, byMeyda] = [new Float64Array(13), new Float64Array(13)]
      const frame = randomFrame(shape.fftLength, 7)
      fastMfcc(shape)(frame, byFast)
      meydaMfcc(shape)(frame, byMeyda)
      expect(relativeDifference(byFast, byMeyda)).toBeLessThan(1e-6)
    }
  })

  test('agree on silence, which is all zeros', () => {
    const shape = { sampleRateHz: 8000, fftLength: 256, melFilters: 26, coefficients: 13 }
    for (const measure of [fastMfcc(shape), meydaMfcc(shape)]) {
      const mfcc = new Float64Array(13).fill(1)
      measure(new Float32Array(256), mfcc)
      expect([...mfcc]).toEqual(new Array(13).fill(0))
    }
  })
})
