import { describe, expect, test } from 'vitest'
import { decide, noWishes, type DecisionFacts } from '../../../src/recognition/decision/decide'
import { decisionSchema } from '../../../src/recognition/decision/decision'
import { openSetTrials } from '../../../src/recognition/decision/openSetTrials'
import { priorsOf } from '../../../src/recognition/decision/priors'
import { scorers } from '../../../src/recognition/scoring/scorer'
import type { HeldOutFold } from '../../../src/recognition/heldOut'
import { heldOutVoices } from './heldOutVoices'

const factsOf = (folds: readonly HeldOutFold[]): DecisionFacts => ({
  labels: folds[0]?.labels ?? ['ann'],
  seconds: (folds[0]?.labels ?? ['ann']).map(() => 120),
  backgroundLabels: null,
  hopSeconds: 0.01,
  adapted: false,
  seed: 0,
})
const costs = (falseAccept: number) => ({ falseAccept, falseReject: 1, unknownShare: 0.5 })

describe('a decision', () => {
  const folds = heldOutVoices({ recordingsALabel: 60, lead: 5, seed: 3 })
  const facts = factsOf(folds)
  const decision = decide(folds, facts)

  test('is by the scorer that was measured best, and holds what was measured of all', () => {
    const best = decision.measured.find(({ scorer }) => scorer === decision.scorer.scorer)!
    for (const { equalErrorRate } of decision.measured) {
      expect(best.equalErrorRate).toBeLessThan((equalErrorRate ?? 1) + 1 / 360)
    }
    expect(decision.measured.map(({ scorer }) => scorer)).toEqual([
      ...['likelihood', 'pooled', 'lead', 'cohort', 'zNorm', 'tNorm', 'sNorm'],
    ])
    expect(decision.description).toContain('the best of 7 ways that were measured')
  })

  test('is as its schema says, also as JSON', () => {
    expect(decisionSchema.parse(JSON.parse(JSON.stringify(decision)))).toEqual(decision)
  })

  test('promises rates that hold for voices never heard, drawn like those it was measured on', () => {
    const { threshold, rates, scorer } = decision
    const fresh = heldOutVoices({ recordingsALabel: 60, lead: 5, seed: 3, strangers: ['gil', 'hal', 'ida', 'jim'] })
    const strangers = openSetTrials(scorer.scorer, fresh).unknown.filter(({ truth }) => !facts.labels.includes(truth))
    const accepted = strangers.filter(({ score }) => score >= threshold!).length / strangers.length
    expect(accepted).toBeGreaterThanOrEqual(rates!.falseAccept!.interval[0])
    expect(accepted).toBeLessThanOrEqual(rates!.falseAccept!.interval[1])
  })

  test('calibrates its scores: ratios cost less than the scores as they are, and near the least there is', () => {
    const { cllrBefore, cllrAfter, minimumCllr, scale } = decision.calibration!
    expect(scale).toBeGreaterThan(0)
    expect(cllrAfter!).toBeLessThan(cllrBefore!)
    expect(cllrAfter!).toBeLessThan(minimumCllr! + 0.15)
  })

  test('refuses more the dearer a false accept is, and says so', () => {
    const [cheap, dear] = [0.1, 30].map((price) => decide(folds, facts, { ...noWishes, costs: costs(price) }))
    expect(dear.threshold!).toBeGreaterThan(cheap.threshold!)
    expect(dear.rates!.falseAccept!.share).toBeLessThan(cheap.rates!.falseAccept!.share)
    expect(dear.rates!.falseReject.share).toBeGreaterThan(cheap.rates!.falseReject.share)
    expect(dear.description).toContain('30 for an unknown one accepted, 1 for a known one refused, 50 % unknown')
  })

  test('takes a threshold and a scorer as they are given, with what they come to', () => {
    const told = decide(folds, facts, { ...noWishes, scorer: 'zNorm', threshold: 1.5 })
    expect([told.scorer.scorer, told.threshold]).toEqual(['zNorm', 1.5])
    expect(told.scorer.impostors!.means).toHaveLength(facts.labels.length)
    const { known } = openSetTrials('zNorm', folds)
    expect(told.rates!.falseReject.hits).toBe(known.filter(({ score }) => score < 1.5).length)
    expect(told.description).toContain('at a threshold that was given')
  })

  test('takes the recommended scorer where the one asked for cannot be had', () => {
    expect(decide(folds, facts, { ...noWishes, scorer: 'background' }).scorer).toEqual(decision.scorer)
  })

  test('counts no recording on a threshold that it had a say in', () => {
    // Each fold holds the same gap at another height, so that the threshold of the others refuses or accepts all of it.
    const fold = (height: number): HeldOutFold => ({
      labels: ['ann', 'bob'],
      trials: Array.from({ length: 40 }, (_, i) => ({
        truth: i % 2 === 0 ? 'ann' : 'bob',
        base: {
          likelihoods: i % 2 === 0 ? [height + i / 100, height - 5] : [height - 5, height + i / 100],
          background: null,
          frameCount: 100,
        },
      })),
    })
    const two = [fold(-10), fold(-30)]
    const { rates } = decide(two, factsOf(two), { ...noWishes, scorer: 'likelihood', costs: costs(1) })
    expect(rates!.falseReject.hits).toBe(40)
  })

  test('is the same for the same trials', () => {
    expect(decide(folds, facts)).toEqual(decision)
  })
})

