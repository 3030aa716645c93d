import { describe, expect, test } from 'vitest'
import { Resampler } from '../../src/audio/resampler'
import { BandwidthMeter } from '../../src/features/bandwidthMeter'
import { tone, whiteNoise } from '../audio/tone'

function bandwidth(samples: Float32Array, rateHz: number, blockSize = samples.length || 1): number | null {
  const meter = new BandwidthMeter(rateHz)
  for (let at = 0; at < samples.length; at += blockSize) meter.push(samples.subarray(at, at + blockSize))
  return meter.finish()
}

/** Noise whose spectrum ends at a frequency: made at twice that rate, and brought to `toHz`. */
function noiseUpTo(endHz: number, toHz: number, seconds: number): Float32Array {
  const resampler = new Resampler(2 * endHz, toHz)
  const begun = resampler.push(whiteNoise(2 * endHz * seconds, 0.1))
  return Float32Array.from([...begun, ...resampler.finish()])
}

/** A sound that comes and goes three times a second. */
function wavering(sound: Float32Array, rateHz: number): Float32Array {
  return sound.map((value, n) => value * Math.sin((Math.PI * 3 * n) / rateHz) ** 4)
}

/** What rounding to 16 bits with dither leaves everywhere. */
function in16Bits(sound: Float32Array, seed = 7): Float32Array {
  const dither = whiteNoise(sound.length, 0.5 / 32_768, seed)
  return sound.map((value, n) => Math.round((value + dither[n]) * 32_768) / 32_768)
}

describe('the bandwidth', () => {
  test.each([
    [4000, 16_000],
    [5500, 16_000],
    [4000, 44_100],
    [8000, 44_100],
    [11_025, 48_000],
    [16_000, 96_000],
  ])('of noise that ends at %d Hz in a file of %d Hz is found within a band', (endHz, rateHz) => {
    const bandHz = (4 * rateHz) / 2 ** Math.ceil(Math.log2(rateHz / 50))
    for (const sound of [noiseUpTo(endHz, rateHz, 2), wavering(noiseUpTo(endHz, rateHz, 2), rateHz)]) {
      const found = bandwidth(in16Bits(sound), rateHz) ?? 0
      expect(found).toBeGreaterThan(0.95 * endHz - bandHz)
      expect(found).toBeLessThanOrEqual(endHz + bandHz)
    }
  })

  test('of noise that fills the file is half its rate', () => {
    for (const rateHz of [8000, 16_000, 44_100]) {
      expect(bandwidth(whiteNoise(2 * rateHz, 0.1), rateHz)).toBe(rateHz / 2)
      expect(bandwidth(wavering(whiteNoise(2 * rateHz, 0.1), rateHz), rateHz)).toBe(rateHz / 2)
    }
  })

  test('of a faint telephone voice does not take the rounding above it for sound', () => {
    const voice = wavering(noiseUpTo(4000, 16_000, 3), 16_000).map((value) => value * 0.04)
    for (let seed = 1; seed <= 10; seed++) expect(bandwidth(in16Bits(voice, seed), 16_000)).toBeLessThanOrEqual(4250)
  })

  test('of a tone is where the tone is, and an offset is none', () => {
    const found = bandwidth(in16Bits(tone(1000, 16_000, 32_000)), 16_000) ?? 0
    expect(found).toBeGreaterThanOrEqual(1000)
    expect(found).toBeLessThanOrEqual(1250)
    const onOffset = tone(1000, 16_000, 32_000, 0.001).map((value) => value + 0.5)
    expect(bandwidth(onOffset, 16_000)).toBeLessThanOrEqual(1250)
  })

  test('counts sounds that come late in a long recording', () => {
    const sound = wavering(noiseUpTo(4000, 16_000, 60), 16_000)
    sound.set(wavering(whiteNoise(10 * 16_000, 0.1), 16_000), 45 * 16_000)
    expect(bandwidth(sound, 16_000)).toBe(8000)
  })

  test('does not depend on the volume or on the blocks', () => {
    const sound = wavering(noiseUpTo(4000, 16_000, 2), 16_000)
    const found = bandwidth(sound, 16_000)
    for (const gain of [0.001, 30])
      expect(
        bandwidth(
          sound.map((value) => gain * value),
          16_000,
        ),
      ).toBe(found)
    for (const blockSize of [1, 100, 7777]) expect(bandwidth(sound, 16_000, blockSize)).toBe(found)
  })

  test('is not known of silence, of one sample and of nothing, and is found in a few milliseconds', () => {
    for (const sound of [new Float32Array(16_000), Float32Array.of(0.5), new Float32Array(0)]) {
      expect(bandwidth(sound, 16_000)).toBeNull()
    }
    expect(bandwidth(whiteNoise(160, 0.1), 16_000)).toBe(8000)
  })

  test('is found at the lowest and the highest rate that a file may have', () => {
    expect(bandwidth(whiteNoise(100, 0.1), 100)).toBe(50)
    expect(bandwidth(whiteNoise(200_000, 0.1), 1_000_000)).toBeCloseTo(500_000, -4)
  })
})
