import { describe, expect, test } from 'vitest'
import { isCepstraError, type ErrorCode } from '../../src/cepstraError'
import { fitMixture, fitMixtureSteps } from '../../src/mixture/expectationMaximization'
import { concatenateFrames } from '../../src/mixture/frames'
import { kMeans } from '../../src/mixture/kmeans'
import { componentLogDensities, responsibilities, scoreSamples } from '../../src/mixture/score'
import { clusteredFrames, framesOf } from './syntheticFrames'

function expectError(code: ErrorCode, message: RegExp, action: () => unknown): void {
  try {
    action()
  } catch (error) {
    if (!isCepstraError(error)) throw error
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    return
  }
  expect.fail(`nothing was thrown, but ${code} was expected`)
}

describe('digital silence', () => {
  const silence = framesOf(Array.from({ length: 50 }, () => [-1000.5, 0, 37]))

  test.each(['kmeans', 'kmeans++'] as const)('alone is fitted (%s)', (initialization) => {
    const { mixture, converged } = fitMixture(silence, { components: 4, initialization })
    expect(converged).toBe(true)
    for (let at = 0; at < 12; at++) {
      expect(mixture.means[at]).toBe(silence.data[at % 3])
      expect(mixture.covariances[at]).toBe(1e-6)
    }
    expect(scoreSamples(mixture, silence)[0]).toBeCloseTo(-1.5 * Math.log(2 * Math.PI * 1e-6), 6)
  })

  test('without regCovar or floor is refused by the name of its column', () => {
    expectError('OPTIONS_INVALID', /variance of component 0 in column 0 is 0.*regCovar/s, () =>
      fitMixture(silence, { components: 2, regCovar: 0 }),
    )
  })

  test('among other frames ends in components of its own', () => {
    const frames = concatenateFrames([silence, clusteredFrames(400, 3, 4)])
    const { mixture } = fitMixture(frames, { components: 5 })
    const shares = responsibilities(mixture, frames).subarray(0, 5)
    const owner = shares.indexOf(Math.max(...shares))
    expect(shares[owner]).toBeGreaterThan(0.999999)
    expect(mixture.weights[owner]).toBeCloseTo(50 / 450, 6)
    expect(mixture.covariances[owner * 3]).toBeLessThan(1.1e-6)
  })
})

describe('frames that cannot be fitted', () => {
  test('fewer frames than components', () => {
    expectError('TOO_FEW_FRAMES', /5 components need at least 5 frames, but there are 3.*fewer components/s, () =>
      fitMixture(framesOf([[1], [2], [3]]), { components: 5 }),
    )
  })

  test.each([NaN, Infinity, -Infinity])('%s is named with its frame and column', (bad) => {
    const frames = framesOf([
      [1, 2],
      [3, 4],
      [5, bad],
      [bad, 6],
    ])
    const named = new RegExp(`Frame 2 holds ${bad} in column 1`)
    expectError('OPTIONS_INVALID', named, () => fitMixture(frames, { components: 1 }))
    const { mixture } = fitMixture(
      framesOf([
        [1, 2],
        [3, 5],
      ]),
      { components: 1 },
    )
    expectError('OPTIONS_INVALID', named, () => scoreSamples(mixture, frames))
  })

  test('less data than count and dimensions promise', () => {
    expectError('OPTIONS_INVALID', /4 frames of 3 dimensions take 12 numbers, but only 6/, () =>
      fitMixture({ data: new Float32Array(6), count: 4, dimensions: 3 }, { components: 1 }),
    )
  })

  test('frames of other dimensions than the mixture', () => {
    const { mixture } = fitMixture(
      framesOf([
        [1, 2],
        [3, 5],
      ]),
      { components: 1 },
    )
    expectError('MODEL_MISMATCH', /2 dimensions, but the frames have 1/, () => scoreSamples(mixture, framesOf([[1]])))
    expectError('MODEL_MISMATCH', /1 dimensions \(entry 1\)/, () =>
      concatenateFrames([framesOf([[1, 2]]), framesOf([[1]])]),
    )
  })
})

