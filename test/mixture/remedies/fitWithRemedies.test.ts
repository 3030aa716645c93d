import { describe, expect, test } from 'vitest'
import { isCepstraError } from '../../../src/cepstraError'
import { conditionNumber } from '../../../src/mixture/conditionNumber'
import { fitMixture, type FitStep } from '../../../src/mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../../../src/mixture/frames'
import {
  covarianceLength,
  covarianceMatrix,
  covarianceTypes,
  type CovarianceType,
} from '../../../src/mixture/gaussianMixture'
import { localPasses } from '../../../src/mixture/framePasses'
import { fitWithRemedies, fitWithRemediesSteps } from '../../../src/mixture/remedies/fitWithRemedies'
import { remedies } from '../../../src/mixture/remedies/remedy'
import { clusteredFrames, framesOf } from '../syntheticFrames'

/** Components with these means, all of the same variance in every column. */
function around(covarianceType: CovarianceType, means: readonly (readonly number[])[], variance: number) {
  const shape = { covarianceType, componentCount: means.length, dimensions: means[0].length }
  const size = shape.dimensions ** 2
  const matrices = covarianceType === 'full' || covarianceType === 'tied'
  return {
    weights: new Float64Array(means.length).fill(1 / means.length),
    means: Float64Array.from(means.flat()),
    covariances: Float64Array.from({ length: covarianceLength(shape) }, (_, at) =>
      !matrices || (at % size) % (shape.dimensions + 1) === 0 ? variance : 0,
    ),
  }
}

/** Three clusters of 200 frames, standard deviation 1, at (0, 0), (20, 0) and (0, 40). */
const threeClusters = concatenateFrames(
  [
    [0, 0],
    [20, 0],
    [0, 40],
  ].map((center, seed) => {
    const data = Float64Array.from(clusteredFrames(200, 2, 1, seed + 1).data)
    const means = [0, 1].map((j) => data.reduce((sum, value, at) => (at % 2 === j ? sum + value : sum), 0) / 200)
    return {
      data: data.map((value, at) => (value - means[at % 2]) / (1 + (at % 2)) + center[at % 2]),
      count: 200,
      dimensions: 2,
    }
  }),
)

/** Frames whose last column is the sum of the others. */
function dependentFrames(count: number): Frames {
  const { data } = clusteredFrames(count, 3, 1)
  const dependent = Float64Array.from(data, (value, at) => (at % 3 === 2 ? data[at - 1] + data[at - 2] : value))
  return { data: dependent, count, dimensions: 3 }
}

describe('without remedies', () => {
  test.each(covarianceTypes)('it is the plain fit, to the last bit (%s)', (covarianceType) => {
    const options = { components: 5, covarianceType, seed: 4, starts: 2 }
    const plain = fitMixture(threeClusters, options)
    expect(fitWithRemedies(threeClusters, options)).toMatchObject({ ...plain, mendings: [] })
  })

  test('what nothing is allowed to mend fails as it did', () => {
    const options = { components: 1, covarianceType: 'full', regCovar: 0 } as const
    expect(() => fitWithRemedies(dependentFrames(50), options)).toThrow(/covariance of component 0 is singular/)
    expect(() => fitWithRemedies(dependentFrames(50), { ...options, remedies: ['prune', 'merge'] })).toThrow(/singular/)
  })

  test('a remedy that there is none of is refused', () => {
    const options = { components: 1, remedies: ['pray' as 'prune'] }
    expect(() => fitWithRemedies(threeClusters, options)).toThrow(/remedies is "pray", but must be one of raise-reg/)
  })
})

test.each(covarianceTypes)('a sound fit is left alone (%s)', (covarianceType) => {
  const options = { components: 3, covarianceType, seed: 1 }
  const mended = fitWithRemedies(threeClusters, { ...options, remedies })
  expect(mended.mendings).toEqual([])
  expect(mended.findings).toEqual([])
  expect(mended.mixture).toEqual(fitMixture(threeClusters, options).mixture)
})

