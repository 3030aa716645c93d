import type { Frames } from '../../src/mixture/frames'
import { seededRandom } from '../../src/mixture/random'

/** Frames around `clusterCount` well separated centers, with columns of different spread. */
export function clusteredFrames(count: number, dimensions: number, clusterCount: number, seed = 1): Frames {
  const random = seededRandom(seed)
  const centers = Float64Array.from({ length: clusterCount * dimensions }, () => 8 * random.normal())
  const data = new Float32Array(count * dimensions)
  for (let i = 0; i < count; i++) {
    const cluster = random.index(clusterCount)
    for (let j = 0; j < dimensions; j++) {
      data[i * dimensions + j] = centers[cluster * dimensions + j] + (1 + (j % 3)) * random.normal()
    }
  }
  return { data, count, dimensions }
}

export function framesOf(rows: readonly (readonly number[])[]): Frames {
  return { data: Float32Array.from(rows.flat()), count: rows.length, dimensions: rows[0].length }
}
