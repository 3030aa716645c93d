import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fitBayesianMixture,
  fitBayesianMixtureSteps,
  type BayesianFitOptions,
} from '../../../src/mixture/bayesian/bayesianMixture'
import { weightPriors } from '../../../src/mixture/bayesian/bayesianWeights'
import { responsibilityEntropy } from '../../../src/mixture/bayesian/bayesianLowerBound'
import { densitiesOf } from '../../../src/mixture/componentDensities'
import { fitMixture } from '../../../src/mixture/expectationMaximization'
import { localPasses } from '../../../src/mixture/framePasses'
import type { Frames } from '../../../src/mixture/frames'
import { framesInMemory } from '../../../src/mixture/frameSource'
import { checkMixture, covarianceTypes, type CovarianceType } from '../../../src/mixture/gaussianMixture'
import { responsibilities } from '../../../src/mixture/score'
import { momentFormOf, SufficientStatistics } from '../../../src/mixture/sufficientStatistics'
import { clusteredFrames, framesOf } from '../syntheticFrames'

/** Frames on a coarse grid, duplicates on purpose, with shares of K components for each. */
const anyStart = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 40 }), fc.integer({ min: 1, max: 5 }))
  .chain(([dimensions, count, components]) => {
    const rows = (length: number, value: fc.Arbitrary<number>) =>
      fc.array(fc.array(value, { minLength: length, maxLength: length }), { minLength: count, maxLength: count })
    return fc.tuple(
      rows(dimensions, fc.integer({ min: -40, max: 40 })),
      rows(components, fc.integer({ min: 1, max: 20 })),
    )
  })
  .map(([frames, shares]) => ({ frames: framesOf(frames), components: shares[0].length, shares: sharesOf(shares) }))

const anyCovarianceType = fc.constantFrom(...covarianceTypes)
const anyWeightPrior = fc.constantFrom(...weightPriors)