describe('a starved component', () => {
  const starved = (covarianceType: CovarianceType) => ({
    components: 3,
    covarianceType,
    initialization: around(
      covarianceType,
      [
        [10, 0],
        [0, 40],
        [1e6, 1e6],
      ],
      25,
    ),
    maxIterations: 300,
    tolerance: 1e-6,
  })

  test.each(covarianceTypes)('takes half of the heaviest one, and all clusters are found (%s)', (covarianceType) => {
    const { mixture, mendings, findings, lowerBounds } = fitWithRemedies(threeClusters, {
      ...starved(covarianceType),
      remedies: ['reseed'],
    })
    const plain = fitMixture(threeClusters, starved(covarianceType))
    expect(mendings).toHaveLength(1)
    expect(mendings[0].components).toEqual([2])
    expect(mendings[0].sentence).toMatch(
      /^Reseeded component 3, which had fewer than 5 frames, with half of component 1 \(400 frames\), cut across/,
    )
    expect(findings.filter(({ kind }) => kind === 'starved')).toEqual([])
    const near = Array.from(mixture.means, (mean) => Math.abs(Math.round(mean)))
    const centers = [0, 1, 2].map((k) => near.slice(2 * k, 2 * k + 2))
    expect(centers.sort((a, b) => a[0] + 2 * a[1] - b[0] - 2 * b[1])).toEqual([
      [0, 0],
      [20, 0],
      [0, 40],
    ])
    expect(lowerBounds.at(-1)).toBeGreaterThan((plain.lowerBounds.at(-1) ?? 0) + 0.1)
    expect(lowerBounds.slice(0, plain.lowerBounds.length)).toEqual(plain.lowerBounds)
  })

  test('keeps its weight where weights are fixed', () => {
    const { mixture, mendings } = fitWithRemedies(threeClusters, {
      ...starved('diag'),
      fixedWeights: true,
      remedies: ['reseed'],
    })
    expect(mendings).toHaveLength(1)
    for (const weight of mixture.weights) expect(weight).toBeCloseTo(1 / 3, 14)
  })

  test('is left as it was where half of another serves the frames no better', () => {
    const frames = clusteredFrames(300, 2, 1)
    const best = fitMixture(frames, { components: 1 }).mixture
    const { mixture, mendings } = fitWithRemedies(frames, {
      components: 2,
      initialization: {
        weights: Float64Array.of(1, 0),
        means: Float64Array.of(...best.means, 1e6, 1e6),
        covariances: Float64Array.of(...best.covariances, 1, 1),
      },
      maxIterations: 1,
      remedies: ['reseed'],
    })
    expect(mendings.map(({ sentence }) => sentence).join()).toMatch(
      /Taken back: the mean log-likelihood would have gone from -[\d.]+ to -[\d.]+\.$/,
    )
    expect([...mixture.means.subarray(2)]).toEqual([1e6, 1e6])
  })

  test('has nothing to take where all frames are alike', () => {
    const still = framesOf(Array.from({ length: 40 }, () => [3, 4]))
    const { mendings } = fitWithRemedies(still, { components: 3, remedies: ['reseed'] })
    expect(mendings).toEqual([])
  })

  test.each(covarianceTypes)('is dropped, and the others share its weight (%s)', (covarianceType) => {
    const { mixture, mendings, findings } = fitWithRemedies(threeClusters, {
      ...starved(covarianceType),
      remedies: ['prune'],
    })
    expect(mixture.componentCount).toBe(2)
    expect(mixture.weights[0] + mixture.weights[1]).toBeCloseTo(1, 14)
    expect(mixture.covariances).toHaveLength(covarianceLength(mixture))
    expect(mendings[0].sentence).toBe('Dropped component 3, which had fewer than 5 frames: 2 components are left.')
    expect(findings.filter(({ kind }) => kind === 'starved')).toEqual([])
  })

  test('is reseeded before it is dropped', () => {
    const { mixture, mendings } = fitWithRemedies(threeClusters, { ...starved('full'), remedies: ['prune', 'reseed'] })
    expect(mendings.map(({ remedy }) => remedy)).toEqual(['reseed'])
    expect(mixture.componentCount).toBe(3)
  })
})

