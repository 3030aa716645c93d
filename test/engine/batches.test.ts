import { expect, test } from 'vitest'
import { batches } from '../../src/engine/batches'

const sizes = (files: readonly number[], threads = 2): number[] =>
  batches(files, threads, (bytes) => bytes).map((part) => part.length)

test('short files go together, long ones alone, in their order', () => {
  const files = Array.from({ length: 1000 }, (_, i) => (i % 300 === 150 ? 5e6 : 8000))
  const parts = batches(files, 2, (bytes) => bytes)
  expect(parts.flat()).toEqual(files)
  expect(Math.max(...parts.map(({ length }) => length))).toBe(125)
  for (const part of parts) if (part.includes(5e6)) expect(part).toEqual([5e6])
})

test('few files still keep all threads at work', () => {
  expect(sizes(new Array<number>(16).fill(8000))).toEqual(new Array(8).fill(2))
  expect(sizes([8000])).toEqual([1])
  expect(sizes([])).toEqual([])
})

test('no part is much longer than a message is worth', () => {
  expect(sizes(new Array<number>(1000).fill(300_000)).every((length) => length <= 6)).toBe(true)
})
