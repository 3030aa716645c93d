import { describe, expect, test } from 'vitest'
import { detPicture, detRange, detTable } from '../../renderer/charts/det'
import { normalDeviate } from '../../renderer/charts/normalDeviate'
import {
  deviateOf,
  equalErrorPoint,
  pointAtDeviates,
  pointAtThreshold,
  pointSentence,
} from '../../renderer/charts/operatingPoint'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const det = [
  { threshold: -2, falseAccept: 1, falseReject: 0 },
  { threshold: -1, falseAccept: 0.4, falseReject: 0.02 },
  { threshold: 0, falseAccept: 0.1, falseReject: 0.08 },
  { threshold: 1, falseAccept: 0.03, falseReject: 0.2 },
  { threshold: null, falseAccept: 0, falseReject: 1 },
]
const figures = {
  targets: 50,
  impostors: 100,
  equalErrorRate: 0.09,
  minimumCosts: [{ targetPrior: 0.01, cost: 0.71, point: det[3] }],
  det,
}

describe('normal deviates', () => {
  // scipy.stats.norm.ppf
  test.each([
    [0.5, 0],
    [0.001, -3.090232306],
    [0.05, -1.644853627],
    [0.2, -0.8416212336],
    [0.975, 1.959963985],
    [1e-9, -5.997807015],
    [1e-15, -7.941345326],
  ])('of a probability of %d is what tables say', (probability, deviate) => {
    expect(normalDeviate(probability)).toBeCloseTo(deviate, 5)
  })

  test('of none and of all are infinite', () => {
    expect([normalDeviate(0), normalDeviate(1), normalDeviate(NaN)]).toEqual([-Infinity, Infinity, -Infinity])
  })
})

describe('an operating point', () => {
  test('is found by the threshold that lies nearest, and beyond every score is where nothing is accepted', () => {
    expect([-5, -1.4, 0.4, 0.6, 1, 1.01].map((threshold) => pointAtThreshold(det, threshold))).toEqual([
      0, 1, 2, 3, 3, 4,
    ])
  })

  test('is found by its rates on axes of normal deviates', () => {
    det.forEach((point, index) => {
      expect(pointAtDeviates(det, deviateOf(point.falseAccept), deviateOf(point.falseReject))).toBe(index)
    })
  })

  test('of equal errors is where they differ least', () => {
    expect(equalErrorPoint(det)).toBe(2)
  })

  test('says what it promises', () => {
    expect(pointSentence(det[3], 'strangers', 'known voices')).toBe(
      'At a threshold of 1.000, 3.0 % of the strangers are accepted and 20.0 % of the known voices are refused.',
    )
    expect(pointSentence(det[4], 'strangers', 'known voices')).toMatch(/^Above every score, 0.0 %/)
  })
})

describe('a DET curve', () => {
  test('stands on axes of normal deviates that are labeled in percent', () => {
    const { option } = detPicture(figures, 2, plainColors)
    const [from, to] = detRange(figures)
    const curve = seriesOf(option).find(({ name }) => name === 'Tradeoff')
    if (!curve) throw new Error('no curve')
    expect(pairsOf(curve)[2]).toEqual([deviateOf(0.1), deviateOf(0.08)])
    expect(pairsOf(curve)[0]).toEqual([deviateOf(to), deviateOf(from)])
    expect(option.xAxis).toMatchObject({ min: deviateOf(from), max: deviateOf(to), name: 'False accepts' })
    const { formatter } = (option.xAxis as unknown as { axisLabel: { formatter(value: number): string } }).axisLabel
    expect([0.005, 0.1].map((rate) => formatter(deviateOf(rate)))).toEqual(['0.5 %', '10 %'])
  })

  test('begins below the least rate that so many trials can show', () => {
    expect(detRange(figures)[0]).toBe(0.005)
    expect(detRange({ ...figures, impostors: 100_000 })[0]).toBe(0.0001)
    expect(detRange({ ...figures, equalErrorRate: 0.45 })[1]).toBe(0.95)
  })

  test('puts the point that is held at its rates, with lines to both axes', () => {
    const series = seriesOf(detPicture(figures, 3, plainColors).option)
    const point = series.find(({ name }) => name === 'Operating point')
    expect(point).toMatchObject({
      data: [{ value: [deviateOf(0.03), deviateOf(0.2)], name: 'False accepts 3.0 %, false rejects 20.0 %' }],
    })
  })

  test('gives its points as CSV, the last without a threshold', () => {
    const lines = detPicture(figures, 0, plainColors).csv().trim().split('\r\n')
    expect(lines[0]).toBe('threshold,false_accept,false_reject')
    expect(lines[3]).toBe('0,0.1,0.08')
    expect(lines.at(-1)).toBe(',0,1')
  })

  test('has the points that people ask for', () => {
    expect(detTable(det)).toEqual([
      { words: 'At most 1 % false accepts', index: 4 },
      { words: 'At most 5 % false accepts', index: 3 },
      { words: 'At most 10 % false accepts', index: 2 },
      { words: 'Both errors alike', index: 2 },
      { words: 'At most 5 % false rejects', index: 1 },
      { words: 'At most 1 % false rejects', index: 0 },
    ])
  })
})