test.each(covarianceTypes)('components that do one work twice become one (%s)', (covarianceType) => {
  const twice = around(
    covarianceType,
    [
      [0, 40],
      [10, 0],
      [10, 0],
      [10, 0],
    ],
    25,
  )
  const options = { components: 4, covarianceType, initialization: twice, maxIterations: 200 }
  const { mixture, mendings, findings } = fitWithRemedies(threeClusters, { ...options, remedies: ['merge'] })
  expect(mendings.map(({ sentence }) => sentence)).toEqual([
    'Merged components 2 and 3, which overlapped by more than 95 %: 3 components are left.',
    'Merged components 2 and 3, which overlapped by more than 95 %: 2 components are left.',
  ])
  expect(findings.filter(({ kind }) => kind === 'duplicates')).toEqual([])
  expect([...mixture.weights].sort()).toEqual([expect.closeTo(1 / 3, 6), expect.closeTo(2 / 3, 6)])
})

describe('a singular covariance', () => {
  test.each(['full', 'tied'] as const)('is held up by a higher regCovar (%s)', (covarianceType) => {
    const frames = dependentFrames(300)
    const options = { components: 1, covarianceType, regCovar: 0 }
    const { mixture, mendings, options: last } = fitWithRemedies(frames, { ...options, remedies: ['raise-reg-covar'] })
    expect(last.regCovar).toBeGreaterThan(0)
    expect(last.regCovar).toBeLessThan(0.1)
    expect(mendings[0].sentence).toMatch(
      /^Raised regCovar from 0 to [\d.e-]+\. Before, the (tied )?covariance .*singular/,
    )
    expect(conditionNumber(covarianceMatrix(mixture, 0), 3)).toBeLessThan(1e6)
  })

  test('that is only nearly so is made well conditioned', () => {
    const frames = dependentFrames(300)
    const { data } = clusteredFrames(300, 3, 1, 9)
    const nearly = { ...frames, data: frames.data.map((value, at) => value + 1e-3 * data[at]) }
    const { mixture, mendings, findings } = fitWithRemedies(nearly, {
      components: 1,
      covarianceType: 'full',
      remedies: ['raise-reg-covar'],
    })
    expect(mendings[0].sentence).toContain('condition number')
    expect(conditionNumber(covarianceMatrix(mixture, 0), 3)).toBeLessThan(1e6)
    expect(findings.filter(({ kind }) => kind === 'ill-conditioned')).toEqual([])
  })

  test.each([
    ['full', 'diag'],
    ['tied', 'diag'],
  ] as const)('makes way for diagonal ones (%s)', (covarianceType, simpler) => {
    const frames = dependentFrames(300)
    const { mixture, mendings, options } = fitWithRemedies(frames, {
      components: 2,
      covarianceType,
      regCovar: 0,
      remedies: ['simplify-covariance'],
    })
    expect(mixture.covarianceType).toBe(simpler)
    expect(options.covarianceType).toBe(simpler)
    expect(mendings.map(({ remedy }) => remedy)).toEqual(['simplify-covariance'])
    expect(mendings[0].sentence).toMatch(/^Went over from (full|tied) to diagonal covariances\. Before, .* singular\.$/)
  })

  test('of given parameters makes way too, with what they know', () => {
    const frames = dependentFrames(300)
    const rows = [0, 1].map((i) => Array.from(frames.data.subarray(3 * i, 3 * i + 3)))
    const options = { components: 2, regCovar: 0, maxIterations: 5 }
    const { mixture } = fitWithRemedies(frames, {
      ...options,
      covarianceType: 'full',
      initialization: around('full', rows, 9),
      remedies: ['simplify-covariance'],
    })
    expect(mixture).toEqual(fitMixture(frames, { ...options, initialization: around('diag', rows, 9) }).mixture)
  })

  test('of variances of 0 makes way for spherical ones', () => {
    const flat = framesOf(Array.from({ length: 50 }, (_, i) => [i % 7, 5]))
    const options = { components: 1, regCovar: 0, remedies: ['simplify-covariance'] } as const
    expect(fitWithRemedies(flat, options).mixture.covarianceType).toBe('spherical')
  })
})

