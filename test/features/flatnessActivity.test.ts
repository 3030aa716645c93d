import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { noise } from './randomFrame'

const sampleRateHz = 8000
const byFlatness: Recipe = { ...defaultRecipe, voiceActivity: 'spectralFlatness' }

const keptOf = (samples: Float32Array, recipe = byFlatness) => extractFeatures({ samples, sampleRateHz }, recipe).speech
const share = (kept: Uint8Array) => kept.reduce((sum, value) => sum + value, 0) / kept.length
const seconds = (length: number) => Math.round(length * sampleRateHz)

/** Sums of twelve uniform numbers: close to normal noise of variance 1. */
function white(length: number, seed: number): Float32Array {
  const parts = noise(12 * length, seed, 1)
  return Float32Array.from(
    { length },
    (_, i) => parts.subarray(12 * i, 12 * i + 12).reduce((sum, value) => sum + value, 0) / 2,
  )
}

/** 3 dB less for each octave up, by three poles (Paul Kellet's economy filter). */
function pink(length: number, seed: number): Float32Array {
  let [a, b, c] = [0, 0, 0]
  return white(length, seed).map((value) => {
    a = 0.99765 * a + 0.099046 * value
    b = 0.963 * b + 0.2965164 * value
    c = 0.57 * c + 1.0526913 * value
    return a + b + c + 0.1848 * value
  })
}

const level = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)

/** A buzz of 120 Hz with its harmonics falling by 12 dB an octave, as voices do. */
function buzz(length: number): Float32Array {
  const samples = new Float32Array(length)
  for (let k = 1; k <= 30; k++) {
    for (let i = 0; i < length; i++) samples[i] += Math.sin((2 * Math.PI * 120 * k * i) / sampleRateHz) / k ** 2
  }
  return samples
}

describe('voice activity by flatness', () => {
  const second = seconds(1)
  const hiss = white(3 * second, 3).map((value) => value * 0.005)
  const voice = buzz(3 * second)
  const voiced = hiss.map((value, i) => value + (i >= second && i < 2 * second ? 0.2 * voice[i] : 0))

  test('keeps a buzz in noise and drops the noise, but for the hang-over', () => {
    const kept = keptOf(voiced)
    const [before, within, after] = [kept.subarray(0, 95), kept.subarray(100, 195), kept.subarray(206)]
    expect([share(before), share(within), share(after)]).toEqual([0, 1, 0])
  })

  test('keeps the same frames at every volume', () => {
    const kept = keptOf(voiced)
    for (const gain of [0.01, 0.25, 10]) expect(keptOf(voiced.map((value) => value * gain))).toEqual(kept)
    expect(
      keptOf(
        voiced.map((value) => value / 10),
        { ...byFlatness, sampleScale: 'unit' },
      ),
    ).toEqual(keptOf(voiced, { ...byFlatness, sampleScale: 'unit' }))
  })

  test('finds the same sound under the other definitions of a filter', () => {
    const kept = keptOf(voiced)
    const others: Partial<Recipe>[] = [
      { filterBank: 'slaney', logarithm: 'decibel', logFloor: 1e-10 },
      { filterBank: 'kaldi', logarithm: 'ln', logFloor: 1e-7 },
      { filterBank: 'htk', logarithm: 'ln', spectrum: 'magnitude', sampleScale: 'int16' },
    ]
    for (const other of others) {
      const found = keptOf(voiced, { ...byFlatness, ...other })
      expect(found.filter((value, frame) => value === kept[frame]).length / kept.length).toBeGreaterThan(0.97)
    }
  })

  test('keeps all of a tone, and all of a noise in which nothing stands out', () => {
    const tone = Float32Array.from({ length: second }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 440 * i) / sampleRateHz))
    expect(share(keptOf(tone))).toBe(1)
    expect(share(keptOf(hiss))).toBe(1)
    expect(share(keptOf(pink(3 * second, 5)))).toBe(1)
  })

  test('drops digital silence, and what is 40 dB below the sound', () => {
    expect(share(keptOf(new Float32Array(second)))).toBe(0)
    const faded = voiced.map((value, i) => (i < second / 2 ? 0 : value))
    expect(share(keptOf(faded).subarray(0, 45))).toBe(0)
    const echoed = voiced.map((value, i) => value + (i > 2.5 * second ? 1e-4 * voice[i] : 0))
    expect(share(keptOf(echoed).subarray(250))).toBe(0)
  })
})

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const title = absent ? `spoken digits (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : 'spoken digits'

type Noise = (length: number, seed: number) => Float32Array

/** A noise that swells and fades by so many decibels. */
const swelling =
  (noiseOf: Noise, decibels: number): Noise =>
  (length, seed) =>
    noiseOf(length, seed).map(
      (value, i) => value * 10 ** ((decibels * Math.sin((2 * Math.PI * 1.1 * i) / sampleRateHz)) / 20),
    )

describe.skipIf(absent)(title, () => {
  const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']
  const files = speakers.flatMap((speaker) => [0, 2, 4, 6, 8].map((digit) => `${digit}_${speaker}_3.wav`))

  /** Of the frames of words between half seconds of noise, the share that either rule marks as it marks the clean words. */
  async function shares(noiseOf: Noise, snrDb: number) {
    const right = { adaptiveEnergy: 0, spectralFlatness: 0 }
    let all = 0
    for (const [seed, file] of files.entries()) {
      const { samples } = await decodeAudio(join(folder, file))
      const clean = new Float32Array(samples.length + sampleRateHz)
      clean.set(samples, sampleRateHz / 2)
      const spoken = keptOf(clean, { ...defaultRecipe, hangOverSeconds: 0 })
      const hiss = noiseOf(clean.length, seed + 1)
      const gain = (level(samples) / level(hiss)) * 10 ** (-snrDb / 20)
      const noisy = clean.map((value, i) => value + gain * hiss[i])
      for (const voiceActivity of ['adaptiveEnergy', 'spectralFlatness'] as const) {
        const kept = keptOf(noisy, { ...defaultRecipe, voiceActivity })
        right[voiceActivity] += kept.filter((value, frame) => value === spoken[frame]).length
      }
      all += spoken.length
    }
    return { energy: right.adaptiveEnergy / all, flatness: right.spectralFlatness / all }
  }

  const noises = [
    { name: 'white noise at 10 dB', noiseOf: white, snrDb: 10, better: 0 },
    { name: 'pink noise at 10 dB', noiseOf: pink, snrDb: 10, better: 0 },
    { name: 'white noise at 5 dB', noiseOf: white, snrDb: 5, better: 0.3 },
    { name: 'pink noise at 5 dB', noiseOf: pink, snrDb: 5, better: 0.05 },
    { name: 'swelling white noise at 10 dB', noiseOf: swelling(white, 6), snrDb: 10, better: 0.3 },
    { name: 'swelling pink noise at 10 dB', noiseOf: swelling(pink, 6), snrDb: 10, better: 0.3 },
  ]
  test.each(noises)(
    'are found in $name on 93 of 100 frames, more than by energy',
    async ({ noiseOf, snrDb, better }) => {
      const { energy, flatness } = await shares(noiseOf, snrDb)
      expect(flatness).toBeGreaterThan(0.93)
      expect(flatness - energy).toBeGreaterThan(better)
    },
  )
})
