import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Frames } from '../../src/mixture/frames'
import { kMeans, kMeansSteps } from '../../src/mixture/kmeans'
import { findNearest } from '../../src/mixture/nearestCenters'
import { anyFrames, anyK, anySeed } from './anyFrames'
import { clusteredFrames, framesOf } from './syntheticFrames'

const anyInitialization = fc.constantFrom('k-means++', 'random-frames')

function distancesOf(frames: Frames, centers: Float64Array): { labels: Int32Array; distances: Float64Array } {
  const labels = new Int32Array(frames.count)
  const distances = new Float64Array(frames.count)
  findNearest(frames, centers, labels, distances)
  return { labels, distances }
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0)
}

describe('whatever the frames', () => {
  test('the inertia never rises', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, anyInitialization, (frames, clusters, seed, initialization) => {
        const steps = kMeansSteps(frames, { clusters, seed, initialization, tolerance: 0 })
        let former = Infinity
        let next = steps.next()
        while (!next.done) {
          const { inertia } = next.value
          if (inertia !== null) {
            expect(inertia).toBeLessThanOrEqual(former * (1 + 1e-12))
            former = inertia
          }
          next = steps.next()
        }
        expect(next.value.inertia).toBeLessThanOrEqual(former * (1 + 1e-12))
      }),
    )
  })

  test('the inertia and the counts are those of the centers', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, anyInitialization, (frames, clusters, seed, initialization) => {
        const { centers, inertia, counts } = kMeans(frames, { clusters, seed, initialization })
        const { labels, distances } = distancesOf(frames, centers)
        expect(inertia).toBeCloseTo(sum(distances), 6)
        for (let k = 0; k < clusters; k++) expect(counts[k]).toBe(labels.filter((label) => label === k).length)
      }),
    )
  })

  test('at rest every center is the mean of its frames', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, (frames, clusters, seed) => {
        const { centers, converged, counts } = kMeans(frames, { clusters, seed, tolerance: 0 })
        expect(converged).toBe(true)
        const { labels } = distancesOf(frames, centers)
        for (let k = 0; k < clusters; k++) {
          if (counts[k] === 0) continue
          for (let j = 0; j < frames.dimensions; j++) {
            const own = Array.from(labels.keys()).filter((i) => labels[i] === k)
            const mean = sum(own.map((i) => frames.data[i * frames.dimensions + j])) / own.length
            expect(centers[k * frames.dimensions + j]).toBeCloseTo(mean, 9)
          }
        }
      }),
    )
  })

  test('the order of given centers is kept, and changes nothing else', () => {
    fc.assert(
      fc.property(anyFrames, (frames) => {
        const given = Float64Array.from(frames.data.subarray(0, 2 * frames.dimensions))
        const turned = Float64Array.of(...given.subarray(frames.dimensions), ...given.subarray(0, frames.dimensions))
        // Frames in the middle of two centers go to the first, and equal centers share nothing.
        const { distances, labels } = distancesOf(frames, given)
        const other = distancesOf(frames, turned)
        fc.pre(labels.every((label, i) => label !== other.labels[i]) && sum(distances) === sum(other.distances))
        const [one, two] = [given, turned].map((initialization) =>
          kMeans(frames, { clusters: 2, initialization, maxIterations: 1 }),
        )
        const back = Float64Array.of(
          ...two.centers.subarray(frames.dimensions),
          ...two.centers.subarray(0, frames.dimensions),
        )
        expect([...back]).toEqual([...one.centers])
        expect(two.inertia).toBeCloseTo(one.inertia, 9)
      }),
    )
  })

  test('the order of the frames changes the centers by no more than rounding', () => {
    fc.assert(
      fc.property(anyFrames, anyK, (frames, clusters) => {
        const { data, count, dimensions } = frames
        const initialization = Float64Array.from(data.subarray(0, clusters * dimensions))
        const rows = Array.from({ length: count }, (_, i) => [...data.subarray(i * dimensions, (i + 1) * dimensions)])
        const options = { clusters, initialization, maxIterations: 1 }
        const [plain, turned] = [frames, framesOf(rows.reverse())].map((each) => kMeans(each, options))
        expect(turned.inertia).toBeCloseTo(plain.inertia, 6)
      }),
    )
  })

  test('moving and scaling the frames moves and scales the centers', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, fc.integer({ min: -3, max: 3 }), (frames, clusters, seed, power) => {
        const scale = 2 ** power
        const moved = { ...frames, data: Float64Array.from(frames.data, (value) => value * scale) }
        const [plain, scaled] = [frames, moved].map((each) => kMeans(each, { clusters, seed }))
        expect([...scaled.centers]).toEqual([...plain.centers].map((value) => value * scale))
        expect(scaled.inertia).toBe(plain.inertia * scale * scale)
      }),
    )
  })

  test('a frame of weight n counts like n equal frames', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 60, maxLength: 60 })
    fc.assert(
      fc.property(anyFrames, anyK, counts, (frames, clusters, repeats) => {
        const { data, count, dimensions } = frames
        const weights = Float64Array.from(repeats.slice(0, count))
        const rows = Array.from(weights).flatMap((weight, i) =>
          new Array<number[]>(weight).fill([...data.subarray(i * dimensions, (i + 1) * dimensions)]),
        )
        fc.pre(rows.length >= clusters)
        const initialization = Float64Array.from(data.subarray(0, clusters * dimensions))
        // A center without frames takes one with all its weight, which of equal frames would be one alone.
        fc.pre(new Set(distancesOf(framesOf(rows), initialization).labels).size === clusters)
        const options = { clusters, initialization, maxIterations: 1 }
        const [weighted, repeated] = [{ ...frames, weights }, framesOf(rows)].map((each) => kMeans(each, options))
        expect(weighted.inertia).toBeCloseTo(repeated.inertia, 6)
        expect(sum(weighted.counts)).toBe(rows.length)
      }),
    )
  })

  test('the best of several starts is kept', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anySeed, anyInitialization, (frames, clusters, seed, initialization) => {
        const one = kMeans(frames, { clusters, seed, initialization })
        const four = kMeans(frames, { clusters, seed, initialization, starts: 4 })
        expect(four.inertia).toBeLessThanOrEqual(one.inertia)
      }),
    )
  })
})

