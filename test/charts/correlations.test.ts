import { describe, expect, test } from 'vitest'
import { correlationsPicture, type Correlations } from '../../renderer/charts/correlations'
import { pairsOf, plainColors, seriesOf } from './numbersOf'

const data: Correlations = {
  columnNames: ['c1', 'c2', 'c3'],
  values: Float32Array.of(1, 0.25, -0.5, 0.25, 1, 0, -0.5, 0, 1),
  component: 2,
}
const picture = (change: Partial<Correlations> = {}) => correlationsPicture({ ...data, ...change }, plainColors)

describe('correlations', () => {
  test('are drawn row by row, every pair of columns', () => {
    const cells = pairsOf(seriesOf(picture().option)[0])
    expect(cells).toHaveLength(9)
    expect(cells.slice(0, 4)).toEqual([
      [0, 0, 1],
      [1, 0, 0.25],
      [2, 0, -0.5],
      [0, 1, 0.25],
    ])
  })

  test('name the pair that moves most in their title, the one with itself left aside', () => {
    expect(picture().title).toBe('In component 3 c1 and c3 move against each other most, by −0.50')
    const together = Float32Array.of(1, 0.25, 0, 0.25, 1, 0, 0, 0, 1)
    expect(picture({ values: together, component: null }).title).toBe(
      'In all components c1 and c2 move together most, by 0.25',
    )
    expect(picture({ values: Float32Array.of(1, 0, 0, 0, 1, 0.05, 0, 0.05, 1) }).title).toBe(
      'In component 3 no two coefficients move together',
    )
    expect(picture({ columnNames: ['c1'], values: [1] }).title).toBe('In component 3 no two coefficients move together')
  })

  test('are a square table as CSV', () => {
    expect(picture().csv()).toBe('column,c1,c2,c3\r\nc1,1,0.25,-0.5\r\nc2,0.25,1,0\r\nc3,-0.5,0,1\r\n')
  })
})
