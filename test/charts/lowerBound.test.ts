import { describe, expect, test } from 'vitest'
import {
  fitPoints,
  lowerBoundPicture,
  lowerBoundsColumns,
  lowerBoundsHeight,
  lowerBoundsPicture,
} from '../../renderer/charts/lowerBound'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const curves = [
  { label: 'ann', points: fitPoints([-60, -50, -48], 0) },
  { label: 'bob', points: fitPoints([-70, -55, -54.5], 0) },
  { label: 'cy', points: [] },
]

describe('lower bounds', () => {
  test('are one line a label, counted from iteration 1', () => {
    const { option } = lowerBoundsPicture(curves, () => '#000000', 2, plainColors)
    expect(seriesOf(option).map(pairsOf)).toEqual([
      [
        [1, -60],
        [2, -50],
        [3, -48],
      ],
      [
        [1, -70],
        [2, -55],
        [3, -54.5],
      ],
      [],
    ])
  })

  test('keep the iteration they belong to where others were not told', () => {
    const told = [-70, -55]
    const sparse: number[] = []
    sparse[1] = told[0]
    sparse[7] = told[1]
    expect(fitPoints(sparse, 1)).toEqual([
      [1, -70],
      [7, -55],
    ])
  })

  test('share the span of their scales, each up to its own best', () => {
    const { option } = lowerBoundsPicture(curves, () => '#000000', 2, plainColors)
    const axes = Array.isArray(option.yAxis) ? option.yAxis : []
    const spans = axes.map(({ min, max }) => Number(max) - Number(min))
    expect(spans).toHaveLength(3)
    // The most that any label gained after its first iteration is 2 nats.
    for (const span of spans) expect(span).toBeCloseTo(1.2 * 2, 9)
    expect(Number(axes[0].max)).toBeGreaterThan(-48)
    expect(Number(axes[1].max)).toBeGreaterThan(-54.5)
    expect(Number(axes[1].min)).toBeLessThan(-55)
  })

  test('say how far they are', () => {
    const title = (some: typeof curves): string => lowerBoundsPicture(some, () => '#000000', 2, plainColors).title
    expect(title(curves)).toBe('2 labels under way, up to 3 iterations; 1 still waiting')
    expect(title(curves.slice(2))).toBe('No label has taken its first step yet')
    expect(lowerBoundPicture(curves[0], '#000000', true).title).toBe(
      'The fit settled after 3 iterations, 12.00 nats per frame above its start',
    )
  })

  test('of a variational fit are those of all frames together, and are called so', () => {
    const { title, howToRead, csv } = lowerBoundPicture(curves[0], '#000000', true, 'variational')
    expect(title).toBe('The fit settled after 3 iterations, 12.00 nats above its start')
    expect(howToRead).toContain('all frames together')
    expect(csv()).toContain('label,iteration,lower_bound_nats\r\n')
  })

  test('make room for every label', () => {
    expect(lowerBoundsHeight(10, 4)).toBe(lowerBoundsHeight(12, 4))
    expect(lowerBoundsHeight(13, 4)).toBeGreaterThan(lowerBoundsHeight(12, 4))
    expect(lowerBoundsColumns(80)).toBe(1)
  })
})
