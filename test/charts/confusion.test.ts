import { describe, expect, test } from 'vitest'
import { confusionCells, confusionPicture, worstConfusion } from '../../renderer/charts/confusion'
import { heatRgb, relativeLuminance, textOnHeat } from '../../renderer/charts/heat'
import { perLabelRows, perLabelTitle } from '../../renderer/charts/perLabel'
import { plainColors, seriesOf } from './numbersOf'

const labels = ['ann', 'bob', 'cy']
const confusion = [
  [8, 2, 0],
  [1, 9, 0],
  [0, 0, 0],
]

describe('a confusion matrix', () => {
  test('keeps every count, and its shares are of the truth', () => {
    const cells = confusionCells(confusion)
    expect(cells).toHaveLength(9)
    expect(cells[1]).toEqual({ truth: 0, answer: 1, count: 2, share: 0.2 })
    expect(cells.slice(6).map(({ share }) => share)).toEqual([0, 0, 0])
  })

  test('names the commonest mix-up in its title', () => {
    expect(worstConfusion(confusion)).toMatchObject({ truth: 0, answer: 1, count: 2 })
    expect(confusionPicture(labels, confusion, 'counts', null, plainColors).title).toBe(
      'Most often mixed up: ann taken for bob, 2 of 10 recordings',
    )
    expect(confusionPicture(['ann'], [[3]], 'counts', null, plainColors).title).toBe('No two labels were mixed up')
  })

  test('draws answers across and truths down, as counts or as shares', () => {
    const values = (show: 'counts' | 'shares'): unknown =>
      seriesOf(confusionPicture(labels, confusion, show, null, plainColors).option)[0].data
    expect(values('counts')).toMatchObject([{ value: [0, 0, 8] }, { value: [1, 0, 2] }, {}, {}, {}, {}, {}, {}, {}])
    expect(values('shares')).toMatchObject([{ value: [0, 0, 0.8] }, { value: [1, 0, 0.2] }, {}, {}, {}, {}, {}, {}, {}])
  })

  test('writes every number with a contrast of at least 4.5 to 1', () => {
    for (let percent = 0; percent <= 100; percent++) {
      const cell = relativeLuminance(heatRgb(percent / 100))
      const text = textOnHeat(percent / 100) === '#000000' ? 0 : 1
      const contrast = (Math.max(cell, text) + 0.05) / (Math.min(cell, text) + 0.05)
      expect(contrast).toBeGreaterThanOrEqual(4.5)
    }
  })
})

describe('figures per label', () => {
  const figures = [
    { label: 'ann', recordings: 10, precision: 8 / 9, recall: 0.8, f1: 0.84 },
    { label: 'bob', recordings: 10, precision: 9 / 11, recall: 0.9, f1: 0.86 },
    { label: 'cy', recordings: 0, precision: null, recall: null, f1: null },
  ]

  test('begin with the weakest and tell what a label was taken for', () => {
    const rows = perLabelRows(figures, labels, confusion)
    expect(rows.map(({ label }) => label)).toEqual(['cy', 'ann', 'bob'])
    expect(rows[1].takenFor).toEqual({ label: 'bob', count: 2 })
    expect(rows[0].takenFor).toBeNull()
  })

  test('are summed up in a sentence', () => {
    expect(perLabelTitle(figures)).toBe('Every label is found at least 80 % of the time')
    expect(perLabelTitle([{ ...figures[0], recall: 0.5 }, figures[1]])).toBe('ann is found only 50 % of the time')
    expect(perLabelTitle([{ ...figures[0], recall: 1 }])).toBe('Every label was found every time')
  })
})
