import { expect, test } from 'vitest'
import { addDeltas } from '../../src/features/deltas'

function deltasOf(values: number[]): number[] {
  const data = Float32Array.from(values.flatMap((value) => [value, 0]))
  addDeltas(data, { frameCount: values.length, dimensions: 2, from: 0, to: 1, columns: 1 })
  return values.map((_, i) => data[2 * i + 1])
}

test('the deltas of a ramp are its slope, less at the edges where frames repeat', () => {
  const deltas = deltasOf([0, 3, 6, 9, 12, 15, 18])
  const expected = [(3 + 2 * 6) / 10, (6 + 2 * 9) / 10, 3, 3, 3, (6 + 2 * 9) / 10, (3 + 2 * 6) / 10]
  deltas.forEach((delta, i) => expect(delta).toBeCloseTo(expected[i], 6))
})

test('the deltas of a constant are zero', () => {
  expect(deltasOf([5, 5, 5, 5])).toEqual([0, 0, 0, 0])
})

test('a single frame has no slope', () => {
  expect(deltasOf([7])).toEqual([0])
})
