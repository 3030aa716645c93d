import { describe, expect, test } from 'vitest'
import { sureness, surenessSentence } from '../../renderer/charts/doubt'
import { rankedScoresPicture } from '../../renderer/charts/rankedScores'
import { plainColors, seriesOf } from './numbersOf'

const ranked = [
  { label: 'ann', score: -10, posterior: 0.99 },
  { label: 'bob', score: -12.5, posterior: 0.01 },
]

describe('ranked scores', () => {
  test('are distances from the best', () => {
    const { option } = rankedScoresPicture(ranked, null, () => '#000000', plainColors)
    expect(option.yAxis).toMatchObject({ data: ['ann', 'bob'] })
    expect(seriesOf(option)[0].data).toMatchObject([{ value: 0 }, { value: 2.5 }])
  })

  test('show the threshold at its own distance from the best', () => {
    const { option } = rankedScoresPicture(ranked, -11, () => '#000000', plainColors)
    expect(seriesOf(option)[0]).toMatchObject({ markLine: { data: [{ xAxis: 1 }] } })
  })

  test('keep the order of the bank where it ranks by more than likelihood', () => {
    const { option, title } = rankedScoresPicture(
      [
        { label: 'ann', score: -10, posterior: 0.4 },
        { label: 'bob', score: -9.8, posterior: 0.6 },
      ],
      null,
      () => '#000000',
      plainColors,
    )
    expect(option.yAxis).toMatchObject({ data: ['ann', 'bob'] })
    expect(seriesOf(option)[0].data).toMatchObject([{ value: 0 }, { value: expect.closeTo(-0.2, 9) }])
    expect(title).toBe('ann is the best with a posterior of 40.0 %, though bob has 0.20 nats more')
  })

  test('say who is best, and when even the best is too weak', () => {
    expect(rankedScoresPicture(ranked, -11, () => '#000000', plainColors).title).toBe(
      'ann is the best with a posterior of 99.0 %, 2.50 nats ahead of bob',
    )
    expect(rankedScoresPicture(ranked, -9.5, () => '#000000', plainColors).title).toBe(
      'Even the best, ann, lies 0.50 nats under the threshold, 2.50 nats ahead of bob',
    )
  })
})

describe('how sure an answer is', () => {
  test('follows the posterior, and a thin margin takes certainty away', () => {
    expect(sureness({ unknown: false, posterior: 0.9999, margin: 1 })).toBe('certain')
    expect(sureness({ unknown: false, posterior: 0.95, margin: 1 })).toBe('sure')
    expect(sureness({ unknown: false, posterior: 0.9999, margin: 0.01 })).toBe('leaning')
    expect(sureness({ unknown: false, posterior: 0.5, margin: 0.2 })).toBe('doubtful')
    expect(sureness({ unknown: true, posterior: 1, margin: 5 })).toBe('unknown')
  })

  test('never calls what is not quite certain 100 %', () => {
    expect(surenessSentence({ unknown: false, posterior: 0.99999, margin: 1.234 })).toBe(
      'certain: posterior over 99.9 %, margin 1.23 nats per frame',
    )
  })
})
