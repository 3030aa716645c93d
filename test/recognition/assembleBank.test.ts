import { expect, test } from 'vitest'
import { scoreSamples } from '../../src/mixture/score'
import { assembleBank } from '../../src/recognition/assembleBank'
import { thinFrames } from '../../src/recognition/thinFrames'
import { drawFrames, trainedBank } from './trainedBank'

test('the test vector holds five training frames and what every mixture scores for them', () => {
  const bank = trainedBank()
  const { frames, logLikelihoods } = bank.testVector
  expect(frames.count).toBe(5)
  bank.mixtures.forEach(({ mixture }, l) => {
    scoreSamples(mixture, frames).forEach((score, i) => expect(logLikelihoods[i * 3 + l]).toBe(score))
  })
  expect(trainedBank().testVector).toEqual(bank.testVector)
})

test('a bank without mixtures, with a label twice or of other dimensions is refused', () => {
  const { testVector: _, ...bank } = trainedBank()
  const trainingFrames = [drawFrames([0, 0, 0], 10, 1)]
  const invalid = expect.objectContaining({ code: 'MODEL_INVALID' })
  expect(() => assembleBank({ ...bank, mixtures: [], trainingFrames })).toThrow(invalid)
  expect(() => assembleBank({ ...bank, mixtures: [bank.mixtures[0], bank.mixtures[0]], trainingFrames })).toThrow(
    invalid,
  )
  expect(() => assembleBank({ ...bank, columnNames: ['c1'], trainingFrames })).toThrow(invalid)
  expect(() => assembleBank({ ...bank, trainingFrames: [] })).toThrow(
    expect.objectContaining({ code: 'TOO_FEW_FRAMES' }),
  )
})

test('thinned frames are spread evenly and keep their order', () => {
  const frames = { data: Float32Array.from({ length: 20 }, (_, i) => i), count: 10, dimensions: 2 }
  expect([...thinFrames(frames, 2).data]).toEqual([4, 5, 14, 15])
  expect(thinFrames(frames, 10)).toBe(frames)
})
