import { expect, test } from 'vitest'
import { impostorsOf, impostorSums } from '../../../src/recognition/scoring/impostorStatistics'
import { heldOutVoices } from '../decision/heldOutVoices'

const folds = heldOutVoices()
const { labels } = folds[0]
const trials = folds.flatMap((fold) => fold.trials)

/** Mean and deviation by their definitions, over those of the recordings that are wanted. */
function byHand(label: string, wanted: (truth: string, index: number) => boolean): [number, number] {
  const l = labels.indexOf(label)
  const values = trials.flatMap(({ truth, base }, i) =>
    truth !== label && wanted(truth, i) ? [base.likelihoods[l]] : [],
  )
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)]
}

test('impostors of a label are the held-out recordings of all other labels', () => {
  const found = impostorsOf(impostorSums(folds), labels)!
  labels.forEach((label, l) => {
    const [mean, deviation] = byHand(label, () => true)
    expect(found.means[l]).toBeCloseTo(mean, 9)
    expect(found.deviations[l]).toBeCloseTo(deviation, 9)
  })
})

test('a label that plays the stranger and a recording that is judged have no part in the statistics', () => {
  const judged = trials[7]
  const leftOut = { label: 'bob', trial: { truth: judged.truth, likelihoods: judged.base.likelihoods } }
  expect(judged.truth).not.toBe('bob')
  const found = impostorsOf(impostorSums(folds), labels, leftOut)!
  labels.forEach((label, l) => {
    const [mean, deviation] = byHand(label, (truth, i) => i !== 7 && (truth !== 'bob' || label === 'bob'))
    expect(found.means[l]).toBeCloseTo(mean, 9)
    expect(found.deviations[l]).toBeCloseTo(deviation, 9)
  })
})

test('there are none for a label that fewer than two other recordings were scored under', () => {
  const single = [{ labels: ['ann', 'bob'], trials: trials.filter(({ truth }) => truth === 'ann').slice(0, 3) }]
  expect(impostorsOf(impostorSums(single), ['ann', 'bob'])).toBeNull()
})
