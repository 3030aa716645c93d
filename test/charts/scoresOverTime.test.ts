import { describe, expect, test } from 'vitest'
import { leadShares, scoreLine, scoresOverTimePicture, type ScoreTrack } from '../../renderer/charts/scoresOverTime'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const track: ScoreTrack = {
  labels: ['ann', 'bob'],
  values: new Float32Array([-10, -12, NaN, NaN, -14, -11, -9, -13]),
  stepSeconds: 0.5,
  firstMiddleSeconds: 0.01,
  threshold: -12.5,
}

const drawn = (): ReturnType<typeof scoresOverTimePicture> =>
  scoresOverTimePicture(track, ['bob', 'ann'], () => '#123456', [0, 2], plainColors)

describe('scores over time', () => {
  test('hold each label’s log-likelihood at its time', () => {
    expect(scoreLine(track, 1)).toEqual([
      [0.01, -12],
      [0.51, '-'],
      [1.01, -11],
      [1.51, -13],
    ])
  })

  test('break where frames were dropped instead of bridging the gap', () => {
    const [first] = seriesOf(drawn().option)
    expect(pairsOf(first)[1][1]).toBeNull()
    expect(first).toMatchObject({ connectNulls: false })
  })

  test('draw the best ranked label first and the threshold across the view', () => {
    const series = seriesOf(drawn().option)
    expect(series.map(({ name }) => name)).toEqual(['bob', 'ann', 'Threshold for unknown'])
    expect(pairsOf(series[2])).toEqual([
      [0, -12.5],
      [2, -12.5],
    ])
  })

  test('draw no threshold where there is none', () => {
    const { option } = scoresOverTimePicture({ ...track, threshold: null }, [], () => '#123456', [0, 2], plainColors)
    expect(seriesOf(option)).toHaveLength(2)
  })

  test('count who leads over the kept time alone', () => {
    expect(leadShares(track)).toEqual([2 / 3, 1 / 3])
    expect(drawn().title).toBe('ann leads for 67 % of the kept time')
    expect(
      scoresOverTimePicture({ ...track, values: new Float32Array(8).fill(NaN) }, [], () => '', [0, 2], plainColors)
        .title,
    ).toBe('Voice activity dropped every frame of this recording')
  })

  test('of very many labels draw the best ranked and say so', () => {
    const labels = Array.from({ length: 40 }, (_, index) => `voice ${index}`)
    const many: ScoreTrack = {
      ...track,
      labels,
      threshold: null,
      values: Float32Array.from(labels, (_, index) => -index),
    }
    const { option, title } = scoresOverTimePicture(many, ['voice 39'], () => '#123456', [0, 2], plainColors)
    expect(seriesOf(option)).toHaveLength(12)
    expect(seriesOf(option)[0].name).toBe('voice 39')
    expect(title).toContain('the 12 best of 40 labels are drawn')
  })
})