test('components that sit on silence get more than regCovar leaves them', () => {
  const still = framesOf(Array.from({ length: 60 }, () => [40, -40]))
  const frames = concatenateFrames([clusteredFrames(300, 2, 1), still])
  const { options, mixture, mendings } = fitWithRemedies(frames, { components: 2, remedies: ['raise-reg-covar'] })
  expect(mendings).toHaveLength(1)
  expect(options.regCovar).toBeGreaterThan(1e-3)
  expect(Math.min(...mixture.covariances)).toBeGreaterThanOrEqual(options.regCovar)
})

test('too few frames for full covariances are enough for diagonal ones', () => {
  const frames = clusteredFrames(300, 13, 3)
  const { mixture, mendings, findings } = fitWithRemedies(frames, {
    components: 3,
    covarianceType: 'full',
    remedies: ['simplify-covariance'],
  })
  expect(mixture.covarianceType).toBe('diag')
  expect(mendings[0].sentence).toContain('300 frames for 3 components')
  expect(findings).toEqual([])
})

test('frames that are read a part at a time are mended as those in memory', () => {
  const streamed = localPasses({
    count: threeClusters.count,
    dimensions: 2,
    read: (from, to) => ({ data: threeClusters.data.slice(2 * from, 2 * to), count: to - from, dimensions: 2 }),
  })
  const options = { components: 9, covarianceType: 'full', seed: 2, initialization: 'random-frames', remedies } as const
  const inMemory = fitWithRemedies(threeClusters, options)
  expect(inMemory.mendings.length).toBeGreaterThan(0)
  expect(fitWithRemedies(streamed, options)).toEqual(inMemory)
})

describe('told to stop', () => {
  const options = {
    components: 3,
    initialization: around(
      'diag',
      [
        [10, 0],
        [0, 40],
        [1e6, 1e6],
      ],
      25,
    ),
    tolerance: 1e-9,
    remedies: ['reseed'],
  } as const

  /** Runs until `when` holds for a step, then says stop. */
  function stoppedWhen(when: (step: FitStep, index: number) => boolean) {
    const steps = fitWithRemediesSteps(threeClusters, options)
    let next = steps.next()
    for (let index = 0; !next.done; index++) next = steps.next(when(next.value, index) ? 'stop' : undefined)
    return next.value
  }

  test('before there is a mixture it is canceled', () => {
    let code = ''
    try {
      stoppedWhen((_, index) => index === 0)
    } catch (error) {
      if (isCepstraError(error)) code = error.code
    }
    expect(code).toBe('CANCELLED')
  })

  test('during the fit it keeps what that had', () => {
    const { stopped, mixture, mendings, lowerBounds } = stoppedWhen((step) => step.iteration === 2)
    expect(stopped).toBe(true)
    expect(mendings).toEqual([])
    expect(lowerBounds.length).toBeLessThanOrEqual(2)
    expect(mixture.means[4]).toBe(1e6)
  })

  test('after a mending it keeps the better of the mixtures before and after', () => {
    let fitted = 0
    const result = stoppedWhen(({ iteration, lowerBound }) => {
      if (lowerBound !== null && iteration === 1) fitted++
      return fitted === 2 && iteration === 2
    })
    expect(result.stopped).toBe(true)
    expect(result.converged).toBe(false)
    const plain = fitMixture(threeClusters, options)
    const kept = result.lowerBounds.at(-1) ?? -Infinity
    expect(kept).toBeGreaterThanOrEqual(plain.lowerBounds.at(-1) ?? 0)
  })
})
