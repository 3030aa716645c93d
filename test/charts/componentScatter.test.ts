import { describe, expect, test } from 'vitest'
import { componentScatterPicture, decimated, scatterPoints } from '../../renderer/charts/componentScatter'
import type { ScatterData } from '../../renderer/charts/componentScatter'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const rows = new Float32Array([1, 2, 0, 11, 5, 3, 4, 1, 12, 6, 5, 6, 1, 12, 7])
const data: ScatterData = {
  axisNames: ['c1', 'c2'],
  points: scatterPoints(rows),
  frameCount: 300,
  components: [
    { weight: 0.4, mean: [1, 2], covariance: [1, 0, 4] },
    { weight: 0.6, mean: [4, 5], covariance: [1, 0.5, 1] },
  ],
}
const colorOf = (component: number): string => ['#aa0000', '#00aa00'][component]

describe('the scatter of components', () => {
  test('reads the rows of the engine', () => {
    expect(data.points[1]).toEqual({ x: 3, y: 4, component: 1, recordingId: 12, frameIndex: 6 })
  })

  test('draws every frame with its component and carries its recording and frame', () => {
    const series = seriesOf(componentScatterPicture(data, colorOf, null, plainColors).option)
    const clouds = series.filter(({ id }) => String(id).startsWith('frames-'))
    expect(clouds.map(pairsOf)).toEqual([
      [[1, 2, 11, 5]],
      [
        [3, 4, 12, 6],
        [5, 6, 12, 7],
      ],
    ])
  })

  test('draws both ellipses of a component around its mean', () => {
    const series = seriesOf(componentScatterPicture(data, colorOf, null, plainColors).option)
    const [one, two] = ['ring-0-1', 'ring-0-2'].map((ring) => pairsOf(series.find(({ id }) => id === ring) ?? {}))
    expect(Math.max(...one.map(([x]) => x ?? NaN))).toBeCloseTo(2, 2)
    expect(Math.max(...two.map(([x]) => x ?? NaN))).toBeCloseTo(3, 2)
    expect(Math.max(...two.map(([, y]) => y ?? NaN))).toBeCloseTo(6, 2)
  })

  test('draws the chosen component last, over the others', () => {
    const series = seriesOf(componentScatterPicture(data, colorOf, 0, plainColors).option)
    const clouds = series.filter(({ id }) => String(id).startsWith('frames-'))
    expect(clouds.map(({ id }) => id)).toEqual(['frames-1', 'frames-0'])
  })

  test('of very many components draws the heaviest and the chosen one, and loses no frame', () => {
    const count = 100
    const many: ScatterData = {
      ...data,
      points: Array.from({ length: count }, (_, component) => ({ ...data.points[0], component })),
      components: Array.from({ length: count }, (_, component) => ({
        ...data.components[0],
        weight: count - component,
      })),
    }
    const series = seriesOf(componentScatterPicture(many, () => '#000000', 99, plainColors).option)
    const rings = series.filter(({ id }) => String(id).endsWith('-2') && String(id).startsWith('ring-'))
    expect(rings).toHaveLength(65)
    expect(rings.at(-1)?.id).toBe('ring-99-2')
    const clouds = series.filter(({ id }) => String(id).startsWith('frames-'))
    expect(clouds.reduce((sum, cloud) => sum + pairsOf(cloud).length, 0)).toBe(count)
    expect(componentScatterPicture(many, () => '#000000', null, plainColors).title).toContain('the 64 heaviest')
  })

  test('says of how many frames it shows how many', () => {
    expect(componentScatterPicture(data, colorOf, null, plainColors).title).toBe('3 of 300 frames under 2 components')
    expect(componentScatterPicture(data, colorOf, 1, plainColors).title).toMatch(/^Component 2 answers most for 67 %/)
  })

  test('thins out evenly, keeping the first', () => {
    expect(decimated([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([0, 2, 4, 6, 8])
    expect(decimated([0, 1, 2], 5)).toEqual([0, 1, 2])
    expect(decimated([0, 1, 2, 3, 4, 5, 6], 3)).toHaveLength(3)
  })
})
