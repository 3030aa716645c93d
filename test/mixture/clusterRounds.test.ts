import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundedRounds, fullRounds, type AssignRound } from '../../src/mixture/clusterRounds'
import { localPasses, type FramePasses } from '../../src/mixture/framePasses'
import type { Frames } from '../../src/mixture/frames'
import { framesInMemory } from '../../src/mixture/frameSource'
import type { FrameTask } from '../../src/mixture/frameTask'
import { kMeans } from '../../src/mixture/kmeans'
import type { ClusterSums } from '../../src/mixture/nearestCenters'
import { overallMoments } from '../../src/mixture/overallMoments'
import { seededRandom } from '../../src/mixture/random'
import { speechFrames } from './golden'
import { clusteredFrames } from './syntheticFrames'

function run<Result>(work: Generator<void, Result>): Result {
  let next = work.next()
  while (!next.done) next = work.next()
  return next.value
}

function originOf(frames: Frames): Float64Array {
  return run(overallMoments(localPasses(framesInMemory(frames)))).means
}

/** Passes that keep the labels of the last reassignment. */
function watchedPasses(frames: Frames): FramePasses & { labels: () => Int32Array } {
  const passes = localPasses(framesInMemory(frames))
  let last: FrameTask | null = null
  return {
    ...passes,
    sums: (task) => {
      last = task
      return passes.sums(task)
    },
    labels: () => (last?.kind === 'reassign' ? last.next.labels.slice() : new Int32Array(0)),
  }
}

function labelsOf(frames: Frames, centers: Float64Array): Int32Array {
  const labels = new Int32Array(frames.count)
  run(localPasses(framesInMemory(frames)).sums({ kind: 'assign', centers, labels }))
  return labels
}

function expectSameSums(actual: ClusterSums, expected: ClusterSums, spread: number): void {
  expect(actual.counts).toEqual(expected.counts)
  expect(Math.abs(actual.inertia - expected.inertia)).toBeLessThan(1e-11 * spread)
  for (const [at, value] of expected.firstMoments.entries()) {
    expect(Math.abs(actual.firstMoments[at] - value)).toBeLessThan(1e-11 * spread)
  }
}

/** Centers that wander, each by a way of its own. */
function moved(centers: Float64Array, dimensions: number, scale: number, seed: number): Float64Array {
  const random = seededRandom(seed)
  const scales = Float64Array.from({ length: centers.length / dimensions }, () => scale * 10 ** (-3 * random.uniform()))
  return centers.map((value, at) => value + scales[Math.floor(at / dimensions)] * random.normal())
}

describe('rounds with bounds', () => {
  test('find the labels of rounds without, and their sums within rounding, wherever the centers go', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(0.01, 0.3, 3),
        fc.boolean(),
        fc.constantFrom(0, 1000),
        fc.integer(),
        (dimensions, centerCount, scale, wide, offset, seed) => {
          const random = seededRandom(seed)
          const count = 700
          const normals = Float64Array.from({ length: count * dimensions }, () => offset + random.normal())
          const data = wide ? normals : Float32Array.from(normals)
          const frames = { data, count, dimensions }
          const passes = watchedPasses(frames)
          const [bounded, full] = [boundedRounds(passes, originOf(frames)), fullRounds(passes)]
          let centers: Float64Array = Float64Array.from(
            { length: centerCount * dimensions },
            () => offset + random.normal(),
          )
          for (let round = 0; round < 6; round++) {
            const sums = run(bounded(centers))
            const labels = passes.labels()
            expectSameSums(sums, run(full(centers)), count * dimensions * 10)
            expect(labels).toEqual(labelsOf(frames, centers))
            centers = moved(centers, dimensions, scale, seed + round)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('find them for centers on top of each other and frames right between', () => {
    const data = Float32Array.from({ length: 800 }, (_, at) => (at * 7) % 5)
    const frames = { data, count: 400, dimensions: 2 }
    const passes = watchedPasses(frames)
    const bounded = boundedRounds(passes, originOf(frames))
    let centers: Float64Array = Float64Array.of(1, 1, 1, 1, 2, 3, 3, 2, 4, 4, 1, 3)
    for (let round = 0; round < 5; round++) {
      run(bounded(centers))
      expect(passes.labels()).toEqual(labelsOf(frames, centers))
      centers = centers.map((value, at) => value + (at % 3 === round % 3 ? 0.5 : 0))
    }
  })

  test('begin anew when somebody may still be writing to what was remembered', () => {
    const { count, dimensions, data } = speechFrames()
    const frames = { data, count, dimensions }
    let overtaken = 0
    const passes = { ...watchedPasses(frames), overtaken: () => overtaken }
    let passCount = 0
    const watched: FramePasses = {
      ...passes,
      *sums(task) {
        const sums = yield* passes.sums(task)
        if (passCount++ === 2) {
          overtaken++
          if (task.kind === 'reassign') for (const { labels } of [task.former, task.next]) labels.fill(3)
        }
        return sums
      },
    }
    const bounded: AssignRound = boundedRounds(watched, originOf(frames))
    let centers: Float64Array = Float64Array.from(data.subarray(0, 20 * dimensions))
    for (let round = 0; round < 6; round++) {
      expectSameSums(run(bounded(centers)), run(fullRounds(localPasses(framesInMemory(frames)))(centers)), 1e8)
      centers = moved(centers, dimensions, 1, round)
    }
  })
})

test('k-means over frames in memory takes the rounds of k-means over a stream, to the same clusters', () => {
  const inMemory = framesInMemory(clusteredFrames(6000, 5, 9, 4))
  const options = { clusters: 12, seed: 1, tolerance: 0 }
  const remembered = kMeans(localPasses(inMemory), options)
  const streamed = kMeans(localPasses({ ...inMemory, inMemory: false }), options)
  expect(remembered.iterations).toBe(streamed.iterations)
  expect(remembered.iterations).toBeGreaterThan(5)
  expect(remembered.counts).toEqual(streamed.counts)
  expect(Math.abs(remembered.inertia / streamed.inertia - 1)).toBeLessThan(1e-12)
  for (const [at, value] of streamed.centers.entries()) expect(remembered.centers[at]).toBeCloseTo(value, 10)
})
