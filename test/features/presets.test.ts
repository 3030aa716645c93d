import { unzipSync } from 'fflate'
import Meyda from 'meyda'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { decodeNpy } from '../../src/exchange/npy'
import { extractFeatures } from '../../src/features/extractFeatures'
import { presetNames, presetRecipe, presets } from '../../src/features/presets'
import { defaultRecipe, type Recipe } from '../../src/features/recipe'
import { validateRecipe } from '../../src/features/validateRecipe'

/** Signals and values by test/golden/make_front_end.py: `signal/NAME`, and for each of three tools `TOOL/NAME`. */
const golden = unzipSync(readFileSync(new URL('../golden/frontEnd.npz', import.meta.url)))
const arrayOf = (name: string) => decodeNpy(golden[`${name}.npy`])
const names = Object.keys(golden)
  .filter((key) => key.startsWith('kaldi/'))
  .map((key) => key.slice('kaldi/'.length, -'.npy'.length))

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)

/** A signal of the golden values: kept beside them, or a spoken digit. */
async function signalOf(name: string) {
  const [file, sampleRateHz] = [name.split(' at ')[0], Number(name.split(' ').at(-2))]
  if (file.endsWith('.wav')) return decodeAudio(join(folder, file))
  return {
    samples: Float32Array.from(arrayOf(`signal/${name}`).data as Int32Array, (value) => value / 32768),
    sampleRateHz,
  }
}

/** The largest difference of two values; infinite where one of them is no number. */
function farthest(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length)
  let worst = 0
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i] - expected[i])
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference)
  }
  return worst
}

describe('every preset', () => {
  test.each([8000, 11_025, 16_000, 22_050, 44_100, 48_000])('is a recipe that can be used at %s Hz', (sampleRateHz) => {
    for (const name of presetNames) {
      const recipe = presetRecipe(name, sampleRateHz)
      expect(validateRecipe(recipe)).toEqual(recipe)
    }
  })

  test('is told of', () => {
    expect(presets.map(({ name }) => name)).toEqual([...presetNames])
    expect(presetRecipe('speech', 16_000)).toEqual(defaultRecipe)
  })
})

// HCopy itself, which works in float32, lies up to 1.1e-4 from what the script gets (make_front_end.py --hcopy).
describe('the numbers of', () => {
  for (const tool of ['librosa', 'kaldi', 'htk'] as const) {
    for (const name of names) {
      const spoken = name.includes('.wav')
      const title = spoken && absent ? `${name} (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : name
      test.skipIf(spoken && absent)(`${tool} on ${title}`, async () => {
        const signal = await signalOf(name)
        const recipe: Recipe = { ...presetRecipe(tool, signal.sampleRateHz), deltas: tool === 'htk' ? 2 : 0 }
        const { frameCount, dimensions, data } = extractFeatures(signal, recipe)
        const expected = arrayOf(`${tool}/${name}`)
        expect([frameCount, dimensions]).toEqual(expected.shape)
        expect(farthest(data, expected.data as Float32Array)).toBeLessThan(1e-4)
      })
    }
  }

  for (const name of names) {
    test.skipIf(name.includes('.wav') && absent)(`Meyda on ${name}`, async () => {
      const signal = await signalOf(name)
      const { frameCount, data } = extractFeatures(signal, presetRecipe('meyda', signal.sampleRateHz))
      const expected = byMeyda(signal.samples, signal.sampleRateHz)
      expect(frameCount).toBe(Math.floor(signal.samples.length / 512))
      expect(farthest(data, expected)).toBeLessThan(1e-5)
    })
  }
})

/** What a user of Meyda gets who hands it one frame after the other. */
function byMeyda(samples: Float32Array, sampleRateHz: number): number[] {
  Object.assign(Meyda, { sampleRate: sampleRateHz, bufferSize: 512, melBands: 26, numberOfMFCCCoefficients: 13 })
  Object.assign(Meyda, { windowingFunction: 'hanning', melFilterBank: undefined })
  const frames = Array.from({ length: Math.floor(samples.length / 512) }, (_, i) =>
    samples.subarray(512 * i, 512 * (i + 1)),
  )
  return frames.flatMap((frame) => Meyda.extract('mfcc', frame) as unknown as number[])
}
