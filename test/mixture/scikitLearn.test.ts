import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fitMixture, type FitResult } from '../../src/mixture/expectationMaximization'
import type { Frames } from '../../src/mixture/frames'
import type { Precision } from '../../src/mixture/precision'
import { responsibilities, scoreSamples } from '../../src/mixture/score'
import { informationCriteria } from '../../src/mixture/selection/informationCriteria'

interface Golden {
  readonly scikitLearn: string
  readonly cases: readonly {
    readonly name: string
    readonly options: { readonly tolerance: number; readonly maxIterations: number; readonly regCovar: number }
    readonly count: number
    readonly dimensions: number
    readonly frames: readonly number[]
    readonly start: Record<'weights' | 'means' | 'covariances', readonly number[]>
    readonly expected: {
      readonly weights: readonly number[]
      readonly means: readonly number[]
      readonly covariances: readonly number[]
      readonly lowerBound: number
      readonly iterations: number
      readonly converged: boolean
      readonly scores: readonly number[]
      readonly responsibilities: readonly number[]
      readonly bic: number
      readonly aic: number
    }
  }[]
}

// Made by test/golden/make_mixtures.py.
const golden = JSON.parse(readFileSync(new URL('../golden/mixtures.json', import.meta.url), 'utf8')) as Golden

describe(`like scikit-learn ${golden.scikitLearn} from the same start`, () => {
  test.each(golden.cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const { frames, result } = fitGolden(each, 'float64')
    const { mixture } = result
    const { expected } = each
    expect(result.lowerBounds).toHaveLength(expected.iterations)
    expect(result.converged).toBe(expected.converged)
    expectClose([result.lowerBounds[expected.iterations - 1]], [expected.lowerBound])
    expectClose(mixture.weights, expected.weights)
    expectClose(mixture.means, expected.means)
    expectClose(mixture.covariances, expected.covariances)
    expectClose(scoreSamples(mixture, frames), expected.scores)
    const shares = responsibilities(mixture, frames).subarray(0, expected.responsibilities.length)
    expectClose(shares, expected.responsibilities, { absolute: 1e-9 })
    const { bic, aic } = informationCriteria(mixture, frames)
    expectClose([bic, aic], [expected.bic, expected.aic])
  })
})

test.each(golden.cases.map((each) => [each.name, each] as const))('float32 stays within 1e-4: %s', (_name, each) => {
  const { expected } = each
  // As many iterations: where the tolerance is finer than float32 resolves, it would come to rest one or two earlier.
  const options = { ...each.options, tolerance: 0, maxIterations: expected.iterations }
  const { lowerBounds, mixture } = fitGolden({ ...each, options }, 'float32').result
  expectClose([lowerBounds[lowerBounds.length - 1]], [expected.lowerBound], { relative: 1e-6 })
  expectClose(mixture.weights, expected.weights, { relative: 1e-4 })
  expectClose(mixture.covariances, expected.covariances, { relative: 1e-4 })
  // A mean may be near 0 in a column of thousands: its measure is the standard deviation.
  const shifts = mixture.means.map((mean, at) => (mean - expected.means[at]) / Math.sqrt(expected.covariances[at]))
  expectClose(shifts, new Float64Array(shifts.length), { absolute: 1e-4 })
})

function fitGolden(each: Golden['cases'][number], precision: Precision): { frames: Frames; result: FitResult } {
  const frames = { data: Float32Array.from(each.frames), count: each.count, dimensions: each.dimensions }
  const { weights, means, covariances } = each.start
  const result = fitMixture(frames, {
    ...each.options,
    precision,
    components: weights.length,
    initialization: {
      weights: Float64Array.from(weights),
      means: Float64Array.from(means),
      covariances: Float64Array.from(covariances),
    },
  })
  return { frames, result }
}

/** Equal to `relative` of the expected value, or to `absolute` near zero. */
function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative = 1e-9, absolute = 1e-12 } = {},
): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i])
    if (!(difference <= relative * Math.abs(expected[i]) + absolute)) {
      expect.fail(`entry ${i} is ${actual[i]}, but should be ${expected[i]} (off by ${difference})`)
    }
  }
}
