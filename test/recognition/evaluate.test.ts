import { describe, expect, test } from 'vitest'
import { describeEvaluation, evaluateAnswers } from '../../src/recognition/evaluate'
import { wilsonInterval } from '../../src/recognition/wilsonInterval'

const answers = [
  ...Array.from({ length: 3 }, () => ({ truth: 'a', best: 'a', unknown: false })),
  { truth: 'a', best: 'b', unknown: true },
  ...Array.from({ length: 2 }, () => ({ truth: 'b', best: 'b', unknown: null })),
]

describe('the figures of an evaluation', () => {
  const figures = evaluateAnswers(answers, ['a', 'b', 'c'])

  test('count the best labels, refused or not', () => {
    expect(figures.accuracy).toBeCloseTo(5 / 6, 12)
    expect(figures.interval).toEqual(wilsonInterval(5, 6))
    expect(figures.confusion).toEqual([
      [3, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
    ])
  })

  test('count refusals among the recordings for which there was a rule', () => {
    expect(figures.falseReject).toBe(1 / 4)
    expect(evaluateAnswers(answers.slice(4), ['b']).falseReject).toBeNull()
  })

  test('hold precision, recall and F1 a label, and none where nothing was asked or answered', () => {
    expect(figures.perLabel[0]).toEqual({ label: 'a', recordings: 4, precision: 1, recall: 0.75, f1: 6 / 7 })
    expect(figures.perLabel[1]).toEqual({ label: 'b', recordings: 2, precision: 2 / 3, recall: 1, f1: 0.8 })
    expect(figures.perLabel[2]).toEqual({ label: 'c', recordings: 0, precision: null, recall: null, f1: null })
  })

  test('refuse an answer that is no label', () => {
    expect(() => evaluateAnswers(answers, ['a'])).toThrow('"b"')
  })
})

test('the description names the split and the labels that could not be asked about', () => {
  const facts = { recordingCount: 40, labelCount: 3, split: '5 folds by recording', components: 8 }
  expect(describeEvaluation(facts)).toMatch(/^40 recordings of 3 labels.*: 5 folds by recording\.$/)
  expect(describeEvaluation(facts)).toContain('mixtures of 8 components')
  expect(describeEvaluation({ ...facts, components: 1 })).toContain('mixtures of 1 component that')
  expect(describeEvaluation({ ...facts, strangerCount: 7 })).toContain(
    '7 recordings asked about with their label left out',
  )
  expect(describeEvaluation({ ...facts, singleLabels: ['x'] })).toContain('1 label with a single recording ("x")')
})
