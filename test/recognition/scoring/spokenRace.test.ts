import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../../src/audio/decodeAudio'
import { extractFeatures } from '../../../src/features/extractFeatures'
import { defaultRecipe } from '../../../src/features/recipe'
import { speechFrames } from '../../../src/features/speechFrames'
import { fitMixture } from '../../../src/mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import { meanScores } from '../../../src/recognition/scoreFrames'
import { baseScores } from '../../../src/recognition/scoring/baseScores'
import { trainedBank } from '../trainedBank'
import { firstThree } from './voices'

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const title = absent ? `spoken digits (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : 'spoken digits'
const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']

async function take(speaker: string, number: number): Promise<Frames> {
  const digits = Array.from({ length: 10 }, async (_, digit) => {
    const signal = await decodeAudio(join(folder, `${digit}_${speaker}_${number}.wav`))
    return speechFrames(extractFeatures(signal, defaultRecipe))
  })
  return concatenateFrames(await Promise.all(digits))
}

describe.skipIf(absent)(title, () => {
  test('get the first three of all frames, although each speaker is eleven labels, a take each', async () => {
    const [{ label: _, ...fitted }] = trainedBank().mixtures
    const mixtures = []
    for (const speaker of speakers) {
      for (let number = 5; number < 16; number++) {
        const frames = await take(speaker, number)
        const varianceFloor = new Float64Array(frames.dimensions).fill(0.1)
        const { mixture } = fitMixture(frames, { components: 4, maxIterations: 4, varianceFloor })
        mixtures.push({ ...fitted, mixture, label: `${speaker} ${number}` })
      }
    }
    const bank = { mixtures, background: null }
    for (const speaker of speakers) {
      const spoken = await Promise.all([0, 1, 2].map((number) => take(speaker, number)))
      const once = concatenateFrames(spoken)
      const frames = concatenateFrames(new Array(Math.ceil(10_000 / once.count)).fill(once))
      const scores = meanScores(bank, frames)
      const { likelihoods, estimated } = baseScores(bank, frames)
      expect(firstThree(likelihoods)).toEqual(firstThree(scores))
      for (const l of firstThree(scores)) expect(likelihoods[l]).toBe(scores[l])
      expect(estimated!.filter((is) => is).length).toBeGreaterThan(20)
    }
  })
})
