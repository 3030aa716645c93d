import { describe, expect, test } from 'vitest'
import { outline, overlap, placeOfThreshold, scoreHistogramsPicture } from '../../renderer/charts/scoreHistograms'
import { plainColors, seriesOf } from './numbersOf'

const histogram = { from: -1, to: 1, targets: [0, 1, 3, 4], impostors: [6, 3, 1, 0] }
const names = { targets: 'Known', impostors: 'Strangers' }

describe('score histograms', () => {
  test('have an outline in shares of their own scores', () => {
    expect(outline([1, 3], 0, 2)).toEqual([
      [0, 0],
      [0, 0.25],
      [1, 0.25],
      [1, 0.75],
      [2, 0.75],
      [2, 0],
    ])
    expect(outline([0, 0], 0, 2).every(([, share]) => share === 0)).toBe(true)
  })

  test('tell how much of their mass they share', () => {
    expect(overlap(histogram)).toBeCloseTo(0.125 + 0.1, 12)
    expect(overlap({ ...histogram, impostors: [0, 0, 0, 0] })).toBe(0)
    expect(scoreHistogramsPicture(histogram, 0, names, plainColors).title).toBe(
      'Targets and impostors share 23 % of their mass',
    )
  })

  test('show the threshold where it lies, and one beyond all scores at the end', () => {
    expect([-7, 0.25, null].map((threshold) => placeOfThreshold(threshold, histogram))).toEqual([-1, 0.25, 1])
    const [, targets] = seriesOf(scoreHistogramsPicture(histogram, 0.25, names, plainColors).option)
    expect(targets).toMatchObject({ name: 'Known', markLine: { data: [{ xAxis: 0.25 }] } })
  })

  test('give their counts as CSV', () => {
    expect(scoreHistogramsPicture(histogram, 0, names, plainColors).csv()).toBe(
      'from,to,targets,impostors\r\n-1,-0.5,0,6\r\n-0.5,0,1,3\r\n0,0.5,3,1\r\n0.5,1,4,0\r\n',
    )
  })
})
