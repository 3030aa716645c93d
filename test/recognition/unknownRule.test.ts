import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  equalErrorThreshold,
  heldOutScoresOf,
  isUnknown,
  refusedWhenHeldOut,
  unknownRuleFrom,
  type HeldOutScore,
} from '../../src/recognition/unknownRule'

const heldOut = (score: number, scoreAsUnknown: number | null): HeldOutScore => {
  return { truth: 'a', best: 'a', score, margin: null, scoreAsUnknown, marginAsUnknown: null }
}
/** 20 recordings that score -10, -10.1, ... as known and `apart` less as unknown. */
const twenty = (apart: number): HeldOutScore[] =>
  Array.from({ length: 20 }, (_, i) => heldOut(-10 - i / 10, -10 - i / 10 - apart))

describe('what the rule looks at', () => {
  const trial = (likelihoods: number[]) => ({ truth: 'a', base: { likelihoods, background: null, frameCount: 9 } })

  test('is the best label, and what the best would be without the true one', () => {
    const [score] = heldOutScoresOf({ labels: ['a', 'b', 'c'], trials: [trial([-1, -3, -7])] })
    expect(score).toEqual({ truth: 'a', best: 'a', score: -1, margin: 2, scoreAsUnknown: -3, marginAsUnknown: 4 })
  })

  test('is neither margin nor unknown score in a bank of one label', () => {
    const [score] = heldOutScoresOf({ labels: ['a'], trials: [trial([-1])] })
    expect(score).toMatchObject({ margin: null, scoreAsUnknown: null })
  })
})

describe('the unknown rule', () => {
  test('puts the threshold in the middle of the gap where known and unknown scores do not meet', () => {
    const { threshold, description } = unknownRuleFrom(twenty(5))
    // The lowest known score is -11.9, the highest unknown one -15.
    expect(threshold).toBeCloseTo((-11.9 - 15) / 2, 9)
    expect(description).toContain('Refuses none of 20')
    expect(description).toContain('accepts none of 20')
  })

  test('tells the shares at the threshold, with their counts, where scores overlap', () => {
    const { threshold, description } = unknownRuleFrom(twenty(1.2))
    const scores = twenty(1.2)
    const refused = scores.filter(({ score }) => score < threshold!).length
    const accepted = scores.filter(({ scoreAsUnknown }) => scoreAsUnknown! >= threshold!).length
    expect(refused).toBe(4)
    expect(accepted).toBe(4)
    expect(description).toContain('Refuses about 20 % (4 of 20)')
    expect(description).toContain('accepts about 20 % (4 of 20)')
  })

  test('calls nothing unknown where known and unknown score alike', () => {
    const { threshold, description } = unknownRuleFrom(twenty(0.1))
    expect(threshold).toBeNull()
    expect(description).toContain('overlap too much')
  })

  test('calls nothing unknown where nothing or too little could be held out', () => {
    expect(unknownRuleFrom([])).toEqual({
      threshold: null,
      marginWeight: 0,
      description: expect.stringContaining('two recordings'),
    })
    expect(unknownRuleFrom(twenty(5).slice(0, 6)).threshold).toBeNull()
  })

  test('refuses one known recording in twenty in a bank of one label', () => {
    const { threshold, description } = unknownRuleFrom(twenty(0).map(({ score }) => heldOut(score, null)))
    expect(twenty(0).filter(({ score }) => score < threshold!)).toHaveLength(1)
    expect(description).toContain('single label')
  })

  test('lets the margin count where it separates known from unknown better than the score alone', () => {
    // Labels of very different levels: the score says nothing, but a known voice leads by 5 and a stranger by 0.5.
    const leveled = Array.from({ length: 20 }, (_, i): HeldOutScore => {
      const score = -10 - (i % 5)
      return { truth: 'a', best: 'a', score, margin: 5 + i / 10, scoreAsUnknown: score - 0.1, marginAsUnknown: 0.5 }
    })
    const rule = unknownRuleFrom(leveled)
    expect(rule.marginWeight).toBe(1)
    expect(rule.description).toContain('Refuses none of 20')
    expect(rule.description).toContain('lead over the second best')
    expect(leveled.some(({ score, margin }) => isUnknown(rule, score, margin))).toBe(false)
    expect(leveled.every((s) => isUnknown(rule, s.scoreAsUnknown!, s.marginAsUnknown))).toBe(true)
  })

  test('does not let a recording have a say in its own threshold', () => {
    // Both folds hold the same gap at another height; each is judged by the threshold of the other.
    const lower = twenty(5).map(({ score, scoreAsUnknown }) => heldOut(score - 20, scoreAsUnknown! - 20))
    const scores = [...twenty(5), ...lower]
    const refused = refusedWhenHeldOut(
      scores,
      scores.map((_, i) => (i < 20 ? 0 : 1)),
    )
    expect(refused).toEqual(scores.map((_, i) => i >= 20))
  })
})

test('no threshold brings the two error shares closer than the equal error threshold does', () => {
  const scores = fc.array(fc.integer({ min: -30, max: 0 }), { minLength: 2, maxLength: 40 })
  fc.assert(
    fc.property(scores, scores, fc.double({ min: -31, max: 1, noNaN: true }), (a, b, other) => {
      fc.pre(new Set([...a, ...b]).size > 1)
      const [known, unknown] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()]
      const gap = (threshold: number): number =>
        Math.abs(
          known.filter((s) => s < threshold).length / known.length -
            unknown.filter((s) => s >= threshold).length / unknown.length,
        )
      expect(gap(equalErrorThreshold(known, unknown))).toBeLessThanOrEqual(gap(other) + 1e-12)
    }),
  )
})
