import { describe, expect, test } from 'vitest'
import { kMeans } from '../../src/mixture/kmeans'
import { findNearest } from '../../src/mixture/nearestCenters'
import { expectClose, goldenJson, speechFrames } from './golden'

interface Golden {
  readonly scikitLearn: string
  readonly cases: readonly {
    readonly name: string
    readonly rounds: number
    readonly start: readonly number[]
    readonly expected: {
      readonly iterations: number
      readonly centers: readonly number[]
      readonly inertia: number
      readonly labels: readonly number[]
    }
  }[]
}

// Made by test/golden/make_kmeans.py.
const golden = goldenJson('kmeans.json') as Golden
const frames = speechFrames()

describe(`k-means on speech, like scikit-learn ${golden.scikitLearn} from the same centers`, () => {
  const relative = 1e-8
  test.each(golden.cases)(`$name, within ${relative}`, ({ rounds, start, expected }) => {
    const initialization = Float64Array.from(start)
    const clusters = start.length / frames.dimensions
    const options = { clusters, initialization, maxIterations: rounds, tolerance: 0 }
    const { centers, inertia, counts } = kMeans(frames, options)
    expectClose('inertia', [inertia], [expected.inertia], relative)
    // The columns' standard deviations are from 10 to 124.
    expectClose('center', centers, expected.centers, relative, 10)
    const labels = new Int32Array(frames.count)
    findNearest(frames, centers, labels, new Float64Array(frames.count))
    expect(Array.from(labels)).toEqual(expected.labels)
    expect(Array.from(counts)).toEqual(
      Array.from(counts, (_, k) => expected.labels.filter((each) => each === k).length),
    )
  })
})
