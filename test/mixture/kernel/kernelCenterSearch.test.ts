import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchLength } from '../../../src/mixture/centerSearch'
import type { Frames } from '../../../src/mixture/frames'
import { kernelCenterSearch } from '../../../src/mixture/kernel/kernelCenterSearch'
import { instantiateKernel } from '../../../src/features/kernel/instantiateKernel'
import type { NearestKernel } from '../../../src/mixture/kernel/loadNearestKernel'
import { plainKernel, relaxedKernel } from '../../../src/mixture/kernel/nearestKernel.wasm'
import { seededRandom } from '../../../src/mixture/random'
import { referenceCenterSearch } from '../../../src/mixture/referenceCenterSearch'
import { speechFrames } from '../golden'
import './kernelBuilds'

const builds = [
  ['plain SIMD', instantiateKernel(plainKernel) as NearestKernel | null],
  ['relaxed SIMD', instantiateKernel(relaxedKernel) as NearestKernel | null],
] as const

/** A search by the kernel that counts the frames which the reference has to decide. */
function countedSearch(kernel: NearestKernel, centers: Float64Array, dimensions: number) {
  const reference = referenceCenterSearch(centers, dimensions)
  let left = 0
  const counting = {
    ...reference,
    search: (frames: Frames, picked: Int32Array, count: number) => {
      left += count
      reference.search(frames, picked, count)
    },
  }
  return { ...kernelCenterSearch(kernel, centers, dimensions, counting), left: () => left }
}

/** How much farther than the nearest center the next is, and what calculating that in float64 may be off by. */
function exactMargin({ data, dimensions }: Frames, frame: number, centers: Float64Array) {
  const distances = Array.from({ length: centers.length / dimensions }, (_, k) =>
    Math.hypot(
      ...centers.subarray(k * dimensions, (k + 1) * dimensions).map((c, j) => data[frame * dimensions + j] - c),
    ),
  ).sort((a, b) => a - b)
  const [first, second = Infinity] = distances
  return { margin: second - first, rounding: 1e-14 * first }
}

/** Searches for all frames, compares with the reference, and says how many of them the kernel left to it. */
function compare(kernel: NearestKernel, frames: Frames, centers: Float64Array): number {
  const search = countedSearch(kernel, centers, frames.dimensions)
  const reference = referenceCenterSearch(centers, frames.dimensions)
  // Backwards, so that frames do not lie where their results do.
  const indices = Int32Array.from({ length: frames.count }, (_, i) => frames.count - 1 - i)
  for (let from = 0; from < frames.count; from += searchLength) {
    const picked = indices.subarray(from, from + searchLength)
    search.search(frames, picked, picked.length)
    reference.search(frames, picked, picked.length)
    for (let i = 0; i < picked.length; i++) {
      const { margin, rounding } = exactMargin(frames, picked[i], centers)
      for (const { nearest, margins } of [search, reference]) {
        if (nearest[i] === reference.nearest[i] && margins[i] <= margin + rounding) continue
        expect.fail(
          `frame ${picked[i]}: ${nearest[i]} by ${margins[i]}, but it is ${reference.nearest[i]} by ${margin}`,
        )
      }
    }
  }
  return search.left()
}

function normals(count: number, dimensions: number, seed: number, scale = 1, offset = 0): Float64Array {
  const random = seededRandom(seed)
  return Float64Array.from({ length: count * dimensions }, () => offset + scale * random.normal())
}

describe.each(builds)('the search by the kernel, %s', (_, kernel) => {
  if (kernel === null) throw new Error('Tests need a runtime with relaxed SIMD.')

  test('finds the centers of the reference, and bounds on the distances, for any K, D and count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(Float32Array, Float64Array),
        fc.integer(),
        (count, dimensions, centerCount, Numbers, seed) => {
          const data = Numbers.from(normals(count, dimensions, seed))
          compare(kernel, { data, count, dimensions }, normals(centerCount, dimensions, seed + 1))
        },
      ),
    )
  })

  test('does, for frames on a grid with centers on it, the many ties as the reference does: to the first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (d, k, seed) => {
        const random = seededRandom(seed)
        const data = Float32Array.from({ length: 200 * d }, () => random.index(4))
        const centers = Float64Array.from({ length: k * d }, () => random.index(7) / 2)
        compare(kernel, { data, count: 200, dimensions: d }, centers)
      }),
    )
  })

  test('leaves next to no frame of speech to the reference', () => {
    const frames = speechFrames()
    const centers = Float64Array.from(frames.data.subarray(0, 64 * frames.dimensions), (value) => value + 0.01)
    expect(compare(kernel, frames, centers)).toBeLessThan(3)
  })

  test.each([1e3, 1e6, 1e9])('holds frames that lie %d times their spread from 0', (offset) => {
    const frames = { data: normals(500, 5, 3, 1, offset), count: 500, dimensions: 5 }
    const centers = normals(20, 5, 4, 1, offset)
    expect(compare(kernel, frames, centers)).toBeLessThan(3)
  })

  test('turns to float64 for clusters that lie thousands of times their spread apart', () => {
    const frames = { data: normals(2000, 3, 5), count: 2000, dimensions: 3 }
    const centers = normals(30, 3, 6)
    for (let i = 0; i < frames.count; i++) frames.data[i * 3] += i % 2 === 0 ? 1e5 : -1e5
    for (let k = 0; k < 30; k++) centers[k * 3] += k % 2 === 0 ? 1e5 : -1e5
    expect(compare(kernel, frames, centers)).toBeLessThan(100)
  })

  test.each([1e-200, 1e-30, 1e-20, 1e18, 1e25, 1e150])('stays right where float32 ends: at a scale of %d', (scale) => {
    const frames = { data: normals(300, 4, 7, scale), count: 300, dimensions: 4 }
    compare(kernel, frames, normals(10, 4, 8, scale))
    compare(kernel, frames, normals(1, 4, 8, scale))
  })

  test('does not mix up the centers of two searches that take turns', () => {
    const frames = { data: normals(100, 6, 9), count: 100, dimensions: 6 }
    const picked = Int32Array.from({ length: 100 }, (_, i) => i)
    const centers = [normals(9, 6, 10), normals(5, 6, 11)]
    const searches = centers.map((each) => countedSearch(kernel, each, 6))
    for (let turn = 0; turn < 4; turn++) {
      const reference = referenceCenterSearch(centers[turn % 2], 6)
      reference.search(frames, picked, 100)
      searches[turn % 2].search(frames, picked, 100)
      expect(searches[turn % 2].nearest.slice(0, 100)).toEqual(reference.nearest.slice(0, 100))
    }
  })
})
