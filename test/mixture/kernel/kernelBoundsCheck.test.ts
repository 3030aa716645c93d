import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantiateKernel } from '../../../src/features/kernel/instantiateKernel'
import { checkLength, type BoundsCheck } from '../../../src/mixture/boundsCheck'
import {
  drift,
  groupCount,
  noDrift,
  remember,
  unboundedFrames,
  type CenterDrift,
  type FrameBounds,
} from '../../../src/mixture/frameBounds'
import type { Frames } from '../../../src/mixture/frames'
import { plainKernel, relaxedKernel } from '../../../src/mixture/kernel/boundsKernel.wasm'
import { kernelBoundsCheck } from '../../../src/mixture/kernel/kernelBoundsCheck'
import type { BoundsKernel } from '../../../src/mixture/kernel/loadBoundsKernel'
import { seededRandom } from '../../../src/mixture/random'
import { referenceBoundsCheck } from '../../../src/mixture/referenceBoundsCheck'
import { speechFrames } from '../golden'
import './kernelBuilds'

type MakeCheck = (centers: Float64Array, dimensions: number, drift: CenterDrift) => BoundsCheck

function byKernel(build: string): MakeCheck {
  const kernel = instantiateKernel(build) as BoundsKernel | null
  if (kernel === null) throw new Error('Tests need a runtime with relaxed SIMD.')
  return (centers, dimensions, moved) => kernelBoundsCheck(kernel, centers, dimensions, moved)
}

const checks = [
  ['plain SIMD', byKernel(plainKernel)],
  ['relaxed SIMD', byKernel(relaxedKernel)],
  ['plain TypeScript', (_: Float64Array, __: number, moved: CenterDrift) => referenceBoundsCheck(moved)],
] as const satisfies (readonly [string, MakeCheck])[]

/** The distances of a frame from all centers, whatever their scale. */
function distancesOf({ data, dimensions }: Frames, frame: number, centers: Float64Array): number[] {
  const differences = new Float64Array(dimensions)
  return Array.from({ length: centers.length / dimensions }, (_, k) => {
    let largest = Number.MIN_VALUE
    for (let j = 0; j < dimensions; j++) {
      differences[j] = Math.abs(data[frame * dimensions + j] - centers[k * dimensions + j])
      largest = Math.max(largest, differences[j])
    }
    let sum = 0
    for (let j = 0; j < dimensions; j++) sum += (differences[j] / largest) ** 2
    return largest * Math.sqrt(sum)
  })
}

/** What a frame's bounds say now that is not so, in a sentence; nothing where all holds. */
function untruth(frames: Frames, i: number, centers: Float64Array, bounds: FrameBounds, moved: CenterDrift): string {
  const distances = distancesOf(frames, i, centers)
  const label = bounds.labels[i]
  const slack = 1e-12 * Math.max(...distances)
  const nearest = distances.indexOf(Math.min(...distances))
  if (distances[label] > distances[nearest] + slack) return `frame ${i} has center ${label}, but ${nearest} is nearer`
  if (bounds.uppers[i] + moved.ways[label] < distances[label] - slack) return `frame ${i} is farther than its bound`
  for (const [k, distance] of distances.entries()) {
    const group = moved.groups[k]
    const lower = bounds.lowers[i * groupCount + group] - moved.groupWays[group]
    if (k !== label && lower > distance + slack) return `frame ${i} is nearer to ${k} than its bound`
  }
  return ''
}

/**
 * Checks frames round by round while their centers wander, holds what the check says to what is so, and settles what it
 * leaves in doubt. Returns by round how many frames those were.
 */
function follow(
  make: MakeCheck,
  frames: Frames,
  first: Float64Array,
  move: (center: Float64Array, round: number) => Float64Array,
  rounds: number,
): number[] {
  const { count, dimensions } = frames
  let centers = first
  let moved = noDrift(centers, dimensions)
  let [former, next] = [unboundedFrames(count), unboundedFrames(count)]
  return Array.from({ length: rounds }, (_, round) => {
    let doubts = 0
    for (let from = 0; from < count; from += checkLength) {
      const to = Math.min(from + checkLength, count)
      const check = make(centers, dimensions, moved)
      const listed = [...check.listed.subarray(0, check.check(frames, from, to, former, next))]
      expect(listed.map((entry) => Math.max(entry, ~entry))).toEqual(
        listed.map((entry) => Math.max(entry, ~entry)).sort((a, b) => a - b),
      )
      const doubtful = new Set(listed.filter((entry) => entry < 0).map((entry) => ~entry))
      const changed = new Set(listed.filter((entry) => entry >= 0))
      doubts += doubtful.size
      for (let i = from; i < to; i++) {
        if (doubtful.has(i)) {
          const distances = distancesOf(frames, i, centers)
          const [distance, second = Infinity] = [...distances].sort((a, b) => a - b)
          remember(next, i, moved, { label: distances.indexOf(distance), distance, margin: second - distance })
        } else {
          expect(next.labels[i] !== former.labels[i]).toBe(changed.has(i))
        }
        const wrong = untruth(frames, i, centers, next, moved)
        if (wrong) expect.fail(`${wrong}, in round ${round}`)
      }
    }
    const goal = move(centers, round)
    moved = drift(moved, centers, goal)
    centers = goal
    ;[former, next] = [next, former]
    return doubts
  })
}

