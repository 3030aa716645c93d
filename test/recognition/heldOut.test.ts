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
  const bank = trainedBank()
  const frames = drawFrames([4, -3, 1], 2400, 5)

  test('tells what the recording gets under every label, and how long it was before it was thinned', () => {
    const { base, pooledWithout } = scoreHeldOut(bank, frames)
    const { likelihoods, background, frameCount } = base
    expect(likelihoods).toHaveLength(bank.mixtures.length)
    const bee = bank.mixtures.findIndex(({ label }) => label === 'bee')
    expect(likelihoods.indexOf(Math.max(...likelihoods))).toBe(bee)
    expect([background, frameCount]).toEqual([null, 2400])
    // Without a label the Gaussian of all together is that of the other two.
    const { pooled } = scoreHeldOut({ ...bank, mixtures: bank.mixtures.filter((_, l) => l !== bee) }, frames).base
    expect(pooledWithout?.[bee]).toBeCloseTo(pooled!, 9)
    expect(base.pooled!).toBeGreaterThan(pooled!)
  })

  test('of a single label knows of nobody beside it', () => {
    expect(scoreHeldOut({ ...bank, mixtures: bank.mixtures.slice(0, 1) }, frames).pooledWithout).toBeUndefined()
  })

  test('of no frames is an error', () => {
    expect(() => scoreHeldOut(bank, drawFrames([4, -3, 1], 0, 5))).toThrow(/No frame/)
  })
})
