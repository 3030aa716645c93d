import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/mixture/random'
import { nextLabelInterval } from '../../../src/recognition/decision/betaBinomial'

describe('what is to be expected of a label that was not counted', () => {
  test('is anything where no label was', () => {
    expect(nextLabelInterval([])).toEqual([0, 1])
    expect(nextLabelInterval([{ hits: 0, trials: 0 }])).toEqual([0, 1])
  })

  test('is known more closely the more labels were counted, however many recordings the few have', () => {
    const width = (labels: number, trials: number): number => {
      const [least, most] = nextLabelInterval(Array.from({ length: labels }, () => ({ hits: trials / 20, trials })))
      return most - least
    }
    expect(width(40, 60)).toBeLessThan(width(4, 60))
    expect(width(40, 60)).toBeLessThan(width(2, 1200))
    expect(width(40, 60)).toBeLessThan(0.25)
  })

  test('reaches as far as labels differ', () => {
    const alike = nextLabelInterval(Array.from({ length: 20 }, () => ({ hits: 10, trials: 100 })))
    const unlike = nextLabelInterval(
      Array.from({ length: 20 }, (_, i) => ({ hits: i % 10 === 0 ? 100 : 0, trials: 100 })),
    )
    expect(alike[1]).toBeLessThan(0.25)
    expect(alike[0]).toBeGreaterThan(0)
    expect(unlike[1]).toBeGreaterThan(0.9)
    expect(unlike[0]).toBe(0)
  })

  test('holds for 95 of 100 next labels, within what chance allows, whatever the labels are like', () => {
    const random = seededRandom(5)
    // The larger of two or three uniform numbers: rates whose distribution is none that the interval supposes.
    const rate = (): number => 0.4 * Math.min(random.uniform(), random.uniform(), random.uniform())
    const count = (trials: number, share: number): { hits: number; trials: number } => ({
      hits: Array.from({ length: trials }, () => random.uniform()).filter((drawn) => drawn < share).length,
      trials,
    })
    let held = 0
    const rounds = 200
    for (let round = 0; round < rounds; round++) {
      const [least, most] = nextLabelInterval(Array.from({ length: 6 }, () => count(40, rate())))
      const next = count(100, rate()).hits / 100
      if (next >= least && next <= most) held++
    }
    expect(held / rounds).toBeGreaterThan(0.92)
  })
})
