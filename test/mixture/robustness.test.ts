import { describe, expect, test } from 'vitest'
import { isCepstraError, type ErrorCode } from '../../src/cepstraError'
import { fitMixture, fitMixtureSteps } from '../../src/mixture/expectationMaximization'
import { concatenateFrames } from '../../src/mixture/frames'
import { initializations } from '../../src/mixture/fitOptions'
import { checkMixture, covarianceMatrix, covarianceTypes } from '../../src/mixture/gaussianMixture'
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
  const ways = covarianceTypes.flatMap((covarianceType) =>
    initializations.map((initialization) => ({ covarianceType, initialization })),
  )

  test.each(ways)('alone is fitted: regCovar is all the variance ($covarianceType, $initialization)', (options) => {
    const { mixture, converged } = fitMixture(silence, { components: 4, ...options })
    expect(converged).toBe(true)
    for (let k = 0; k < 4; k++) {
      const covariance = covarianceMatrix(mixture, k)
      for (let j = 0; j < 3; j++) {
        expect(mixture.means[3 * k + j]).toBeCloseTo(silence.data[j], 9)
        for (let l = 0; l < 3; l++) expect(covariance[3 * j + l]).toBeCloseTo(j === l ? 1e-6 : 0, 15)
      }
    }
    expect(scoreSamples(mixture, silence)[0]).toBeCloseTo(-1.5 * Math.log(2 * Math.PI * 1e-6), 6)
  })

  test.each([
    [
      'diag',
      /The variance of component 0 in column 0 is 0: all its frames hold the same value there. Set regCovar above/,
    ],
    ['spherical', /The variance of component 0 is 0: all its frames hold the same value there. Set regCovar above 0/],
    ['full', /The covariance of component 0 is singular: its frames are too few, or too alike.*Raise regCovar/],
    ['tied', /The tied covariance is singular: its frames are too few, or too alike.*Raise regCovar/],
  ] as const)('without regCovar or floor is refused with what to try (%s)', (covarianceType, message) => {
    expectError('OPTIONS_INVALID', message, () => fitMixture(silence, { components: 2, regCovar: 0, covarianceType }))
  })

  test.each(covarianceTypes)('rests on the variance floor without regCovar (%s)', (covarianceType) => {
    const varianceFloor = Float64Array.of(1, 4, 9)
    const { mixture } = fitMixture(silence, { components: 1, regCovar: 0, covarianceType, varianceFloor })
    const covariance = covarianceMatrix(mixture, 0)
    const expected = covarianceType === 'spherical' ? [14 / 3, 14 / 3, 14 / 3] : [1, 4, 9]
    for (let j = 0; j < 3; j++) expect(covariance[4 * j]).toBeCloseTo(expected[j], 12)
  })

  test.each(['full', 'diag', 'spherical'] as const)(
    'among other frames ends in components of its own (%s)',
    (covarianceType) => {
      const frames = concatenateFrames([silence, clusteredFrames(400, 3, 4)])
      const { mixture } = fitMixture(frames, { components: 5, covarianceType })
      const shares = responsibilities(mixture, frames).subarray(0, 5)
      const owner = shares.indexOf(Math.max(...shares))
      expect(shares[owner]).toBeGreaterThan(0.999999)
      expect(mixture.weights[owner]).toBeCloseTo(50 / 450, 6)
      expect(covarianceMatrix(mixture, owner)[0]).toBeLessThan(1.1e-6)
    },
  )

  test('lowers a tied covariance, but does not make it singular', () => {
    const frames = concatenateFrames([silence, clusteredFrames(400, 3, 4)])
    const { mixture } = fitMixture(frames, { components: 5, covarianceType: 'tied' })
    expect(Math.min(...[0, 4, 8].map((at) => mixture.covariances[at]))).toBeGreaterThan(0.5)
  })
})

describe('a likelihood that is all but flat', () => {
  test.each(covarianceTypes)('is climbed to the last iteration without a fall (%s)', (covarianceType) => {
    const frames = clusteredFrames(300, 2, 1)
    const { lowerBounds, mixture } = fitMixture(frames, {
      components: 6,
      covarianceType,
      initialization: 'random-responsibilities',
      tolerance: 0,
      maxIterations: 400,
    })
    expect(lowerBounds).toHaveLength(400)
    for (let i = 1; i < 400; i++) expect(lowerBounds[i]).toBeGreaterThan(lowerBounds[i - 1] - 1e-10)
    checkMixture(mixture)
  })

  test.each(covarianceTypes)('of equal components stays where it is (%s)', (covarianceType) => {
    const frames = clusteredFrames(300, 2, 1)
    const one = fitMixture(frames, { components: 1, covarianceType }).mixture
    const { mixture, converged, lowerBounds } = fitMixture(frames, {
      components: 3,
      covarianceType,
      initialization: {
        weights: new Float64Array(3).fill(1 / 3),
        means: Float64Array.of(...one.means, ...one.means, ...one.means),
        covariances:
          covarianceType === 'tied'
            ? one.covariances
            : Float64Array.from(
                { length: 3 * one.covariances.length },
                (_, at) => one.covariances[at % one.covariances.length],
              ),
      },
    })
    expect(converged).toBe(true)
    expect(lowerBounds).toHaveLength(2)
    for (const [at, mean] of mixture.means.entries()) expect(mean).toBeCloseTo(one.means[at % 2], 9)
  })
})

