import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LevelMeter, type LevelMeasurement } from '../../src/audio/measure'
import { tone } from './tone'

function measure(samples: Float32Array, blockSize = samples.length || 1): LevelMeasurement {
  const meter = new LevelMeter()
  for (let at = 0; at < samples.length; at += blockSize) meter.push(samples.subarray(at, at + blockSize))
  return meter.finish()
}

describe('level', () => {
  test('a sine of half amplitude peaks at -6.02 dB and has -9.03 dB RMS', () => {
    const level = measure(tone(1000, 16_000, 16_000, 0.5))
    expect(level.peakDb).toBeCloseTo(-6.02, 2)
    expect(level.rmsDb).toBeCloseTo(-9.03, 2)
    expect(level).toMatchObject({ sampleCount: 16_000, clipped: false, silent: false })
  })

  test('digital silence and nothing at all are silent, with finite levels', () => {
    for (const samples of [new Float32Array(1000), new Float32Array(0)]) {
      const level = measure(samples)
      expect(level).toMatchObject({ silent: true, clipped: false, peakDb: -200, rmsDb: -200 })
      expect(level.thumbnail).toEqual(Array<number>(128).fill(0))
    }
  })

  test('a flat top at full scale is clipped, a lone full-scale sample is not', () => {
    const sound = tone(100, 16_000, 1600, 0.9)
    sound[40] = 1
    expect(measure(sound).clipped).toBe(false)
    sound.fill(32_767 / 32_768, 40, 43)
    expect(measure(sound).clipped).toBe(true)
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
