import { describe, expect, test } from 'vitest'
import { openSetTrials } from '../../../src/recognition/decision/openSetTrials'
import { labelScores } from '../../../src/recognition/scoring/labelScores'
import { scorers } from '../../../src/recognition/scoring/scorer'
import { heldOutVoices } from './heldOutVoices'

const folds = heldOutVoices({ background: true })
const { labels } = folds[0]
const trials = folds.flatMap((fold) => fold.trials)
const best = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b))

describe('an open-set trial', () => {
  test('of a known label has the score of its best label', () => {
    const { known } = openSetTrials('lead', folds)
    expect(known).toHaveLength(trials.length)
    for (const { recording, truth, score, best: label } of known) {
      const scores = labelScores({ scorer: 'lead', impostors: null }, trials[recording].base)
      expect([truth, score]).toEqual([trials[recording].truth, best(scores)])
      expect(label).toBe(labels[scores.indexOf(score)])
    }
  })

  test('of a stranger is told by a bank without its label, and by a background that has not heard it', () => {
    for (const scorer of ['likelihood', 'lead', 'cohort', 'background', 'tNorm'] as const) {
      for (const { recording, truth, score, best: label } of openSetTrials(scorer, folds).unknown) {
        const own = labels.indexOf(truth)
        const likelihoods = trials[recording].base.likelihoods.filter((_, l) => l !== own)
        const { background } = trials[recording].without![own]
        expect(label).not.toBe(truth)
        expect(score).toBe(best(labelScores({ scorer, impostors: null }, { likelihoods, background })))
      }
    }
  })

  test('of a stranger without a background that has not heard it is not told by scorers that need one', () => {
    const unsure = folds.map((fold) => ({ ...fold, trials: fold.trials.map(({ truth, base }) => ({ truth, base })) }))
    expect(openSetTrials('background', unsure).unknown).toEqual([])
    expect(openSetTrials('background', unsure).known).toHaveLength(trials.length)
    expect(openSetTrials('likelihood', unsure).unknown).toHaveLength(trials.length)
  })

  test('of a label without a mixture is a stranger to the whole bank', () => {
    const heard = heldOutVoices({ strangers: ['yan', 'zoe'] })
    const { known, unknown, rehearsals } = openSetTrials('likelihood', heard)
    expect(known.some(({ truth }) => ['yan', 'zoe'].includes(truth))).toBe(false)
    expect(unknown.filter(({ truth }) => truth === 'zoe')).toHaveLength(30)
    expect(rehearsals).toHaveLength(8)
  })

  test('has no say in the statistics that it is judged by: what it scores elsewhere changes nothing', () => {
    const [first] = openSetTrials('zNorm', folds).unknown
    const changed = folds.map((fold) => ({
      ...fold,
      trials: fold.trials.map((trial) =>
        trial.truth === first.truth && trial !== trials[first.recording]
          ? { ...trial, base: { ...trial.base, likelihoods: trial.base.likelihoods.map((value) => value + 50) } }
          : trial,
      ),
    }))
    const again = openSetTrials('zNorm', changed).unknown.find(({ recording }) => recording === first.recording)
    expect(again?.best).toBe(first.best)
    expect(again?.score).toBeCloseTo(first.score, 9)
  })
})

test('in a rehearsal both sides are told by the same bank, which has never heard the stranger', () => {
  const { rehearsals } = openSetTrials('cohort', folds)
  expect(rehearsals).toHaveLength(labels.length)
  for (const { known, unknown } of rehearsals) {
    const [stranger] = new Set(unknown.map(({ truth }) => truth))
    const own = labels.indexOf(stranger)
    for (const { recording, truth, score } of known) {
      expect(truth).not.toBe(stranger)
      const likelihoods = trials[recording].base.likelihoods.filter((_, l) => l !== own)
      const scores = labelScores({ scorer: 'cohort', impostors: null }, { likelihoods, background: null })
      expect(score).toBe(best(scores))
    }
  }
})

test('of many labels, the strangers come in parties', () => {
  const many = heldOutVoices({ labels: Array.from({ length: 40 }, (_, l) => `label ${l}`), recordingsALabel: 6 })
  const { rehearsals, unknown } = openSetTrials('lead', many)
  expect(rehearsals).toHaveLength(10)
  expect(rehearsals.reduce((sum, each) => sum + each.unknown.length, 0)).toBe(unknown.length)
})

test('a single label has known recordings alone, whatever the scorer', () => {
  const single = heldOutVoices({ labels: ['ann'] })
  for (const scorer of scorers) expect(openSetTrials(scorer, single).unknown).toEqual([])
  expect(openSetTrials('likelihood', single).known).toHaveLength(30)
  expect(openSetTrials('lead', single).known).toEqual([])
})

test('scores that are not finite are left out', () => {
  const [{ labels: same, trials: some }] = folds
  const broken = { ...some[0], base: { ...some[0].base, likelihoods: some[0].base.likelihoods.map(() => -Infinity) } }
  const { known, unknown } = openSetTrials('likelihood', [{ labels: same, trials: [broken, ...some.slice(1)] }])
  expect([known.length, unknown.length]).toEqual([some.length - 1, some.length - 1])
})

test('priors say which of two labels is the best where the scores are close', () => {
  const trial = { truth: 'ann', base: { likelihoods: [-50, -50.1], background: null, frameCount: 20 } }
  const pair = [{ labels: ['ann', 'bob'], trials: [trial] }]
  const weighing = {
    priors: new Map([
      ['ann', 0.01],
      ['bob', 0.99],
    ]),
    hopSeconds: 0.01,
  }
  expect(openSetTrials('likelihood', pair).known[0].best).toBe('ann')
  expect(openSetTrials('likelihood', pair, weighing).known[0].best).toBe('bob')
})
