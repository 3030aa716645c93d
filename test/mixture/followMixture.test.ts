import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { followMixture, followWindow, startFollowing } from '../../src/mixture/followMixture'
import { concatenateFrames, type Frames } from '../../src/mixture/frames'
import { covarianceTypes, type CovarianceType, type GaussianMixture } from '../../src/mixture/gaussianMixture'
import { maximize } from '../../src/mixture/maximization'
import { seededRandom } from '../../src/mixture/random'
import { recenterStatistics } from '../../src/mixture/recenterStatistics'
import { sampleMixture } from '../../src/mixture/sampling'
import { meanLogLikelihood } from '../../src/mixture/score'
import { statisticsOfMixture } from '../../src/mixture/statisticsOfMixture'
import { momentFormOf, SufficientStatistics } from '../../src/mixture/sufficientStatistics'
import { anyMixture, randomMixture } from './anyMixture'
import { expectClose } from './golden'

const limits = { regCovar: 1e-3, varianceFloor: null }

function expectSame(actual: GaussianMixture, wanted: GaussianMixture, relative: number): void {
  for (const name of ['weights', 'means', 'covariances'] as const) {
    expectClose(name, actual[name], wanted[name], relative, 1)
  }
}

describe('what is remembered of a mixture', () => {
  test('makes the same mixture again', () => {
    fc.assert(
      fc.property(anyMixture(), fc.constantFrom(1, 20, 1e6), (mixture, frameWeight) => {
        const statistics = statisticsOfMixture(mixture, frameWeight, limits.regCovar)
        expect(statistics.frameWeight).toBe(frameWeight)
        expectSame(maximize(statistics, mixture, limits), mixture, 1e-12)
      }),
    )
  })

  test('can be taken about other centers, as if the frames had been added about those', () => {
    fc.assert(
      fc.property(anyMixture(), anyMixture({ dimensions: [5, 5] }), fc.nat(), (mixture, other, seed) => {
        const { componentCount, dimensions, covarianceType, means } = mixture
        const random = seededRandom(seed)
        const centers = means.map((mean, at) => mean + other.means[at % other.means.length])
        const { frames } = sampleMixture(mixture, 12, seed, 'float64')
        const about = (from: Float64Array) =>
          new SufficientStatistics(momentFormOf(covarianceType), componentCount, from)
        const [former, wanted] = [about(means), about(centers)]
        for (let i = 0; i < frames.count; i++) {
          const shares = Array.from({ length: componentCount }, () => random.uniform())
          former.addFrame(frames.data, i * dimensions, shares)
          wanted.addFrame(frames.data, i * dimensions, shares)
        }
        expectClose('sums', recenterStatistics(former, centers).sums, wanted.sums, 1e-9, 100)
      }),
    )
  })
})

