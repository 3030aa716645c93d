import { expect, test } from 'vitest'
import type { Frames } from '../../src/mixture/frames'
import { framesInMemory } from '../../src/mixture/frameSource'
import { seededRandom } from '../../src/mixture/random'
import { framesAt, sampleFrames } from '../../src/mixture/sampleFrames'

/** Frames whose only column is their index. */
function numbered(count: number): Frames {
  return { data: Float64Array.from({ length: count }, (_, i) => i), count, dimensions: 1 }
}

test('a sample holds different frames in their order', () => {
  const { data, count } = sampleFrames(framesInMemory(numbered(1000)), 300, seededRandom(3))
  expect(count).toBe(300)
  for (let i = 1; i < count; i++) expect(data[i]).toBeGreaterThan(data[i - 1])
})

test('every frame is as likely as any other to be in a sample', () => {
  const times = new Float64Array(20)
  const random = seededRandom(1)
  const rounds = 20_000
  for (let round = 0; round < rounds; round++) {
    for (const frame of sampleFrames(framesInMemory(numbered(20)), 5, random).data) times[frame]++
  }
  // The standard deviation of each is sqrt(rounds / 4 * 3 / 4), 61.
  for (const each of times) expect(Math.abs(each - rounds / 4)).toBeLessThan(5 * 61)
})

test('fewer frames than asked for are all taken', () => {
  expect(sampleFrames(framesInMemory(numbered(7)), 10, seededRandom(1)).data).toEqual(numbered(7).data)
})

test('of very many frames hardly more are read than are drawn', () => {
  const count = 50_000_000
  let numbersRead = 0
  const source = {
    count,
    dimensions: 39,
    read: (from: number, to: number) => {
      numbersRead += (to - from) * 39
      return { data: new Float32Array((to - from) * 39).fill(from), count: to - from, dimensions: 39 }
    },
  }
  expect(sampleFrames(source, 1000, seededRandom(2)).count).toBe(1000)
  expect(numbersRead).toBeLessThan(5 * 1000 * 39)
})

test('chosen frames bring their weights along', () => {
  const frames = { ...numbered(30), weights: Float64Array.from({ length: 30 }, (_, i) => i / 2) }
  const chosen = framesAt(framesInMemory(frames), [0, 1, 7, 29])
  expect(chosen.data).toEqual(Float64Array.of(0, 1, 7, 29))
  expect(chosen.weights).toEqual(Float64Array.of(0, 0.5, 3.5, 14.5))
})

test('frames of weight 0 are not drawn, so that a sample is that of the other frames alone', () => {
  const frames = numbered(1000)
  const weights = Float64Array.from(frames.data, (value) => (value % 10 === 3 ? 2 : 0))
  const rest = { data: Float64Array.from({ length: 100 }, (_, i) => 10 * i + 3), count: 100, dimensions: 1 }
  for (const limit of [7, 100, 400]) {
    const sample = sampleFrames(framesInMemory({ ...frames, weights }), limit, seededRandom(5))
    const expected = sampleFrames(framesInMemory(rest), limit, seededRandom(5))
    expect(sample).toEqual({ ...expected, weights: new Float64Array(expected.count).fill(2) })
  }
})