describe('a decision that the data cannot support', () => {
  test('of nothing held out calls nothing unknown and says why', () => {
    const { threshold, rates, calibration, description, warnings } = decide([], factsOf([]))
    expect([threshold, rates, calibration]).toEqual([null, null, null])
    expect(description).toContain('no label has two recordings')
    expect(warnings[0]).toContain('No recording could be held out')
  })

  test('of few recordings calls nothing unknown', () => {
    const few = heldOutVoices({ labels: ['ann', 'bob'], recordingsALabel: 3 })
    expect(decide(few, factsOf(few))).toMatchObject({ threshold: null, description: expect.stringContaining('only 6') })
  })

  test('of a single label refuses one recording in twenty', () => {
    const single = heldOutVoices({ labels: ['ann'], recordingsALabel: 60 })
    const { threshold, rates, description } = decide(single, factsOf(single))
    expect(single.flatMap(({ trials }) => trials).filter(({ base }) => base.likelihoods[0] < threshold!)).toHaveLength(
      3,
    )
    expect(rates).toMatchObject({ falseReject: { hits: 3, trials: 60 }, falseAccept: null })
    expect(description).toContain('single label')
  })

  test('of scores that are all alike calls nothing unknown', () => {
    const alike = heldOutVoices().map((fold) => ({
      ...fold,
      trials: fold.trials.map((trial) => ({
        ...trial,
        base: { ...trial.base, likelihoods: fold.labels.map(() => -50) },
      })),
    }))
    const { threshold, calibration, description } = decide(alike, factsOf(alike))
    expect([threshold, calibration]).toEqual([null, null])
    expect(description).toContain('overlap too much')
  })

  test('warns of few labels, few recordings, a label with one recording, little sound and a background of the enrolled', () => {
    const folds = heldOutVoices({ labels: ['ann', 'bob', 'cat'], recordingsALabel: 8 })
    const onlyTwo = folds.map((fold) => ({ ...fold, trials: fold.trials.filter(({ truth }) => truth !== 'cat') }))
    const facts = { ...factsOf(folds), seconds: [100, 12, 90], backgroundLabels: ['ann', 'bob'] }
    const text = decide(onlyTwo, facts).warnings.join('\n')
    for (const part of [
      'Only 2 labels could play the stranger',
      'Only 16 recordings could be held out',
      'Nothing was held out of "cat"',
      'less than 30 s of "bob"',
      'no label but those of the bank',
    ]) {
      expect(text).toContain(part)
    }
    expect(decide(folds, { ...facts, backgroundLabels: ['ann', 'zoe'] }).warnings.join()).not.toContain('no label but')
  })

  test('of infinite scores is still a decision', () => {
    for (const scorer of scorers) {
      const broken = heldOutVoices().map((fold) => ({
        ...fold,
        trials: fold.trials.map((trial, i) =>
          i > 0 ? trial : { ...trial, base: { ...trial.base, likelihoods: fold.labels.map(() => -Infinity) } },
        ),
      }))
      expect(() => decisionSchema.parse(decide(broken, factsOf(broken), { ...noWishes, scorer }))).not.toThrow()
    }
  })
})

describe('priors', () => {
  test('sum to 1, by weight or by recordings', () => {
    expect(priorsOf({ bob: 3 }, ['ann', 'bob'], () => 1)).toEqual([0.25, 0.75])
    expect(priorsOf('counts', ['ann', 'bob'], (label) => (label === 'ann' ? 9 : 1))).toEqual([0.9, 0.1])
    expect(priorsOf(null, ['ann', 'bob'], () => 1)).toBeNull()
  })

  test('of a label that is not there are an error', () => {
    expect(() => priorsOf({ zoe: 2 }, ['ann'], () => 1)).toThrow(/no label "zoe"/)
  })
})