function normals(count: number, dimensions: number, seed: number, scale = 1, offset = 0): Float64Array {
  const random = seededRandom(seed)
  return Float64Array.from({ length: count * dimensions }, () => offset + scale * random.normal())
}

function wandering(scale: number, seed: number) {
  return (centers: Float64Array, round: number): Float64Array => {
    const steps = normals(centers.length, 1, seed + round, scale)
    return centers.map((value, at) => value + steps[at])
  }
}

describe.each(checks)('the check of bounds, %s', (name, make) => {
  test('gives frames the nearest centers, and bounds that hold, for any K, D and count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(Float32Array, Float64Array),
        fc.constantFrom(0.001, 0.05, 1),
        fc.integer(),
        (count, dimensions, centerCount, Numbers, scale, seed) => {
          const data = Numbers.from(normals(count, dimensions, seed))
          const centers = normals(centerCount, dimensions, seed + 1)
          follow(make, { data, count, dimensions }, centers, wandering(scale, seed), 4)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('does, for frames on a grid with centers on it, with many ties', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 40 }), fc.integer(), (d, k, seed) => {
        const random = seededRandom(seed)
        const data = Float32Array.from({ length: 200 * d }, () => random.index(4))
        const centers = Float64Array.from({ length: k * d }, () => random.index(7) / 2)
        const move = (values: Float64Array) => values.map((value) => value + (random.index(4) === 0 ? 0.5 : 0))
        follow(make, { data, count: 200, dimensions: d }, centers, move, 4)
      }),
      { numRuns: 40 },
    )
  })

  test.each([1e-200, 1e-30, 1e-20, 1e18, 1e25, 1e150])('stays right where float32 ends: at a scale of %d', (scale) => {
    const frames = { data: normals(100, 4, 7, scale), count: 100, dimensions: 4 }
    if (scale > 1e30) frames.data.fill(scale, 0, 40)
    for (const count of [1, 10, 70]) follow(make, frames, normals(count, 4, 8, scale), wandering(scale / 50, 9), 3)
  })

  test.each([1e3, 1e6, 1e9])('holds frames that lie %d times their spread from 0', (offset) => {
    const frames = { data: normals(300, 5, 3, 1, offset), count: 300, dimensions: 5 }
    const doubts = follow(make, frames, normals(70, 5, 4, 1, offset), wandering(0.001, 5), 3)
    if (name !== 'plain TypeScript') for (const count of doubts) expect(count).toBeLessThan(3)
  })

  test('does not mix up the centers of two checks that take turns, nor frames of two kinds', () => {
    const wide = { data: normals(100, 6, 9), count: 100, dimensions: 6 }
    const frames = [wide, { ...wide, data: Float32Array.from(wide.data) }]
    const all = [normals(40, 6, 10), normals(17, 6, 11)].map((centers) => {
      const moved = noDrift(centers, 6)
      return { centers, moved, check: make(centers, 6, moved) }
    })
    for (let turn = 0; turn < 8; turn++) {
      const { centers, moved, check } = all[turn % 2]
      const [former, next] = [unboundedFrames(100), unboundedFrames(100)]
      const which = frames[Math.floor(turn / 2) % 2]
      const listed = new Set(check.listed.subarray(0, check.check(which, 0, 100, former, next)))
      expect(listed.size).toBe(100)
      for (let i = 0; i < 100; i++) if (listed.has(i)) expect(untruth(which, i, centers, next, moved)).toBe('')
    }
  })
})

test.each(checks.slice(0, 2))('the kernel leaves next to no frame of speech in doubt, %s', (_, make) => {
  const { data, dimensions } = speechFrames()
  const frames = { data, dimensions, count: 600 }
  const centers = Float64Array.from(data.subarray(0, 64 * dimensions), (value) => value + 0.01)
  for (const doubts of follow(make, frames, centers, wandering(0.1, 1), 4)) expect(doubts).toBeLessThan(10)
})