describe('columns and frames that say little', () => {
  test.each(covarianceTypes)('a constant column keeps its value and regCovar (%s)', (covarianceType) => {
    const { data, count } = clusteredFrames(200, 2, 2)
    const flat = { data: data.map((value, at) => (at % 2 === 1 ? 7 : value)), count, dimensions: 2 }
    const { mixture } = fitMixture(flat, { components: 2, covarianceType })
    for (let k = 0; k < 2; k++) {
      expect(mixture.means[2 * k + 1]).toBeCloseTo(7, 12)
      if (covarianceType !== 'spherical') expect(covarianceMatrix(mixture, k)[3]).toBeCloseTo(1e-6, 15)
    }
  })

  test.each(covarianceTypes)('with fewer different frames than components some starve (%s)', (covarianceType) => {
    const frames = framesOf([[0], [0], [5], [5], [5], [0]])
    for (const initialization of initializations) {
      const { mixture } = fitMixture(frames, { components: 4, covarianceType, initialization })
      checkMixture(mixture)
      expect(mixture.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    }
  })

  test.each(covarianceTypes)('as many components as frames are fitted (%s)', (covarianceType) => {
    const frames = clusteredFrames(7, 3, 2)
    for (const initialization of initializations) {
      checkMixture(fitMixture(frames, { components: 7, covarianceType, initialization }).mixture)
    }
  })

  test.each(covarianceTypes)('one frame is a mixture of one component (%s)', (covarianceType) => {
    const { mixture } = fitMixture(framesOf([[3, -4]]), { components: 1, covarianceType })
    expect([...mixture.means]).toEqual([3, -4])
    expect(covarianceMatrix(mixture, 0)).toEqual(Float64Array.of(1e-6, 0, 0, 1e-6))
  })
})

describe('frames in float64', () => {
  test.each(covarianceTypes)('keep the digits that float32 has not (%s)', (covarianceType) => {
    const { data, count } = clusteredFrames(300, 2, 2)
    const plain = { data: Float64Array.from(data), count, dimensions: 2 }
    const far = { ...plain, data: plain.data.map((value) => value + 1e9) }
    const [near, moved] = [plain, far].map((frames) => fitMixture(frames, { components: 2, covarianceType }).mixture)
    for (const [at, value] of moved.covariances.entries()) expect(value / near.covariances[at]).toBeCloseTo(1, 5)
    for (const [at, value] of moved.means.entries()) expect(value - 1e9).toBeCloseTo(near.means[at], 5)
  })

  test('give what the same values in float32 give, to the last bit', () => {
    const frames = clusteredFrames(300, 2, 2)
    const wide = { ...frames, data: Float64Array.from(frames.data) }
    for (const covarianceType of covarianceTypes) {
      const options = { components: 3, covarianceType }
      expect(fitMixture(wide, options)).toEqual(fitMixture(frames, options))
    }
  })
})

describe('frames that carry weights', () => {
  const frames = clusteredFrames(40, 2, 2)

  test.each([
    ['All frame weights are 0', new Float64Array(40)],
    ['The weight of frame 3 is NaN', new Float64Array(40).fill(1).fill(NaN, 3, 4)],
    ['The weight of frame 0 is Infinity', new Float64Array(40).fill(Infinity)],
    ['The weight of frame 39 is -1', new Float64Array(40).fill(1).fill(-1, 39)],
    ['There are 40 frames but only 39 frame weights', new Float64Array(39).fill(1)],
  ])('are refused: %s', (message, weights) => {
    expectError('OPTIONS_INVALID', new RegExp(message), () => fitMixture({ ...frames, weights }, { components: 1 }))
  })

  test('too few of which count are too few', () => {
    const weights = new Float64Array(40).fill(1, 0, 2)
    for (const initialization of initializations) {
      expectError('TOO_FEW_FRAMES', /3 components need at least 3 frames of a weight above 0, but there are 2/, () =>
        fitMixture({ ...frames, weights }, { components: 3, initialization }),
      )
    }
  })

  test('are started from those that count, however few they are among many', () => {
    const many = clusteredFrames(60_000, 2, 2)
    const weights = Float64Array.from({ length: many.count }, (_, i) => (i % 9000 === 5 ? 1 : 0))
    const own = Array.from(weights.keys()).filter((i) => weights[i] > 0)
    const alone = framesOf(own.map((i) => [...many.data.subarray(2 * i, 2 * i + 2)]))
    for (const covarianceType of covarianceTypes) {
      for (const initialization of initializations) {
        const options = { components: 2, covarianceType, initialization, maxIterations: 3 }
        const [weighted, plain] = [{ ...many, weights }, alone].map((each) => fitMixture(each, options))
        for (const [i, bound] of weighted.lowerBounds.entries()) expect(bound).toBeCloseTo(plain.lowerBounds[i], 6)
      }
    }
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

  test('none at all', () => {
    for (const initialization of initializations) {
      expectError('TOO_FEW_FRAMES', /1 components need at least 1 frames, but there are 0/, () =>
        fitMixture({ data: new Float32Array(0), count: 0, dimensions: 3 }, { components: 1, initialization }),
      )
    }
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
