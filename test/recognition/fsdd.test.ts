import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { extractFeatures } from '../../src/features/extractFeatures'
import { defaultRecipe } from '../../src/features/recipe'
import { speechFrames } from '../../src/features/speechFrames'
import { concatenateFrames, type Frames } from '../../src/mixture/frames'
import type { BankMixture } from '../../src/recognition/bank'
import { meanScores } from '../../src/recognition/scoreFrames'
import { fitLabelSteps, type RelativeFloor } from '../../src/recognition/trainLabel'
import { chooseVarianceFloor, type LabelRecordings } from '../../src/recognition/varianceFloor'

const data = process.env.CEPSTRA_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const folder = join(data, 'fsdd/recordings')
const absent = !existsSync(folder)
const title = absent ? `spoken digits (skipped: ${folder} is absent; set CEPSTRA_TEST_DATA)` : 'spoken digits'

const speakers = ['george', 'jackson', 'lucas', 'nicolas', 'theo', 'yweweler']
const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

async function recordingsOf(takes: readonly number[]): Promise<LabelRecordings[]> {
  const sets: LabelRecordings[] = []
  for (const label of speakers) {
    const recordings: Frames[] = []
    for (const take of takes) {
      for (const digit of digits) {
        const signal = await decodeAudio(join(folder, `${digit}_${label}_${take}.wav`))
        recordings.push(speechFrames(extractFeatures(signal, defaultRecipe)))
      }
    }
    sets.push({ label, recordings })
  }
  return sets
}

function accuracy(
  training: readonly LabelRecordings[],
  asked: readonly LabelRecordings[],
  floor: RelativeFloor,
): number {
  const mixtures = training.map(({ label, recordings }): BankMixture => {
    const steps = fitLabelSteps(label, concatenateFrames(recordings), { components: 16, maxIterations: 30, floor })
    let step = steps.next()
    while (!step.done) step = steps.next()
    return step.value
  })
  const answers = asked.flatMap(({ label, recordings }) =>
    recordings.map((frames) => {
      const scores = meanScores({ mixtures }, frames)
      return mixtures[scores.indexOf(Math.max(...scores))].label === label
    }),
  )
  return answers.filter(Boolean).length / answers.length
}

describe.skipIf(absent)(title, () => {
  test('are told apart by speaker, with little training material better by the chosen floor than by next to none', async () => {
    const asked = await recordingsOf([0, 1])
    const much = await recordingsOf([5, 6, 7, 8, 9, 10, 11, 12])
    const little = await recordingsOf([5])
    const floorOfMuch = chooseVarianceFloor(much, { components: 16 })
    const floorOfLittle = chooseVarianceFloor(little, { components: 16 })
    expect(accuracy(much, asked, floorOfMuch)).toBeGreaterThanOrEqual(0.98)
    expect(floorOfLittle.share).toBeGreaterThan(floorOfMuch.share)
    const withoutFloor = accuracy(little, asked, { ...floorOfLittle, share: 1e-6 })
    expect(accuracy(little, asked, floorOfLittle)).toBeGreaterThan(withoutFloor)
  })
})
