import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import type { Signal } from '../../src/audio/signal'
import { extractFeatures } from '../../src/features/extractFeatures'
import type { FeatureMatrix } from '../../src/features/featureMatrix'
import { defaultRecipe } from '../../src/features/recipe'

const folder = resolve(import.meta.dirname, '../../resources/samples')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('3-valley.flac'),
)

const louder = ({ samples, sampleRateHz }: Signal, decibels: number): Signal => ({
  samples: samples.map((sample) => sample * 10 ** (decibels / 20)),
  sampleRateHz,
})

/** The standard deviation of each column over the kept frames of all matrices. */
function deviations(matrices: readonly FeatureMatrix[]): number[] {
  return Array.from({ length: matrices[0].dimensions }, (_, column) => {
    const values = matrices.flatMap(({ data, dimensions, speech }) =>
      [...speech.keys()].filter((frame) => speech[frame] === 1).map((frame) => data[frame * dimensions + column]),
    )
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  })
}

describe('the default features of twelve voices', () => {
  let signals: Signal[]
  let asRecorded: FeatureMatrix[]
  let scales: number[]
  beforeAll(async () => {
    signals = await Promise.all(files.map((file) => decodeAudio(join(folder, file))))
    asRecorded = signals.map((signal) => extractFeatures(signal, defaultRecipe))
    scales = deviations(asRecorded)
  })

  test.each([-40, -30, -12, 20])(
    'move by less than 0.001 standard deviations at %d dB, and the same frames are kept',
    (decibels) => {
      expect(signals.length).toBe(12)
      let farthest = 0
      signals.forEach((signal, i) => {
        const changed = extractFeatures(louder(signal, decibels), defaultRecipe)
        expect(changed.speech).toEqual(asRecorded[i].speech)
        const { data, dimensions } = asRecorded[i]
        for (let at = 0; at < data.length; at++) {
          farthest = Math.max(farthest, Math.abs(changed.data[at] - data[at]) / scales[at % dimensions])
        }
      })
      expect(farthest).toBeLessThan(0.001)
    },
  )

  test('would move by more than 0.02 at -40 dB on the scale of 16-bit integers', () => {
    const recipe = { ...defaultRecipe, sampleScale: 'int16' } as const
    const [full, soft] = [0, -40].map((decibels) => extractFeatures(louder(signals[0], decibels), recipe))
    const moved = full.data.map((value, at) => Math.abs(value - soft.data[at]) / scales[at % full.dimensions])
    expect(Math.max(...moved)).toBeGreaterThan(0.02)
  })
})
