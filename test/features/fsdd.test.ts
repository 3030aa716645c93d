import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe } from '../../src/features/recipe'
import { speechFrames } from '../../src/features/speechFrames'

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const title = absent ? `spoken digits (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : 'spoken digits'

const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']
const words = speakers.flatMap((speaker) => [0, 3, 6, 8].map((digit) => join(folder, `${digit}_${speaker}_7.wav`)))

describe.skipIf(absent)(title, () => {
  test('make whole frames of finite numbers, most of them kept', async () => {
    let [frames, kept] = [0, 0]
    for (const path of words) {
      const signal = await decodeAudio(path)
      const matrix = extractFeatures(signal, defaultRecipe)
      expect(matrix.frameCount).toBe(1 + Math.floor((signal.samples.length - 200) / 80))
      expect(matrix.data.every(Number.isFinite)).toBe(true)
      frames += matrix.frameCount
      kept += speechFrames(matrix).count
    }
    expect(kept / frames).toBeGreaterThan(0.85)
    expect(kept / frames).toBeLessThan(1)
  })

  test('are described alike when they are recorded 12 dB quieter in 16 bits', async () => {
    for (const path of words) {
      const { samples, sampleRateHz } = await decodeAudio(path)
      const quieter = samples.map((sample) => Math.round((sample * 32768) / 4) / 32768)
      const loud = extractFeatures({ samples, sampleRateHz }, defaultRecipe)
      const quiet = extractFeatures({ samples: quieter, sampleRateHz }, defaultRecipe)
      const both = loud.speech.map((kept, frame) => kept & quiet.speech[frame])
      const a = speechFrames({ ...loud, speech: both })
      const b = speechFrames({ ...quiet, speech: both })
      const loudKept = speechFrames(loud).count
      expect(a.count, path).toBeGreaterThan(0.9 * loudKept)
      const difference = a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length
      const size = a.data.reduce((sum, value) => sum + Math.abs(value), 0) / a.data.length
      expect(difference / size, path).toBeLessThan(0.1)
    }
  })
})
