import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  responsibilitiesPicture,
  responsibilityTrack,
  type Responsibilities,
} from '../../renderer/charts/responsibilities'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

function responsibilitiesOf(rows: readonly (readonly number[])[], speech: readonly number[]): Responsibilities {
  return {
    values: new Float32Array(rows.flat()),
    frameCount: rows.length,
    componentCount: rows[0]?.length ?? 0,
    speech,
    hopSeconds: 0.01,
    firstMiddleSeconds: 0.0125,
  }
}

const three = responsibilitiesOf(
  [
    [0.2, 0.8],
    [0.5, 0.5],
    [1, 0],
  ],
  [1, 0, 1],
)

describe('responsibilities over time', () => {
  test('sum to 1 at every step that was kept and are absent where it was dropped', () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true })
    const row = fc
      .tuple(share, share, share)
      .map((parts) => parts.map((part) => part / (parts[0] + parts[1] + parts[2])))
    const frames = fc.array(fc.tuple(row, fc.integer({ min: 0, max: 1 })), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 80 }), (list, mostSteps) => {
        const track = responsibilityTrack(
          responsibilitiesOf(
            list.map(([shares]) => shares),
            list.map(([, kept]) => kept),
          ),
          mostSteps,
        )
        expect(track.seconds.length).toBeLessThanOrEqual(mostSteps)
        track.seconds.forEach((_, step) => {
          const here = track.shares.map((shares) => shares[step])
          if (here.every((value) => value === null)) return
          expect(here.reduce<number>((sum, value) => sum + (value ?? NaN), 0)).toBeCloseTo(1, 5)
        })
        expect(track.keptCount).toBe(list.filter(([, kept]) => kept === 1).length)
      }),
    )
  })

  test('stand at the middle of their frames', () => {
    const { seconds } = responsibilityTrack(three, 100)
    expect(seconds[0]).toBeCloseTo(0.0125, 9)
    expect(seconds[2]).toBeCloseTo(0.0325, 9)
  })

  test('leave a gap where voice activity dropped a frame', () => {
    const { option } = responsibilitiesPicture(three, () => '#000000', null, [0, 1], plainColors)
    const [busiest, other] = seriesOf(option).map(pairsOf)
    expect(busiest.map(([, share]) => share)).toEqual([expect.closeTo(0.2, 5), null, 1])
    expect(other.map(([, share]) => share)).toEqual([expect.closeTo(0.8, 5), null, 0])
  })

  test('name the busiest component, or the chosen one, with its share', () => {
    const title = (chosen: number | null): string =>
      responsibilitiesPicture(three, () => '#000000', chosen, [0, 1], plainColors).title
    expect(title(null)).toBe('Component 1 answers for the most of this recording: 60 % of its kept frames')
    expect(title(1)).toBe('Component 2 answers for 40 % of this recording’s kept frames')
  })

  test('of very many components draw the rest together without losing any share', () => {
    const count = 60
    const many = responsibilitiesOf([Array.from({ length: count }, () => 1 / count)], [1])
    const series = seriesOf(responsibilitiesPicture(many, () => '#000000', 59, [0, 1], plainColors).option)
    expect(series.length).toBeLessThan(30)
    const total = series.reduce((sum, one) => sum + (pairsOf(one)[0][1] ?? 0), 0)
    expect(total).toBeCloseTo(1, 5)
    expect(series.map(({ name }) => name)).toContain('Component 60')
  })
})
