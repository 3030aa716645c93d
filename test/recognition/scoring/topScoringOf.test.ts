import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../../src/audio/decodeAudio'
import { extractFeatures } from '../../../src/features/extractFeatures'
import { defaultRecipe } from '../../../src/features/recipe'
import { speechFrames } from '../../../src/features/speechFrames'
import { adaptMixture } from '../../../src/mixture/adaptation'
import { fitMixture } from '../../../src/mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { sampleMixture } from '../../../src/mixture/sampling'
import { baseScores } from '../../../src/recognition/scoring/baseScores'
import { topScoringOf } from '../../../src/recognition/scoring/topScoringOf'
import { randomMixture } from '../../mixture/anyMixture'
import { trainedBank } from '../trainedBank'
import { firstThree } from './voices'

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const title = absent ? `spoken digits (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : 'spoken digits'
const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']

const [{ label: _, ...fitted }] = trainedBank().mixtures

function bankOf(background: GaussianMixture, mixtures: readonly GaussianMixture[]) {
  return {
    background: { ...fitted, mixture: background, labels: [], adapted: ['means'], relevance: 16 } as const,
    mixtures: mixtures.map((mixture, l) => ({ ...fitted, mixture, label: `label ${l}` })),
  }
}

const wide = randomMixture({ covarianceType: 'diag', componentCount: 128, dimensions: 3 })

function moved(count: number): GaussianMixture[] {
  return Array.from({ length: count }, (_, l) => ({
    ...wide,
    means: wide.means.map((mean, at) => mean + Math.sin(l + at)),
  }))
}

test('few components a frame count only where that is faster and components correspond', () => {
  const bank = bankOf(wide, moved(12))
  expect(topScoringOf(bank)).toEqual({ background: wide, perFrame: 16 })
  expect(topScoringOf(bankOf(wide, moved(11)))).toBeNull()
  expect(topScoringOf({ ...bank, background: null })).toBeNull()
  const small = randomMixture({ covarianceType: 'diag', componentCount: 32, dimensions: 3 })
  expect(topScoringOf(bankOf(small, new Array(12).fill(small)))).toBeNull()
  expect(topScoringOf(bankOf(wide, [...moved(12), small]))).toBeNull()
  const full = randomMixture({ covarianceType: 'full', componentCount: 128, dimensions: 2 })
  expect(topScoringOf(bankOf(full, new Array(12).fill(full)))).toBeNull()
})

test('scores say that few components counted, and how many', () => {
  const { frames } = sampleMixture(wide, 200)
  expect(baseScores(bankOf(wide, moved(12)), frames).topComponents).toBe(16)
  expect(baseScores(bankOf(wide, moved(5)), frames).topComponents).toBeUndefined()
})

test('a long recording under many labels gets the same first three as without a race', () => {
  const bank = bankOf(wide, moved(80))
  const { frames } = sampleMixture(bank.mixtures[3].mixture, 9000)
  const { likelihoods, estimated, topComponents } = baseScores(bank, frames)
  const few = Array.from({ length: 7 }, (_, part) =>
    baseScores({ ...bank, mixtures: bank.mixtures.slice(12 * part, 12 * part + 12) }, frames, topScoringOf(bank)),
  )
  const all = few.flatMap((scores) => scores.likelihoods)
  expect(topComponents).toBe(16)
  expect(estimated!.some((is) => is)).toBe(true)
  expect(firstThree(likelihoods)).toEqual(firstThree(all))
  for (const l of firstThree(all)) expect(likelihoods[l]).toBe(all[l])
})

describe.skipIf(absent)(title, () => {
  test('get the first three labels that all components give them', async () => {
    const labels: Frames[] = []
    const asked: Frames[] = []
    for (const speaker of speakers) {
      for (let digit = 0; digit < 10; digit++) {
        const take = async (number: number) => {
          const signal = await decodeAudio(join(folder, `${digit}_${speaker}_${number}.wav`))
          return speechFrames(extractFeatures(signal, defaultRecipe))
        }
        labels.push(concatenateFrames(await Promise.all([5, 6, 7].map(take))))
        asked.push(await take(0))
      }
    }
    const { mixture: background } = fitMixture(concatenateFrames(labels), {
      components: 128,
      maxIterations: 5,
      varianceFloor: new Float64Array(labels[0].dimensions).fill(0.05),
      precision: 'float32',
    })
    const bank = bankOf(
      background,
      labels.map((frames) => adaptMixture(background, frames, { adapt: ['means'] }).mixture),
    )
    for (const frames of asked) {
      const few = baseScores(bank, frames)
      const all = baseScores(bank, frames, null)
      expect(few.topComponents).toBe(16)
      expect(firstThree(few.likelihoods)).toEqual(firstThree(all.likelihoods))
      few.likelihoods.forEach((score, l) => {
        expect(Math.abs(score - all.likelihoods[l])).toBeLessThan(0.01)
      })
    }
  })
})
