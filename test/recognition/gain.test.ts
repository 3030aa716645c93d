import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import type { Signal } from '../../src/audio/signal'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe } from '../../src/features/recipe'
import { speechFrames } from '../../src/features/speechFrames'
import { concatenateFrames } from '../../src/mixture/frames'
import type { BankMixture } from '../../src/recognition/bank'
import { pooledVariance } from '../../src/recognition/pooledVariance'
import { meanScores } from '../../src/recognition/scoreFrames'
import { fitLabelSteps } from '../../src/recognition/trainLabel'

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const title = absent ? `spoken digits (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : 'spoken digits'

const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']
const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

interface Word {
  readonly speaker: string
  readonly digit: string
  readonly signal: Signal
}

async function wordsOf(takes: readonly number[]): Promise<Word[]> {
  const words: Word[] = []
  for (const speaker of speakers) {
    for (const digit of digits) {
      for (const take of takes) {
        const signal = await decodeAudio(join(folder, `${digit}_${speaker}_${take}.wav`))
        words.push({ speaker, digit: String(digit), signal })
      }
    }
  }
  return words
}

const framesOf = (signal: Signal) => speechFrames(extractFeatures(signal, defaultRecipe))

function train(words: readonly Word[], labelOf: (word: Word) => string): BankMixture[] {
  const sets = [...new Set(words.map(labelOf))].map((label) => ({
    label,
    frames: words.filter((word) => labelOf(word) === label).map(({ signal }) => framesOf(signal)),
  }))
  const floor = { share: 0.1, pooledVariance: pooledVariance(sets.flatMap(({ frames }) => frames)) }
  return sets.map(({ label, frames }) => {
    const steps = fitLabelSteps(label, concatenateFrames(frames), { components: 16, maxIterations: 30, floor })
    let step = steps.next()
    while (!step.done) step = steps.next()
    return step.value
  })
}

/** Scales a recording and rounds it to 16 bits again where it is asked to. */
function softer({ samples, sampleRateHz }: Signal, decibels: number, rounded: boolean): Signal {
  const gain = 10 ** (decibels / 20)
  const soft = samples.map((sample) => (rounded ? Math.round(sample * gain * 32768) / 32768 : sample * gain))
  return { samples: soft, sampleRateHz }
}

describe.skipIf(absent)(title, () => {
  test('are answered alike at -12 and -30 dB, and in 16 bits as often rightly', async () => {
    const training = await wordsOf([5, 6, 7, 8, 9, 10, 11, 12])
    const asked = await wordsOf([0, 1, 2, 3, 4])
    for (const labelOf of [(word: Word) => word.speaker, (word: Word) => word.digit]) {
      const mixtures = train(training, labelOf)
      const answers = (change: (signal: Signal) => Signal): string[] =>
        asked.map(({ signal }) => {
          const scores = meanScores({ mixtures }, framesOf(change(signal)))
          return mixtures[scores.indexOf(Math.max(...scores))].label
        })
      const share = (given: readonly string[]): number =>
        given.filter((answer, i) => answer === labelOf(asked[i])).length / given.length
      const asRecorded = answers((signal) => signal)
      expect(share(asRecorded)).toBeGreaterThan(0.93)
      for (const decibels of [-12, -30]) {
        expect(answers((signal) => softer(signal, decibels, false))).toEqual(asRecorded)
        const inSteps = share(answers((signal) => softer(signal, decibels, true)))
        expect(Math.abs(inSteps - share(asRecorded))).toBeLessThan(0.004)
      }
    }
  })
})
