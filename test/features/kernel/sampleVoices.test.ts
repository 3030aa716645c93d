import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeAudio } from '../../../src/audio/decodeAudio'
import { kernelAnalyzer } from '../../../src/features/kernel/kernelAnalyzer'
import { meydaAnalyzer } from '../../../src/features/meydaAnalyzer'
import { presetNames, presetRecipe } from '../../../src/features/presets'
import { referenceAnalyzer } from '../../../src/features/referenceAnalyzer'
import { analyzed, differences, startsIn, tablesFor } from './analyzed'
import { frameKernels } from './frameKernels'

const folder = resolve(import.meta.dirname, '../../../resources/samples')
const sampleRateHz = 16_000

/** The first second of a sentence of each voice. */
let speech: Float32Array[] = []

beforeAll(async () => {
  const voices = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  speech = await Promise.all(
    voices.map(async ({ name: voice }) => {
      const [sentence] = readdirSync(join(folder, voice)).sort()
      const { samples } = await decodeAudio(join(folder, voice, sentence), { sampleRateHz })
      return samples.slice(0, sampleRateHz)
    }),
  )
})

describe.each(frameKernels)('the sample voices by the kernel with %s', (_, kernel) => {
  test.each(presetNames)('have the cepstra of the plain analysis under the %s preset', (name) => {
    expect(speech.length).toBeGreaterThan(2)
    const tables = tablesFor(presetRecipe(name, sampleRateHz), sampleRateHz)
    for (const samples of speech) {
      const starts = startsIn(samples, tables.frameLength, 160)
      const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, starts)
      const expected = analyzed(referenceAnalyzer(tables), tables, samples, starts)
      expect(differences(found, expected).cepstra).toBeLessThan(1e-6)
    }
  })

  test.each(['speech', 'meyda'] as const)('have the cepstra of Meyda itself under the %s preset', (name) => {
    const tables = tablesFor(presetRecipe(name, sampleRateHz), sampleRateHz)
    for (const samples of speech) {
      const starts = startsIn(samples, tables.frameLength, 160)
      const found = analyzed(kernelAnalyzer(kernel, tables), tables, samples, starts)
      const expected = analyzed(meydaAnalyzer(tables), tables, samples, starts)
      expect(differences(found, expected).cepstra).toBeLessThan(1e-5)
    }
  })
})
