import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LevelMeter, type LevelMeasurement } from '../../src/audio/levelMeter'
import { tone, whiteNoise } from './tone'

const rateHz = 16_000

function measure(samples: Float32Array, blockSize = samples.length || 1): LevelMeasurement {
  const meter = new LevelMeter(rateHz)
  for (let at = 0; at < samples.length; at += blockSize) meter.push(samples.subarray(at, at + blockSize))
  return meter.finish()
}

/** Four seconds of white noise, its RMS given, with tones of 0.25 s in the middle of every half second. */
function speechLike(noiseRms: number, toneAmplitude: number): Float32Array {
  const noise = whiteNoise(4 * rateHz, noiseRms)
  return noise.map((value, n) => {
    const inHalfSecond = (n % (rateHz / 2)) / rateHz
    const sounds = inHalfSecond >= 0.12 && inHalfSecond < 0.38
    return value + (sounds ? toneAmplitude * Math.sin((2 * Math.PI * 500 * n) / rateHz) : 0)
  })
}

describe('noise and sound', () => {
  test.each([10, 20, 30, 50])('tones %d dB above white noise are estimated within 1 dB', (ratioDb) => {
    const noiseRms = 0.5 * Math.SQRT1_2 * 10 ** (-ratioDb / 20)
    const level = measure(speechLike(noiseRms, 0.5))
    expect(Math.abs((level.snrDb ?? 0) - ratioDb)).toBeLessThan(1)
    expect(Math.abs((level.noiseFloorDb ?? 0) - 20 * Math.log10(noiseRms))).toBeLessThan(1)
    expect(Math.abs(level.speechSeconds - 8 * 0.26)).toBeLessThan(0.1)
  })

  test('where nothing stands out there is no ratio, and all of it counts', () => {
    for (const sound of [whiteNoise(2 * rateHz, 0.1), tone(300, rateHz, 2 * rateHz)]) {
      expect(measure(sound)).toMatchObject({ snrDb: null, speechSeconds: 2 })
    }
  })

  test('digital silence around a sound is no floor', () => {
    const sound = new Float32Array(3 * rateHz)
    sound.set(speechLike(0.001, 0.5).subarray(0, rateHz), rateHz)
    const inSilence = measure(sound)
    const alone = measure(sound.subarray(rateHz, 2 * rateHz))
    expect(inSilence.snrDb).toBeCloseTo(alone.snrDb ?? NaN, 5)
    expect(inSilence.speechSeconds).toBeCloseTo(alone.speechSeconds, 5)
  })

  test('silence, one sample and nothing have no floor; a few milliseconds count as they are long', () => {
    for (const sound of [new Float32Array(rateHz), Float32Array.of(0.5), new Float32Array(0)]) {
      expect(measure(sound)).toMatchObject({ noiseFloorDb: null, snrDb: null, speechSeconds: 0 })
    }
    const short = measure(tone(1000, rateHz, 80))
    expect(short).toMatchObject({ snrDb: null, speechSeconds: 0.005 })
    expect(short.noiseFloorDb).toBeCloseTo(-9, 0)
  })

  test('the blocks do not matter', () => {
    const sound = speechLike(0.01, 0.3)
    const { snrDb, noiseFloorDb, speechSeconds } = measure(sound)
    for (const blockSize of [1, 319, 5000]) {
      expect(measure(sound, blockSize)).toMatchObject({ snrDb, noiseFloorDb, speechSeconds })
    }
  })
})

describe('level', () => {
  test('a sine of half amplitude peaks at -6.02 dB and has -9.03 dB RMS', () => {
    const level = measure(tone(1000, 16_000, 16_000, 0.5))
    expect(level.peakDb).toBeCloseTo(-6.02, 2)
    expect(level.rmsDb).toBeCloseTo(-9.03, 2)
    expect(level).toMatchObject({ sampleCount: 16_000, clippedSamples: 0, silent: false })
  })

  test('digital silence and nothing at all are silent, with finite levels', () => {
    for (const samples of [new Float32Array(1000), new Float32Array(0)]) {
      const level = measure(samples)
      expect(level).toMatchObject({ silent: true, clippedSamples: 0, peakDb: -200, rmsDb: -200 })
      expect(level.thumbnail).toEqual(Array<number>(128).fill(0))
    }
  })

  test('a flat top at full scale is clipped, a lone full-scale sample is not', () => {
    const sound = tone(100, 16_000, 1600, 0.9)
    sound[40] = 1
    expect(measure(sound)).toMatchObject({ clippedSamples: 0, firstClippedSeconds: null })
    sound.fill(32_767 / 32_768, 40, 43)
    sound.fill(-1, 200, 207)
    expect(measure(sound)).toMatchObject({ clippedSamples: 10, firstClippedSeconds: 40 / rateHz })
  })

  test('the flat tops of a clipped sine are counted to the sample, whatever the blocks', () => {
    const sound = tone(440, rateHz, rateHz, 1.25).map((value) => Math.max(-1, Math.min(32_767 / 32_768, value)))
    const flat = sound.filter((value) => value === -1 || value === 32_767 / 32_768).length
    const first = sound.findIndex((value) => Math.abs(value) >= 32_767 / 32_768) / rateHz
    for (const blockSize of [sound.length, 777, 1]) {
      expect(measure(sound, blockSize)).toMatchObject({ clippedSamples: flat, firstClippedSeconds: first })
    }
    expect(flat).toBeGreaterThan(3000)
  })

  test('an offset is told, and is no part of the noise floor', () => {
    const sound = speechLike(0.02, 0).map((value) => value + 0.125)
    const level = measure(sound)
    expect(level.dcOffset).toBeCloseTo(0.125, 3)
    expect(level.noiseFloorDb).toBeCloseTo(measure(speechLike(0.02, 0)).noiseFloorDb ?? 0, 0)
    expect(level.noiseFloorDb).toBeLessThan(-30)
  })

  test('the thumbnail shows where the sound is', () => {
    const sound = new Float32Array(64_000)
    sound.fill(1, 16_000, 32_000)
    sound.fill(-0.5, 48_000)
    const { thumbnail } = measure(sound)
    const pair = (at: number): number[] => thumbnail.slice(2 * at, 2 * at + 2)
    expect(pair(8)).toEqual([0, 0])
    expect(pair(24)).toEqual([127, 127])
    expect(pair(40)).toEqual([0, 0])
    expect(pair(60)).toEqual([-63, -63])
  })

  test('the thumbnail holds every extreme, whatever the length and the blocks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.nat(),
        (count, block, seed) => {
          const sound = Float32Array.from({ length: count }, (_, n) => 0.5 * Math.sin(n * 0.37 + seed))
          const peakAt = seed % count
          sound[peakAt] = -1
          const level = measure(sound, block)
          expect(level.thumbnail).toHaveLength(128)
          expect(Math.min(...level.thumbnail)).toBe(-127)
          expect(level.thumbnail).toEqual(measure(sound).thumbnail)
          const pairOfPeak = level.thumbnail.indexOf(-127) / 2
          expect(Math.abs(pairOfPeak / 64 - peakAt / count)).toBeLessThan(0.03 + 1 / Math.min(64, count))
        },
      ),
      { numRuns: 100 },
    )
  })
})
