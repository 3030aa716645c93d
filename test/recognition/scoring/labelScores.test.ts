import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isApplicable, labelScores, likelihoodToReach } from '../../../src/recognition/scoring/labelScores'
import { scorers } from '../../../src/recognition/scoring/scorer'

const base = { likelihoods: [-50, -52, -57], pooled: -55, background: -53 }
const impostors = { means: [-54, -55, -56], deviations: [2, 1, 4] }

describe('the score of a label', () => {
  test.each([
    ['likelihood', [-50, -52, -57]],
    ['pooled', [5, 3, -2]],
    ['lead', [-48, -54, -64]],
    ['background', [3, 1, -4]],
    ['backgroundLead', [-47.75, -51.25, -60]],
    ['cohort', [4.5, 1.5, -6]],
    ['zNorm', [2, 3, -0.25]],
    ['tNorm', [4.5 / 2.5, 1.5 / 3.5, -6]],
    ['sNorm', [(2 + 4.5 / 2.5) / 2, (3 + 1.5 / 3.5) / 2, (-0.25 - 6) / 2]],
  ] as const)('by %s is what is told of it', (scorer, expected) => {
    const scores = labelScores({ scorer, impostors }, base)
    expected.forEach((value, l) => expect(scores[l]).toBeCloseTo(value, 12))
  })

  test('is finite for a single label and for labels that all score alike, whatever the scorer', () => {
    for (const scorer of scorers) {
      const single = { scorer, impostors: { means: [-54], deviations: [2] } }
      expect(labelScores(single, { likelihoods: [-50], background: null }).every(Number.isFinite)).toBe(true)
      const alike = labelScores({ scorer, impostors }, { likelihoods: [-50, -50, -50], background: -50 })
      expect(alike.every(Number.isFinite)).toBe(true)
    }
  })

  test('reaches the threshold exactly where the likelihood is what it would have to be', () => {
    const likelihood = fc.double({ min: -100, max: 0, noNaN: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...scorers.filter((scorer) => scorer !== 'lead')),
        fc.array(likelihood, { minLength: 3, maxLength: 3 }),
        fc.nat(2),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (scorer, likelihoods, l, threshold) => {
          const fitted = { scorer, impostors }
          const needed = likelihoodToReach(fitted, { likelihoods, background: -53 }, l, threshold)
          const raised = likelihoods.map((value, other) => (other === l ? needed : value))
          expect(labelScores(fitted, { likelihoods: raised, background: -53 })[l]).toBeCloseTo(threshold, 6)
        },
      ),
    )
  })

  test('of a thousand labels compares each with all others, as one by one would', () => {
    const likelihoods = Array.from({ length: 1000 }, (_, l) => -60 + 9 * Math.sin(l * l))
    const cohort = labelScores({ scorer: 'cohort', impostors: null }, { likelihoods, background: null })
    const standardized = labelScores({ scorer: 'tNorm', impostors: null }, { likelihoods, background: null })
    for (const l of [0, 1, 500, 999]) {
      const others = likelihoods.filter((_, other) => other !== l)
      const mean = others.reduce((sum, value) => sum + value, 0) / others.length
      const deviation = Math.sqrt(others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / others.length)
      expect(cohort[l]).toBeCloseTo(likelihoods[l] - mean, 9)
      expect(standardized[l]).toBeCloseTo((likelihoods[l] - mean) / deviation, 9)
    }
  })

  test('takes the lead as it is in what a likelihood would have to be', () => {
    const fitted = { scorer: 'lead', impostors: null } as const
    expect(likelihoodToReach(fitted, base, 0, -46)).toBeCloseTo(-48, 12)
  })
})

test('a scorer is applicable only where there is what it compares with', () => {
  const poor = { labels: 1, pooled: false, background: false, impostors: false }
  expect(scorers.filter((scorer) => isApplicable(scorer, poor))).toEqual(['likelihood'])
  const rich = { labels: 3, pooled: true, background: true, impostors: true }
  expect(scorers.filter((scorer) => isApplicable(scorer, rich))).toEqual([...scorers])
  expect(isApplicable('tNorm', { ...rich, labels: 2 })).toBe(false)
})