describe('one window', () => {
  test('of which nothing else is remembered is as many steps of expectation maximization', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...covarianceTypes),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        (covarianceType, steps, seed) => {
          const mixture = randomMixture({ covarianceType, componentCount: 3, dimensions: 2 }, seed)
          const { frames } = sampleMixture(mixture, 200, seed, 'float64')
          const { weights, means, covariances } = mixture
          const initialization = { weights, means, covariances }
          const fit = { components: 3, covarianceType, initialization, maxIterations: steps, tolerance: 0 }
          const { mixture: wanted, lowerBounds } = fitMixture(frames, { ...fit, regCovar: 1e-3 })
          const options = { forgetting: 0, steps, regCovar: 1e-3 }
          const following = followWindow(startFollowing(mixture, 1000), frames, options)
          expectSame(following.mixture, wanted, 1e-12)
          expect(following.meanLogLikelihood).toBeCloseTo(lowerBounds[0], 12)
          expect(following.statistics.frameWeight).toBe(200)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('without frames fades what is remembered and changes nothing', () => {
    fc.assert(
      fc.property(anyMixture(), (mixture) => {
        const empty = { data: new Float32Array(0), count: 0, dimensions: mixture.dimensions }
        const following = followWindow(startFollowing(mixture, 100), empty, { forgetting: 0.5 })
        expectSame(following.mixture, mixture, 1e-12)
        expect(following.statistics.frameWeight).toBe(50)
        expect(following.meanLogLikelihood).toBeNaN()
      }),
    )
  })

  test('counts beside the past as their frames do', () => {
    const mixture = randomMixture({ covarianceType: 'diag', componentCount: 1, dimensions: 1 })
    const frames = { data: new Float64Array(30).fill(mixture.means[0] + 8), count: 30, dimensions: 1 }
    const { mixture: moved } = followWindow(startFollowing(mixture, 100), frames, { forgetting: 0.9 })
    expect(moved.means[0] - mixture.means[0]).toBeCloseTo((8 * 30) / (90 + 30), 12)
  })
})

describe('without forgetting', () => {
  test.each(covarianceTypes)(
    'a single component ends at the fit to all frames, whatever their order (%s)',
    (covarianceType) => {
      const mixture = randomMixture({ covarianceType, componentCount: 1, dimensions: 3 }, 8)
      const windows = windowsOf(sampleMixture(mixture, 700, 9, 'float64').frames, 100)
      const start = randomMixture({ covarianceType, componentCount: 1, dimensions: 3 }, 1)
      const options = { forgetting: 1, frameWeight: 0 }
      const wanted = fitMixture(concatenateFrames(windows), { components: 1, covarianceType }).mixture
      expectSame(followMixture(start, windows, options).mixture, wanted, 1e-10)
      expectSame(followMixture(start, windows.toReversed(), options).mixture, wanted, 1e-10)
    },
  )

  test.each(covarianceTypes)('a steady source is explained as well as by a fit to all of it (%s)', (covarianceType) => {
    const source = randomMixture({ covarianceType, componentCount: 3, dimensions: 2 }, 15)
    const { frames } = sampleMixture(source, 12_000, 3, 'float64')
    const batch = fitMixture(frames, { components: 3, covarianceType, tolerance: 1e-6, maxIterations: 300, seed: 1 })
    const moved = { ...source, means: source.means.map((mean, at) => mean + (at % 2 === 0 ? 1 : -1)) }
    const { mixture } = followMixture(moved, windowsOf(frames, 200), { forgetting: 1 })
    const lag = meanLogLikelihood(batch.mixture, frames) - meanLogLikelihood(mixture, frames)
    // What the first windows were shared out by stays in the sums, so a little is lost.
    expect(lag).toBeLessThan(0.02)
    expect(meanLogLikelihood(mixture, frames)).toBeGreaterThan(meanLogLikelihood(moved, frames))
  })
})

describe('a source that drifts', () => {
  const types: readonly CovarianceType[] = covarianceTypes
  const steps = 60

  test.each(types)(
    'is tracked by its means far closer than the mixture that was fitted once (%s)',
    (covarianceType) => {
      const place = (t: number) => Float64Array.of(0.15 * t, 0, 10 - 0.1 * t, 6 + 0.1 * t)
      const windows = drifting(place, steps)
      const fitted = fitMixture(windows[0], { components: 2, covarianceType, seed: 1 }).mixture
      const first = fitted.means[0] < 5 ? 0 : 1
      const { trajectory } = followMixture(fitted, windows, { forgetting: 0.6 })
      const errors = (meansAt: (t: number) => Float64Array) =>
        windows.map((_, t) => {
          const wanted = place(t)
          const means = meansAt(t)
          return Math.max(...[0, 1, 2, 3].map((at) => Math.abs(means[(at + 2 * first) % 4] - wanted[at])))
        })
      const followed = errors((t) => trajectory[t].means)
      const left = errors(() => fitted.means)
      // The lag is that of an exponential average, 0.15 x 0.6 / (1 - 0.6) = 0.23, and the means of 100 frames' noise.
      for (const error of followed) expect(error).toBeLessThan(0.6)
      expect(left[steps - 1]).toBeGreaterThan(5)
      expect(trajectory).toHaveLength(steps)
    },
  )

  test('is told by the likelihood of each window before it was learned', () => {
    const still = drifting(() => Float64Array.of(0, 0, 10, 6), 20)
    const away = drifting((t) => Float64Array.of(t < 10 ? 0 : 20, 0, 10, 6), 20)
    const fitted = fitMixture(still[0], { components: 2, seed: 1 }).mixture
    const scores = (windows: Frames[]) =>
      followMixture(fitted, windows).trajectory.map(({ meanLogLikelihood: score }) => score)
    const [quiet, jump] = [scores(still), scores(away)]
    expect(jump.slice(0, 10)).toEqual(quiet.slice(0, 10))
    expect(jump[10]).toBeLessThan(Math.min(...quiet) - 10)
  })

  test('keeps its variances over a long way, for the moments travel with the means', () => {
    const place = (t: number) => Float64Array.of(t, -t, t + 10, 6 - t)
    const windows = drifting((t) => place(t * 0.5), 1000)
    const fitted = fitMixture(windows[0], { components: 2, covarianceType: 'full', seed: 1 }).mixture
    const { mixture } = followMixture(fitted, windows, { forgetting: 0.5 })
    expect(Math.abs(mixture.means[0])).toBeGreaterThan(480)
    for (const at of [0, 3, 4, 7]) expect(mixture.covariances[at]).toBeGreaterThan(0.4)
    for (const at of [0, 3, 4, 7]) expect(mixture.covariances[at]).toBeLessThan(3)
  })

  test('is followed the same in whatever order the components stand', () => {
    const windows = drifting((t) => Float64Array.of(0.1 * t, 0, 10, 6), 10)
    const { weights, means, covariances, ...shape } = fitMixture(windows[0], { components: 2 }).mixture
    const turn = (values: Float64Array) => {
      const half = values.length / 2
      return Float64Array.from([...values.subarray(half), ...values.subarray(0, half)])
    }
    const turned = { ...shape, weights: turn(weights), means: turn(means), covariances: turn(covariances) }
    const one = followMixture({ ...shape, weights, means, covariances }, windows).mixture
    const other = followMixture(turned, windows).mixture
    expectClose('means', turn(other.means), one.means, 1e-10, 1)
    expectClose('covariances', turn(other.covariances), one.covariances, 1e-10, 1)
  })
})

test('held weights stay, and no window leaves the mixture as it was', () => {
  const mixture = randomMixture({ covarianceType: 'diag', componentCount: 3, dimensions: 2 })
  const windows = windowsOf(sampleMixture(mixture, 400, 3).frames, 100)
  expect(followMixture(mixture, windows, { fixedWeights: true }).mixture.weights).toEqual(mixture.weights)
  expect(followMixture(mixture, [])).toEqual({ mixture, trajectory: [] })
})

test('what cannot be followed is refused', () => {
  const mixture = randomMixture({ covarianceType: 'diag', componentCount: 3, dimensions: 2 })
  const { frames } = sampleMixture(mixture, 10, 3)
  const start = startFollowing(mixture, 10)
  for (const forgetting of [-0.1, 1.1, NaN])
    expect(() => followWindow(start, frames, { forgetting })).toThrow(/forgetting/)
  expect(() => followWindow(start, frames, { steps: 0 })).toThrow(/steps must be a whole number/)
  expect(() => startFollowing(mixture, -1)).toThrow(/frameWeight must be a number from 0 up/)
  expect(() => followWindow(start, { ...frames, dimensions: 1 })).toThrow(
    expect.objectContaining({ code: 'MODEL_MISMATCH' }),
  )
})

function windowsOf(frames: Frames, length: number): Frames[] {
  const { data, count, dimensions } = frames
  return Array.from({ length: Math.ceil(count / length) }, (_, i) => {
    const part = data.subarray(i * length * dimensions, (i + 1) * length * dimensions)
    return { data: part, count: part.length / dimensions, dimensions }
  })
}

/** Windows of 200 frames of two clusters of variance 1 whose means at window t are `place(t)`. */
function drifting(place: (t: number) => Float64Array, count: number): Frames[] {
  const shape = { covarianceType: 'spherical', componentCount: 2, dimensions: 2 } as const
  const equal = { ...shape, weights: Float64Array.of(0.5, 0.5), covariances: Float64Array.of(1, 1) }
  return Array.from(
    { length: count },
    (_, t) => sampleMixture({ ...equal, means: place(t) }, 200, 100 + t, 'float64').frames,
  )
}
