import { describe, expect, test } from 'vitest'
import { accuracyByLengthPicture, accuracyByTrainingPicture, lowestShown } from '../../renderer/charts/accuracyCurve'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const rate = (hits: number, low: number, high: number) => ({
  share: hits / 100,
  interval: [low, high] as const,
  hits,
  trials: 100,
})
const lengths = [
  { seconds: 1, recordings: 100, accuracy: rate(80, 0.71, 0.87), equalErrorRate: 0.2 },
  { seconds: null, recordings: 100, accuracy: rate(96, 0.9, 0.98), equalErrorRate: null },
]

describe('accuracy against the length that is heard', () => {
  const { option, title, csv } = accuracyByLengthPicture(lengths, plainColors)

  test('draws each share with its interval', () => {
    const [line, whiskers] = seriesOf(option)
    expect(line).toMatchObject({ data: [0.8, 0.96] })
    expect(pairsOf(whiskers)).toEqual([
      [0, 0.71, 0.87],
      [1, 0.9, 0.98],
    ])
    expect(option.xAxis).toMatchObject({ data: ['1 s', 'whole'] })
    expect(option.yAxis).toMatchObject({ min: 0.6, max: 1 })
  })

  test('says what a first second is worth', () => {
    expect(title).toBe('1 s is enough for 80.0 %; whole recordings reach 96.0 %')
    expect(csv().split('\r\n')[2]).toBe(',100,0.96,0.9,0.98,')
  })
})

describe('accuracy against what a label learned from', () => {
  const steps = [
    { minutes: 0.2, recordings: 100, accuracy: rate(80, 0.71, 0.87) },
    { minutes: 1.5, recordings: 100, accuracy: rate(92, 0.85, 0.96) },
  ]

  test('says that more would help only where the gain is beyond chance', () => {
    expect(accuracyByTrainingPicture(steps, plainColors).title).toBe(
      'More recordings would still help: from 12 s to 1.5 min a label, accuracy rose from 80.0 % to 92.0 %',
    )
    expect(
      accuracyByTrainingPicture([steps[0], { ...steps[1], accuracy: rate(82, 0.73, 0.88) }], plainColors).title,
    ).toBe('The last step, from 12 s to 1.5 min a label, gained nothing that is beyond chance')
  })

  test('keeps every interval in view', () => {
    expect(lowestShown([rate(5, 0.02, 0.1)])).toBe(0)
    expect(lowestShown([rate(99, 0.95, 1)])).toBe(0.9)
  })
})