describe('with fewer different frames than clusters', () => {
  const frames = framesOf([[0], [0], [5], [5], [5], [0]])

  test.each(['k-means++', 'random-frames'] as const)('every frame has a center to itself (%s)', (initialization) => {
    const { inertia, converged, counts } = kMeans(frames, { clusters: 4, initialization })
    expect(inertia).toBe(0)
    expect(converged).toBe(true)
    expect([...counts].sort()).toEqual([0, 0, 3, 3])
  })

  test('one cluster is the mean', () => {
    const { centers, inertia } = kMeans(frames, { clusters: 1 })
    expect([...centers]).toEqual([2.5])
    expect(inertia).toBe(6 * 2.5 * 2.5)
  })
})

test('centers that no frame is near are moved to frames', () => {
  const frames = clusteredFrames(300, 2, 4)
  const given = Float64Array.of(0, 0, 1e6, 1e6, -1e6, 1e6, 1e6, -1e6)
  const { counts, converged } = kMeans(frames, { clusters: 4, initialization: given })
  expect(converged).toBe(true)
  expect(Math.min(...counts)).toBeGreaterThan(0)
})

describe('what k-means cannot do it says', () => {
  const frames = clusteredFrames(20, 2, 2)
  test.each([
    ['clusters must be a whole number', { clusters: 0 }],
    ['starts must be a whole number', { clusters: 2, starts: 0 }],
    ['maxIterations must be', { clusters: 2, maxIterations: 0.5 }],
    ['tolerance must be', { clusters: 2, tolerance: NaN }],
    ['21 clusters need at least 21 frames', { clusters: 21 }],
    ['2 centers of 2 dimensions are 4 numbers, but 3 were given', { clusters: 2, initialization: new Float64Array(3) }],
    ['initialization is "best", but must be one of', { clusters: 2, initialization: 'best' as 'k-means++' }],
    ['Center 0 holds NaN in column 0', { clusters: 1, initialization: Float64Array.of(NaN, 0) }],
  ])('%s', (message, options) => {
    expect(() => kMeans(frames, options)).toThrow(message)
  })

  test.each([NaN, Infinity])('%s among the frames', (bad) => {
    expect(() => kMeans(framesOf([[1], [bad]]), { clusters: 1 })).toThrow(/Frame 1 holds/)
  })
})
