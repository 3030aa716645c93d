import { describe, expect, it } from 'vitest'
import { scoreFrames } from '../../../src/recognition/scoreFrames'
import { frameEvidence, voiceEvidence } from '../../../src/recognition/timeline/voiceEvidence'
import { drawFrames, trainedBank } from '../trainedBank'

const bank = trainedBank()

describe('what frames say for a label', () => {
  it('is on average what new frames of the label itself show', () => {
    const voices = voiceEvidence(bank)
    const mixtures = [bank.mixtures[0], { mixture: voices.pooled }]
    const scores = scoreFrames({ mixtures }, drawFrames([0.4, 0, 1.4], 4000, 99, 1.1))
    let mean = 0
    for (let row = 0; row < scores.length; row += 2) mean += (scores[row] - scores[row + 1]) / (scores.length / 2)
    expect(voices.typical[0] / mean).toBeGreaterThan(0.8)
    expect(voices.typical[0] / mean).toBeLessThan(1.25)
  })

  it('is expected to be less where a mixture was learned from fewer frames, down to three quarters', () => {
    const typicalOf = (frameCount: number): number =>
      voiceEvidence({ ...bank, mixtures: bank.mixtures.map((entry) => ({ ...entry, frameCount })) }).typical[1]
    const much = typicalOf(1e9)
    expect(typicalOf(500)).toBeLessThan(much)
    expect(typicalOf(20)).toBeCloseTo(0.75 * much, 6)
  })

  it('of a single frame is no more against a label than a typical one is for it', () => {
    const voices = { ...voiceEvidence(bank), typical: Float64Array.of(2, 3, 1) }
    const out = new Float64Array(5).fill(7)
    frameEvidence(Float32Array.of(-1, -100, -Infinity, -10), 0, voices, 0.5, out, 1)
    expect([...out]).toEqual([7, 9 - 1, -3 - 1.5, -1 - 0.5, 7])
  })
})