describe('whatever the frames', () => {
  test('the lower bound never falls without regCovar', () => {
    fc.assert(
      fc.property(anyStart, anyCovarianceType, anyWeightPrior, (start, covarianceType, weightPrior) => {
        const { frames, components, shares } = start
        const { lowerBounds } = fitBayesianMixture(frames, {
          components,
          covarianceType,
          initialization: { responsibilities: shares },
          regCovar: 0,
          tolerance: 0,
          maxIterations: 30,
          priors: { weightPrior, covariance: someCovariance(covarianceType, frames.dimensions) },
        })
        expect(lowerBounds).toHaveLength(30)
        for (let i = 1; i < lowerBounds.length; i++) {
          expect(lowerBounds[i]).toBeGreaterThanOrEqual(lowerBounds[i - 1] - 1e-11 * Math.abs(lowerBounds[i]) - 1e-9)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('the mixture is a valid one, and its weights sum to 1', () => {
    fc.assert(
      fc.property(
        anyStart,
        anyCovarianceType,
        anyWeightPrior,
        fc.boolean(),
        (start, covarianceType, weightPrior, prune) => {
          const { frames, components } = start
          const { mixture, effectiveComponents } = fitBayesianMixture(frames, {
            components,
            covarianceType,
            prune,
            priors: { weightPrior, covariance: someCovariance(covarianceType, frames.dimensions) },
          })
          checkMixture(mixture)
          expect(mixture.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
          if (prune) expect(mixture.componentCount).toBe(effectiveComponents.length)
        },
      ),
    )
  })
})

describe('on three clusters with ten components', () => {
  const frames = clusteredFrames(900, 2, 3)

  test.each(covarianceTypes.flatMap((type) => weightPriors.map((prior) => [type, prior] as const)))(
    '%s under a %s prior empties seven of them',
    (covarianceType, weightPrior) => {
      const options: BayesianFitOptions = {
        components: 10,
        covarianceType,
        maxIterations: 2000,
        tolerance: 1e-6,
        priors: { weightPrior },
      }
      const { mixture, effectiveComponents } = fitBayesianMixture(frames, options)
      expect(mixture.componentCount).toBe(10)
      expect(effectiveComponents).toHaveLength(3)
      const pruned = fitBayesianMixture(frames, { ...options, prune: true })
      expect(pruned.mixture.componentCount).toBe(3)
      expect(pruned.posterior.componentCount).toBe(10)
      const alone = fitMixture(frames, { components: 3, covarianceType, seed: 3, starts: 5, tolerance: 1e-9 }).mixture
      const nearest = Array.from({ length: 3 }, (_, k) => nearestMean(alone.means, pruned.mixture.means, k))
      expect(new Set(nearest.map(({ index }) => index)).size).toBe(3)
      for (const { distance } of nearest) expect(distance).toBeLessThan(0.3)
    },
  )
})

test('the entropy out of the sums of a pass is that of the responsibilities', () => {
  const frames = clusteredFrames(300, 3, 4)
  for (const covarianceType of covarianceTypes) {
    const { mixture } = fitMixture(frames, { components: 4, covarianceType, maxIterations: 2 })
    const densities = densitiesOf(mixture)
    const pass = localPasses(framesInMemory(frames)).sums({ kind: 'expect', densities, precision: 'float64' })
    let next = pass.next()
    while (!next.done) next = pass.next()
    const statistics = new SufficientStatistics(momentFormOf(covarianceType), 4, mixture.means, next.value)
    const entropy = responsibilities(mixture, frames).reduce((sum, r) => sum - (r > 0 ? r * Math.log(r) : 0), 0)
    expect(responsibilityEntropy(densities, statistics)).toBeCloseTo(entropy, 8)
  }
})

test('a frame of weight 2 counts like two equal frames', () => {
  const once = clusteredFrames(60, 2, 3)
  const doubled = framesOf([...rowsOf(once), ...rowsOf(once).slice(0, 20)])
  const weights = Float64Array.from({ length: 60 }, (_, i) => (i < 20 ? 2 : 1))
  const shares = sharesOf(rowsOf(once).map((_, i) => [1 + (i % 7), 1 + (i % 3), 2]))
  const fit = (frames: Frames, given: Float64Array) =>
    fitBayesianMixture(frames, {
      components: 3,
      covarianceType: 'full',
      initialization: { responsibilities: given },
      maxIterations: 5,
      tolerance: 0,
    })
  const weighted = fit({ ...once, weights }, shares)
  const plain = fit(doubled, Float64Array.from([...shares, ...shares.subarray(0, 60)]))
  for (let i = 0; i < 5; i++) expect(weighted.lowerBounds[i]).toBeCloseTo(plain.lowerBounds[i], 8)
  for (let at = 0; at < 6; at++) expect(weighted.mixture.means[at]).toBeCloseTo(plain.mixture.means[at], 9)
})

test('the best of several starts is kept', () => {
  const frames = clusteredFrames(300, 2, 5)
  const options = { components: 5, initialization: 'random-responsibilities', maxIterations: 20 } as const
  const steps = fitBayesianMixtureSteps(frames, { ...options, starts: 4 })
  const last: number[] = []
  let next = steps.next()
  while (!next.done) {
    if (next.value.lowerBound !== null) last[next.value.start] = next.value.lowerBound
    next = steps.next()
  }
  expect(last).toHaveLength(4)
  expect(next.value.lowerBounds.at(-1)).toBe(Math.max(...last))
})

test('told to stop, it returns what it has', () => {
  const steps = fitBayesianMixtureSteps(clusteredFrames(300, 2, 3), { components: 4, tolerance: 0 })
  let next = steps.next()
  while (!next.done)
    next = steps.next(next.value.iteration === 3 && next.value.lowerBound !== null ? 'stop' : undefined)
  expect(next.value.stopped).toBe(true)
  expect(next.value.lowerBounds).toHaveLength(3)
  checkMixture(next.value.mixture)
})

test('by the parameters rule it rests when nothing moves any more', () => {
  const options = { components: 3, stop: 'parameters', tolerance: 1e-6, maxIterations: 500 } as const
  const { converged, lowerBounds } = fitBayesianMixture(clusteredFrames(300, 2, 3), options)
  expect(converged).toBe(true)
  expect(lowerBounds.length).toBeLessThan(500)
})

describe('says what is wrong', () => {
  const frames = clusteredFrames(20, 2, 2)
  const covariance = Float64Array.of(1, 1)
  test.each<[string, Frames, Partial<BayesianFitOptions>]>([
    [
      "The prior's weightConcentration must be a number above 0, but is 0",
      frames,
      { priors: { weightConcentration: 0 } },
    ],
    ["The prior's meanPrecision must be a number above 0, but is -1", frames, { priors: { meanPrecision: -1 } }],
    ["The prior's degreesOfFreedom must be a number above 1, but is 1", frames, { priors: { degreesOfFreedom: 1 } }],
    ["The prior's mean must be 2 finite numbers", frames, { priors: { mean: Float64Array.of(1) } }],
    ["The prior's covariance must be 2 variances above 0", frames, { priors: { covariance: Float64Array.of(1, 0) } }],
    [
      'positive definite 2 x 2 matrix for full covariances, but is 4 numbers: 1, 2, 2, 1',
      frames,
      { covarianceType: 'full', priors: { covariance: Float64Array.of(1, 2, 2, 1) } },
    ],
    [
      'Column 1 holds the same value in every frame',
      framesOf([
        [1, 5],
        [2, 5],
        [4, 5],
      ]),
      {},
    ],
    [
      'Some column is a sum of others',
      framesOf([
        [1, 2],
        [2, 4],
        [4, 8],
      ]),
      { covarianceType: 'full' },
    ],
    ['One frame has no covariance', framesOf([[1, 2]]), { components: 1 }],
    ['40 responsibilities, but 3 are given', frames, { initialization: { responsibilities: new Float64Array(3) } }],
    [
      'responsibilities of frame 0 must be numbers from 0 up that sum to 1, but are 0.7, 0.7',
      frames,
      { initialization: { responsibilities: new Float64Array(40).fill(0.7) } },
    ],
    ['2 components need at least 2 frames', framesOf([[1, 2]]), { priors: { covariance } }],
    ['emptyBelow must be a number from 0 up', frames, { emptyBelow: -1 }],
  ])('%s', (message, given, options) => {
    expect(() => fitBayesianMixture(given, { components: 2, ...options })).toThrow(message)
  })
})

function sharesOf(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(
    rows.flatMap((row) => row.map((share) => share / row.reduce((sum, value) => sum + value, 0))),
  )
}

function rowsOf({ data, count, dimensions }: Frames): number[][] {
  return Array.from({ length: count }, (_, i) => Array.from(data.subarray(i * dimensions, (i + 1) * dimensions)))
}

/** A positive definite prior of the type's shape. */
function someCovariance(covarianceType: CovarianceType, dimensions: number): Float64Array {
  if (covarianceType === 'spherical') return Float64Array.of(30)
  if (covarianceType === 'diag') return new Float64Array(dimensions).fill(30)
  return Float64Array.from({ length: dimensions ** 2 }, (_, at) => (at % (dimensions + 1) === 0 ? 30 : 3))
}

function nearestMean(means: Float64Array, others: Float64Array, k: number): { index: number; distance: number } {
  const distances = [0, 1, 2].map((other) =>
    Math.hypot(means[2 * k] - others[2 * other], means[2 * k + 1] - others[2 * other + 1]),
  )
  const distance = Math.min(...distances)
  return { index: distances.indexOf(distance), distance }
}
