import { expect, test } from 'vitest'
import { openDecision } from '../../src/recognition/decision/decision'
import { labelRecording } from '../../src/recognition/labelRecording'
import { scoreFrames } from '../../src/recognition/scoreFrames'
import { drawFrames, trainedBank } from './trainedBank'

const bank = trainedBank()

test('a recording gets the label whose mixture it was drawn from', () => {
  const { best, ranked, unknown, margin } = labelRecording(bank, drawFrames([4, -3, 1], 50, 900))
  expect(best).toBe('bee')
  expect(unknown).toBe(false)
  expect(ranked.map(({ label }) => label).sort()).toEqual(['ant', 'bee', 'çicada/3'])
  expect(margin).toBeCloseTo(ranked[0].score - ranked[1].score, 12)
  expect(margin).toBeGreaterThan(0)
})

test('scores are the mean of the frames’ log-likelihoods and posteriors sum to one', () => {
  const frames = drawFrames([1, 0, 0], 20, 901)
  const { ranked } = labelRecording(bank, frames)
  const scores = scoreFrames(bank, frames)
  for (const { label, score } of ranked) {
    const l = bank.mixtures.findIndex((mixture) => mixture.label === label)
    let sum = 0
    for (let i = 0; i < frames.count; i++) sum += scores[i * bank.mixtures.length + l]
    expect(score).toBeCloseTo(sum / frames.count, 3)
  }
  expect(ranked.reduce((sum, { posterior }) => sum + posterior, 0)).toBeCloseTo(1, 12)
  expect(ranked.every(({ score }, i) => i === 0 || score <= ranked[i - 1].score)).toBe(true)
})

test('a recording far from every label is unknown, though its best label is told', () => {
  const { best, unknown, threshold } = labelRecording(bank, drawFrames([30, 30, 30], 50, 902))
  expect(unknown).toBe(true)
  expect(threshold).toBe(-12.25)
  expect(bank.mixtures.map(({ label }) => label)).toContain(best)
})

test('without a threshold nothing is unknown', () => {
  const open = { ...bank, decision: openDecision('Cannot tell.') }
  expect(labelRecording(open, drawFrames([30, 30, 30], 50, 902)).unknown).toBe(false)
})

test('a bank of one label has no margin', () => {
  const single = { ...bank, mixtures: bank.mixtures.slice(0, 1) }
  const { margin, ranked } = labelRecording(single, drawFrames([0, 0, 1], 10, 903))
  expect(margin).toBeNull()
  expect(ranked[0].posterior).toBe(1)
})

test('a recording without frames and frames of other dimensions are refused', () => {
  expect(() => labelRecording(bank, drawFrames([0, 0, 0], 0, 1))).toThrow(
    expect.objectContaining({ code: 'TOO_FEW_FRAMES' }),
  )
  expect(() => labelRecording(bank, drawFrames([0, 0], 5, 1))).toThrow(
    expect.objectContaining({ code: 'MODEL_MISMATCH' }),
  )
})
