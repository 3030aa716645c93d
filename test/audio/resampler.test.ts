import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Resampler } from '../../src/audio/resampler'
import { amplitudeAt, decibels, largestDifference, tone } from './tone'

function resample(samples: Float32Array, fromHz: number, toHz: number, blockSize = samples.length): Float32Array {
  const resampler = new Resampler(fromHz, toHz)
  const blocks: Float32Array[] = []
  for (let at = 0; at < samples.length; at += blockSize) {
    blocks.push(resampler.push(samples.subarray(at, at + blockSize)))
  }
  blocks.push(resampler.finish())
  const output = new Float32Array(blocks.reduce((total, block) => total + block.length, 0))
  let at = 0
  for (const block of blocks) {
    output.set(block, at)
    at += block.length
  }
  return output
}

const ratios: readonly (readonly [number, number])[] = [
  [44_100, 16_000],
  [48_000, 8000],
  [48_000, 16_000],
  [32_000, 16_000],
  [22_050, 16_000],
  [8000, 16_000],
  [11_025, 48_000],
  [96_000, 16_000],
  [384_000, 16_000],
  [44_101, 16_000],
]

describe('resampling', () => {
  test.each(ratios)('%d to %d Hz keeps a tone up to 0.9 of the lower Nyquist within 0.01 dB', (fromHz, toHz) => {
    const lowerNyquist = Math.min(fromHz, toHz) / 2
    for (const share of [0.02, 0.3, 0.7, 0.9]) {
      const frequencyHz = share * lowerNyquist
      const output = resample(tone(frequencyHz, fromHz, fromHz / 2, 0.5), fromHz, toHz)
      const middle = output.subarray(toHz / 8, (3 * toHz) / 8)
      expect(Math.abs(decibels(amplitudeAt(middle, frequencyHz, toHz) / 0.5))).toBeLessThan(0.01)
    }
  })

  test.each(ratios.filter(([fromHz, toHz]) => fromHz > toHz))(
    '%d to %d Hz takes tones from the new Nyquist frequency on 100 dB down',
    (fromHz, toHz) => {
      const [lowest, highest] = [toHz / 2, fromHz / 2]
      const shares = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99]
      for (const frequencyHz of shares.map((share) => lowest + 1 + share * (highest - lowest - 2))) {
        const output = resample(tone(frequencyHz, fromHz, fromHz / 4, 1), fromHz, toHz)
        const middle = output.subarray(toHz / 16, (3 * toHz) / 16)
        const rms = Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length)
        expect(decibels(rms * Math.SQRT2)).toBeLessThan(-100)
      }
    },
  )

  test.each(ratios)('%d to %d Hz has no delay: output n is the sound at n / rate', (fromHz, toHz) => {
    const frequencyHz = 0.1 * Math.min(fromHz, toHz)
    const output = resample(tone(frequencyHz, fromHz, fromHz), fromHz, toHz)
    const expected = tone(frequencyHz, toHz, toHz)
    expect(output.length).toBe(toHz)
    expect(largestDifference(output, expected, toHz / 8, (7 * toHz) / 8)).toBeLessThan(1e-4)
  })

  test('a constant stays the same constant', () => {
    for (const [fromHz, toHz] of ratios) {
      const output = resample(new Float32Array(fromHz / 2).fill(0.5), fromHz, toHz)
      const middle = output.slice(toHz / 8, (3 * toHz) / 8)
      expect(largestDifference(middle, new Float32Array(middle.length).fill(0.5))).toBeLessThan(1e-5)
    }
  })

  test('the result does not depend on the size of the blocks', () => {
    const sound = Float32Array.from({ length: 2500 }, (_, n) => Math.sin(n * n * 0.001))
    for (const [fromHz, toHz] of ratios) {
      const whole = resample(sound, fromHz, toHz)
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 3000 }), (blockSize) => {
          expect(resample(sound, fromHz, toHz, blockSize)).toEqual(whole)
        }),
        { numRuns: 6 },
      )
    }
  })

  test.each([
    [8000, 16_000],
    [16_000, 44_100],
    [11_025, 48_000],
    [8000, 44_101],
  ])('%d to %d Hz leaves images and errors of interpolation 100 dB below a tone', (fromHz, toHz) => {
    for (const share of [0.05, 0.5, 0.9]) {
      const frequencyHz = (share * fromHz) / 2
      const output = resample(tone(frequencyHz, fromHz, fromHz / 2, 1), fromHz, toHz)
      const expected = tone(frequencyHz, toHz, output.length, 1)
      const middle = [toHz / 8, (3 * toHz) / 8].map(Math.round)
      const errors = output.map((value, n) => value - expected[n]).subarray(...middle)
      const rms = Math.sqrt(errors.reduce((sum, value) => sum + value * value, 0) / errors.length)
      // What the ripple of the pass band leaves of the tone itself is counted too.
      expect(decibels(rms * Math.SQRT2)).toBeLessThan(-95)
    }
  })

  // Only the ratio decides: ten hours at 441 Hz hold as many samples as six minutes at 44.1 kHz, and take a moment.
  test.each([
    [441, 160, 10],
    [160, 441, 5],
    [4801, 1600, 1],
  ])('%d to %d Hz has not moved after %d hours', (fromHz, toHz, hours) => {
    const resampler = new Resampler(fromHz, toHz)
    const silence = new Float32Array(60 * fromHz)
    let count = 0
    for (let minute = 0; minute < 60 * hours; minute++) count += resampler.push(silence).length
    // The tone begins where the silence ends, on a whole second, so that both rates count its phase from there.
    const frequencyHz = Math.floor(0.3 * Math.min(fromHz, toHz))
    const begun = 3600 * hours * toHz
    const late = resampler.push(tone(frequencyHz, fromHz, 30 * fromHz))
    const rest = resampler.finish()
    expect(count + late.length + rest.length).toBe((3600 * hours + 30) * toHz)
    const heard = late.subarray(begun - count)
    expect(largestDifference(heard, tone(frequencyHz, toHz, heard.length), 5 * toHz, 20 * toHz)).toBeLessThan(1e-5)
  })

  test('the length is the time, rounded up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8000, 11_025, 16_000, 44_100, 48_000, 96_000, 384_000, 44_101),
        fc.constantFrom(8000, 16_000, 22_050, 48_000),
        fc.integer({ min: 1, max: 5000 }),
        (fromHz, toHz, count) => {
          fc.pre(fromHz !== toHz)
          expect(resample(new Float32Array(count), fromHz, toHz).length).toBe(Math.ceil((count * toHz) / fromHz))
        },
      ),
      { numRuns: 60 },
    )
  })
})
