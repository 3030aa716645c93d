import { describe, expect, test } from 'vitest'
import {
  lowerBoundPicture,
  lowerBoundsColumns,
  lowerBoundsHeight,
  lowerBoundsPicture,
} from '../../renderer/charts/lowerBound'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const curves = [
  { label: 'ann', lowerBounds: [-60, -50, -48] },
  { label: 'bob', lowerBounds: [-70, -55] },
  { label: 'cy', lowerBounds: [] },
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
      ],
      [],
    ])
  })

  test('stand on one scale, which begins below the second iteration', () => {
    const { option } = lowerBoundsPicture(curves, () => '#000000', 2, plainColors)
    const axes = Array.isArray(option.yAxis) ? option.yAxis : []
    expect(axes).toHaveLength(3)
    for (const axis of axes) {
      expect(axis.min).toBeCloseTo(-55.42, 6)
      expect(axis.max).toBeCloseTo(-47.58, 6)
    }
  })

  test('say how far they are', () => {
    const title = (some: typeof curves): string => lowerBoundsPicture(some, () => '#000000', 2, plainColors).title
    expect(title(curves)).toBe('2 labels under way, up to 3 iterations; 1 still waiting')
    expect(title(curves.slice(2))).toBe('No label has taken its first step yet')
    expect(lowerBoundPicture(curves[0], '#000000', true).title).toBe(
      'The fit settled after 3 iterations, 12.00 nats per frame above its start',
    )
  })

  test('make room for every label', () => {
    expect(lowerBoundsHeight(10, 4)).toBe(lowerBoundsHeight(12, 4))
    expect(lowerBoundsHeight(13, 4)).toBeGreaterThan(lowerBoundsHeight(12, 4))
    expect(lowerBoundsColumns(80)).toBe(1)
  })
})
