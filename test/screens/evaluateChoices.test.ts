import { describe, expect, test } from 'vitest'
import { errorsAt, requestOf } from '../../renderer/screens/evaluate/behind'
import { choicesSentence, defaultChoices, evaluateRequest } from '../../renderer/screens/evaluate/evaluateChoices'

describe('the form of an evaluation', () => {
  test('asks for five folds by recording where nothing is chosen', () => {
    expect(evaluateRequest(defaultChoices)).toEqual({
      kind: 'evaluate',
      split: { kind: 'folds' },
      folds: 5,
      group: 'recording',
      components: 16,
    })
    expect(choicesSentence(defaultChoices)).toBe(
      '5 rounds, each asking about another part; no recording is on both sides.',
    )
  })

  test('needs its numbers, the folds only where there are any', () => {
    expect(evaluateRequest({ ...defaultChoices, components: '' })).toBeNull()
    expect(evaluateRequest({ ...defaultChoices, folds: '' })).toBeNull()
    expect(evaluateRequest({ ...defaultChoices, folds: '', split: 'leaveOneGroupOut', group: 'label' })).toEqual({
      kind: 'evaluate',
      split: { kind: 'leaveOneGroupOut' },
      group: 'label',
      components: 16,
    })
  })

  test('says what its choices come to', () => {
    expect(choicesSentence({ ...defaultChoices, split: 'leaveOneGroupOut', group: 'session' })).toMatch(
      /^Every session is asked about in turn/,
    )
    expect(choicesSentence({ ...defaultChoices, split: 'given' })).toMatch(/split column/)
  })
})

describe('the recordings behind a figure', () => {
  test('of a cell are those of known labels', () => {
    expect(requestOf({ kind: 'cell', truth: 'ann', answer: 'bob' })).toEqual({
      truth: 'ann',
      answer: 'bob',
      known: true,
    })
  })

  test('of a threshold are the targets below it and the strangers from it on', () => {
    const [accepted, refused] = errorsAt('openSet', 1.5)
    expect(requestOf(accepted.behind)).toEqual({ score: { of: 'asUnknown', from: 1.5 } })
    expect(requestOf(refused.behind)).toEqual({ score: { of: 'best', to: 1.5 }, known: true })
  })

  test('of a threshold above every score are all targets', () => {
    const sides = errorsAt('openSet', null)
    expect(sides).toHaveLength(1)
    expect(requestOf(sides[0].behind)).toEqual({ score: { of: 'best' }, known: true })
  })

  test('of own labels against others lead to the own labels that are refused', () => {
    expect(errorsAt('verification', 0).map(({ behind }) => requestOf(behind))).toEqual([
      { score: { of: 'truth', to: 0 }, known: true },
    ])
  })
})