describe('options that make no sense are named', () => {
  const frames = clusteredFrames(20, 2, 2)
  test.each([
    ['components', { components: 0 }],
    ['components', { components: 1.5 }],
    ['maxIterations', { components: 1, maxIterations: 0 }],
    ['starts', { components: 1, starts: 0 }],
    ['tolerance', { components: 1, tolerance: NaN }],
    ['regCovar', { components: 1, regCovar: -1 }],
    ['seed', { components: 1, seed: 0.5 }],
    ['varianceFloor has 3 entries', { components: 1, varianceFloor: new Float64Array(3) }],
    ['varianceFloor\\[1\\]', { components: 1, varianceFloor: Float64Array.of(0, -1) }],
  ])('%s', (name, options) => {
    expectError('OPTIONS_INVALID', new RegExp(name), () => fitMixture(frames, options))
  })

  test('given parameters', () => {
    const given = (weights: number[], covariance: number) => ({
      components: 2,
      initialization: {
        weights: Float64Array.from(weights),
        means: new Float64Array(4),
        covariances: new Float64Array(4).fill(covariance),
      },
    })
    expectError('MODEL_INVALID', /weights sum to 1.1/, () => fitMixture(frames, given([0.5, 0.6], 1)))
    expectError('MODEL_INVALID', /weight of component 1 is -0.5/, () => fitMixture(frames, given([1, -0.5], 1)))
    expectError('MODEL_INVALID', /variance of component 0, column 0 is 0/, () =>
      fitMixture(frames, given([0.5, 0.5], 0)),
    )
    expectError('MODEL_INVALID', /take 2 weights/, () => fitMixture(frames, given([1], 1)))
  })
})

test('a component that no frame is near keeps its place and almost no weight', () => {
  const frames = clusteredFrames(100, 2, 1)
  const { mixture } = fitMixture(frames, {
    components: 2,
    initialization: {
      weights: Float64Array.of(0.5, 0.5),
      means: Float64Array.of(0, 0, 1e5, 1e5),
      covariances: Float64Array.of(50, 50, 2, 3),
    },
  })
  expect([...mixture.means.subarray(2)]).toEqual([1e5, 1e5])
  expect([...mixture.covariances.subarray(2)]).toEqual([2, 3])
  expect(mixture.weights[1]).toBeGreaterThan(0)
  expect(mixture.weights[1]).toBeLessThan(1e-16)
})

test('a frame that is hopelessly far from every component still has a score and responsibilities', () => {
  const { mixture } = fitMixture(clusteredFrames(200, 3, 2), { components: 2 })
  const far = framesOf([[3e38, -3e38, 3e38]])
  expect(scoreSamples(mixture, far)[0]).toBeLessThan(-1e70)
  expect(Number.isFinite(scoreSamples(mixture, far)[0])).toBe(true)
  const shares = responsibilities(mixture, far)
  expect(shares[0] + shares[1]).toBe(1)
})

test('a component of weight 0 has densities of its own and no share', () => {
  const mixture = {
    covarianceType: 'diag',
    componentCount: 2,
    dimensions: 1,
    weights: Float64Array.of(1, 0),
    means: Float64Array.of(0, 1),
    covariances: Float64Array.of(1, 1),
  } as const
  const frames = framesOf([[1]])
  const peak = -0.5 * Math.log(2 * Math.PI)
  expect([...componentLogDensities(mixture, frames)]).toEqual([peak - 0.5, peak])
  expect([...responsibilities(mixture, frames)]).toEqual([1, 0])
  expect(scoreSamples(mixture, frames)[0]).toBeCloseTo(peak - 0.5, 14)
})

test('no frames have no scores', () => {
  const { mixture } = fitMixture(framesOf([[1], [2]]), { components: 1 })
  expect(scoreSamples(mixture, { data: new Float32Array(0), count: 0, dimensions: 1 })).toHaveLength(0)
})

test('a k-means center without frames goes to the frame that is worst served', () => {
  const frames = framesOf([[0], [1], [10], [11], [100]])
  const { centers, inertia, converged } = kMeans(frames, {
    clusters: 3,
    initialization: Float64Array.of(0.5, 10.5, 5000),
  })
  expect([...centers].sort((a, b) => a - b)).toEqual([0.5, 10.5, 100])
  expect(inertia).toBe(1)
  expect(converged).toBe(true)
})

test('with fewer different frames than components the components left over starve', () => {
  const frames = framesOf([[0], [0], [5], [5], [5], [0]])
  const { mixture } = fitMixture(frames, { components: 4 })
  const shares = [...mixture.weights].sort((a, b) => b - a)
  expect(shares[0] + shares[1] + shares[2] + shares[3]).toBeCloseTo(1, 12)
  for (const score of scoreSamples(mixture, frames)) expect(score).toBeGreaterThan(4)
})

test('a long iteration can be left in its midst', () => {
  const frames = clusteredFrames(70_000, 20, 3)
  const first = 16 * 20
  const steps = fitMixtureSteps(frames, {
    components: 16,
    maxIterations: 1,
    initialization: {
      weights: new Float64Array(16).fill(1 / 16),
      means: Float64Array.from(frames.data.subarray(0, first)),
      covariances: new Float64Array(first).fill(9),
    },
  })
  expect(steps.next().value).toEqual({ start: 0, iteration: 1, lowerBound: null })
})

test('long data can be left between the rounds of k-means', () => {
  const steps = fitMixtureSteps(clusteredFrames(20_000, 13, 8), { components: 8 })
  for (let i = 0; i < 3; i++) expect(steps.next().value).toEqual({ start: 0, iteration: 0, lowerBound: null })
})
