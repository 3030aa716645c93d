import { describe, expect, test } from 'vitest'
import { measureScorers } from '../../../src/recognition/decision/measureScorer'
import { recommendScorer } from '../../../src/recognition/decision/recommendScorer'
import { heldOutVoices } from './heldOutVoices'

describe('the recommended scorer', () => {
  test('is the likelihood where that is as good as any', () => {
    const clear = measureScorers(heldOutVoices({ lead: 40, recordingSpread: 0.5 }), false)
    const { scorer, sentence } = recommendScorer(clear)
    expect(scorer).toBe('likelihood')
    expect(sentence).toContain('0.0 % as much as')
  })

  test('is one that takes the level of the recording away where levels differ more than labels', () => {
    const measured = measureScorers(heldOutVoices({ recordingSpread: 12, labelSpread: 0.3 }), false)
    const { scorer, sentence } = recommendScorer(measured)
    const rates = new Map(measured.map((each) => [each.scorer, each.measure.equalErrorRate!]))
    expect(['cohort', 'tNorm']).toContain(scorer)
    expect(rates.get(scorer)).toBe(Math.min(...rates.values()))
    expect(rates.get('likelihood')).toBeGreaterThan(0.25)
    expect(sentence).toContain('of the likelihood as it is (chance would hardly do that)')
  })

  test('is never one that was measured to lose', () => {
    for (let seed = 0; seed < 8; seed++) {
      const folds = heldOutVoices({ seed, lead: 3, recordingSpread: seed % 4, background: seed % 2 === 0 })
      const measured = measureScorers(folds, false)
      const { scorer } = recommendScorer(measured)
      const rateOf = (name: string): number => measured.find((each) => each.scorer === name)!.measure.equalErrorRate!
      const lowest = Math.min(...measured.map(({ measure }) => measure.equalErrorRate ?? 1))
      expect(rateOf(scorer)).toBeLessThan(lowest + 1 / 180)
    }
  })

  test('does not depend on anything but the trials and the seed', () => {
    const measured = measureScorers(heldOutVoices({ background: true, lead: 2 }), false)
    expect(recommendScorer(measured, 3)).toEqual(recommendScorer(measured, 3))
  })

  test('is the likelihood without a word where nothing could be measured', () => {
    expect(recommendScorer([])).toEqual({ scorer: 'likelihood', sentence: '' })
    const single = measureScorers(heldOutVoices({ labels: ['ann'] }), false)
    expect(recommendScorer(single)).toEqual({ scorer: 'likelihood', sentence: '' })
  })
})

test('of each scorer the figures are measured on the same recordings', () => {
  const measured = measureScorers(heldOutVoices({ background: true }), true)
  expect(measured.map(({ scorer }) => scorer)).toEqual([
    ...['likelihood', 'pooled', 'lead', 'background', 'backgroundLead', 'cohort', 'zNorm', 'tNorm', 'sNorm'],
  ])
  for (const { measure } of measured)
    expect([measure.known, measure.unknown, measure.adapted]).toEqual([180, 180, true])
})
