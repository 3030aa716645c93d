import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { highestPitchHz, lowestPitchHz, pitchFinder } from '../../src/features/pitch'
import { noise } from './randomFrame'

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const skipped = absent ? ` (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : ''

/** A pulse train through three formants: what a voice is by the textbook. `pitchAt` gives Hz at a time in seconds. */
function vowel(pitchAt: (seconds: number) => number, formants: readonly number[], rateHz: number, seconds: number) {
  // Made at eight times the rate, so that the pulses are not bound to whole samples.
  const fine = rateHz * 8
  let signal = new Float64Array(Math.round(seconds * fine))
  let phase = 0
  for (let i = 0; i < signal.length; i++) {
    phase += pitchAt(i / fine) / fine
    if (phase >= 1) {
      phase -= 1
      signal[i] = 1
    }
  }
  for (const hz of formants) {
    const radius = Math.exp((-Math.PI * 80) / fine)
    const [a, b] = [2 * radius * Math.cos((2 * Math.PI * hz) / fine), -radius * radius]
    const resonant = new Float64Array(signal.length)
    for (let i = 0; i < signal.length; i++) {
      resonant[i] = signal[i] + a * (resonant[i - 1] || 0) + b * (resonant[i - 2] || 0)
    }
    signal = resonant
  }
  return Float32Array.from({ length: Math.floor(signal.length / 8) }, (_, i) => 1e-4 * signal[8 * i])
}

function pitchesOf(samples: Float32Array, rateHz: number, frameSeconds: number) {
  const frameLength = Math.round(frameSeconds * rateHz)
  const find = pitchFinder(frameLength, rateHz)
  const hop = Math.round(0.01 * rateHz)
  const found: { seconds: number; pitchHz: number; voicing: number }[] = []
  for (let start = 0; start + frameLength <= samples.length; start += hop) {
    found.push({ seconds: (start + frameLength / 2) / rateHz, ...find(samples, start) })
  }
  return found
}

const vowels = { a: [730, 1090, 2440], i: [270, 2290, 3010], u: [300, 870, 2240] }

describe('pitch', () => {
  for (const rateHz of [8000, 16_000, 44_100]) {
    test(`of tones at ${rateHz} Hz is found to 1 Hz or 1 %`, () => {
      for (const hz of [82, 100, 123.4, 180, 220, 261.6, 333, 440, 490]) {
        const tone = Float32Array.from(
          { length: rateHz / 5 },
          (_, i) => 0.3 * Math.sin((2 * Math.PI * hz * i) / rateHz),
        )
        for (const { pitchHz, voicing } of pitchesOf(tone, rateHz, 0.025)) {
          expect(Math.abs(pitchHz - hz)).toBeLessThan(Math.max(1, 0.01 * hz))
          expect(voicing).toBeGreaterThan(0.9)
        }
      }
    })
  }

  test('of vowels is found to 1 Hz or 1 %, whatever their formants', () => {
    for (const formants of Object.values(vowels)) {
      for (const hz of [85, 110, 150, 210, 300]) {
        for (const rateHz of [8000, 16_000]) {
          const spoken = vowel(() => hz, formants, rateHz, 0.3)
          // The first periods are the swing of the resonances.
          for (const { pitchHz, seconds } of pitchesOf(spoken, rateHz, 0.025)) {
            if (seconds > 0.06) expect(Math.abs(pitchHz - hz)).toBeLessThan(Math.max(1, 0.01 * hz))
          }
        }
      }
    }
  })

  test('of a gliding voice is that of the middle of each frame', () => {
    const glide = (seconds: number): number => 100 + 100 * seconds
    const spoken = vowel(glide, vowels.a, 16_000, 1)
    const found = pitchesOf(spoken, 16_000, 0.025).filter(({ seconds }) => seconds > 0.06)
    const errors = found.map(({ pitchHz, seconds }) => Math.abs(pitchHz - glide(seconds)) / glide(seconds))
    expect(Math.max(...errors)).toBeLessThan(0.02)
    expect(errors.filter((error) => error < 0.01).length).toBeGreaterThan(0.95 * errors.length)
  })

  test('reaches down to two periods a frame and to 60 Hz', () => {
    const low = vowel(() => 65, vowels.a, 8000, 0.4)
    for (const { pitchHz, seconds } of pitchesOf(low, 8000, 0.04)) {
      if (seconds > 0.08) expect(Math.abs(pitchHz - 65)).toBeLessThan(1)
    }
    for (const { pitchHz } of pitchesOf(low, 8000, 0.04)) {
      expect(pitchHz === 0 || (pitchHz > lowestPitchHz - 2 && pitchHz < highestPitchHz + 20)).toBe(true)
    }
  })

  test('is 0 for noise, which is hardly voiced', () => {
    const found = pitchesOf(noise(16_000, 3), 16_000, 0.025)
    expect(found.filter(({ pitchHz }) => pitchHz > 0)).toEqual([])
    expect(Math.max(...found.map(({ voicing }) => voicing))).toBeLessThan(0.7)
  })

  test('is 0 for silence, for a constant, and where a frame is too short to hold two periods', () => {
    for (const value of [0, 0.25]) {
      expect(pitchFinder(200, 8000)(new Float32Array(200).fill(value), 0)).toEqual({ pitchHz: 0, voicing: 0 })
    }
    for (const frameLength of [4, 16, 32]) {
      expect(pitchFinder(frameLength, 8000)(noise(32, 1), 0).pitchHz).toBe(0)
    }
  })

  test('does not change with the volume or with an offset', () => {
    const spoken = vowel(() => 140, vowels.i, 8000, 0.2)
    const [plain, loud, shifted] = [1, 20, 1].map((gain, i) =>
      pitchesOf(
        spoken.map((sample) => gain * sample + (i === 2 ? 0.1 : 0)),
        8000,
        0.025,
      ).map(({ pitchHz }) => pitchHz),
    )
    plain.forEach((hz, i) => {
      expect(Math.abs(loud[i] - hz)).toBeLessThan(0.01)
      expect(Math.abs(shifted[i] - hz)).toBeLessThan(0.5)
    })
  })

  test.skipIf(absent)(`of men who speak digits lies where the voices of men lie${skipped}`, async () => {
    for (const [speaker, from, to] of [
      ['jackson', 80, 140],
      ['theo', 80, 160],
      ['nicolas', 90, 200],
    ] as const) {
      const found: number[] = []
      let frames = 0
      for (let digit = 0; digit < 10; digit++) {
        const path = join(folder, `${digit}_${speaker}_3.wav`)
        const { samples } = await decodeAudio(path, { sampleRateHz: 8000 })
        const all = pitchesOf(samples, 8000, 0.03)
        frames += all.length
        found.push(...all.map(({ pitchHz }) => pitchHz).filter((hz) => hz > 0))
      }
      found.sort((a, b) => a - b)
      const median = found[found.length >> 1]
      expect(median).toBeGreaterThan(from)
      expect(median).toBeLessThan(to)
      expect(found.length).toBeGreaterThan(0.25 * frames)
      expect(found.length).toBeLessThan(0.95 * frames)
    }
  })
})
