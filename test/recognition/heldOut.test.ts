import { describe, expect, test } from 'vitest'
import { heldOutPlan, scoreHeldOut } from '../../src/recognition/heldOut'
import { drawFrames, trainedBank } from './trainedBank'

const recordings = Array.from({ length: 30 }, (_, id) => ({ id, label: ['a', 'b', 'c'][id % 3] }))

describe('the plan of held-out scores', () => {
  test('no mixture has seen a recording that it scores', () => {
    const { fits, trials, foldCount } = heldOutPlan(recordings, { seed: 4 })
    expect(trials).toHaveLength(30)
    expect(fits).toHaveLength(foldCount * 3)
    for (const { fold, recordingId } of trials) {
      for (const fit of fits.filter((each) => each.fold === fold)) expect(fit.recordingIds).not.toContain(recordingId)
    }
  })

  test('every fold fits every label, also one that is never held out', () => {
    const { fits, trials } = heldOutPlan([...recordings, { id: 99, label: 'rare' }])
    expect(fits.filter(({ label }) => label === 'rare').map(({ recordingIds }) => recordingIds)).toEqual([
      [99],
      [99],
      [99],
    ])
    expect(trials.map(({ recordingId }) => recordingId)).not.toContain(99)
  })

  test('very many recordings are tried by an even choice', () => {
    const { trials } = heldOutPlan(recordings, { maxTrials: 12 })
    expect(new Set(trials.map(({ recordingId }) => recordingId)).size).toBe(12)
  })

  test('nothing is planned where every label has one recording', () => {
    expect(
      heldOutPlan([
        { id: 1, label: 'a' },
        { id: 2, label: 'b' },
      ]),
    ).toMatchObject({ fits: [], trials: [] })
  })
})

describe('a held-out score', () => {
  const { mixtures } = trainedBank()

  test('tells the best label, and what the best would be without the true one', () => {
    const frames = drawFrames([4, -3, 1], 40, 5)
    const { best, score, margin, scoreAsUnknown, truth } = scoreHeldOut(mixtures, frames, 'bee')
    expect([truth, best]).toEqual(['bee', 'bee'])
    const without = scoreHeldOut(
      mixtures.filter(({ label }) => label !== 'bee'),
      frames,
      'bee',
    )
    expect(scoreAsUnknown).toBe(without.score)
    expect(margin).toBe(score - without.score)
    expect(score).toBeGreaterThan(without.score)
  })

  test('has neither margin nor unknown score in a bank of one label', () => {
    expect(scoreHeldOut(mixtures.slice(0, 1), drawFrames([0, 0, 1], 9, 6), 'ant')).toMatchObject({
      margin: null,
      scoreAsUnknown: null,
    })
  })
})
