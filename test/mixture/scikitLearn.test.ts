import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import { responsibilities, scoreSamples } from '../../src/mixture/score'
import { informationCriteria } from '../../src/mixture/selection'

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
    const frames = { data: Float32Array.from(each.frames), count: each.count, dimensions: each.dimensions }
    const { weights, means, covariances } = each.start
    const result = fitMixture(frames, {
      ...each.options,
      components: weights.length,
      initialization: {
        weights: Float64Array.from(weights),
        means: Float64Array.from(means),
        covariances: Float64Array.from(covariances),
      },
    })
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
    expectClose(shares, expected.responsibilities, 1e-9)
    const { bic, aic } = informationCriteria(mixture, frames)
    expectClose([bic, aic], [expected.bic, expected.aic])
  })
})

/** Equal to 1e-9 of the expected value, or to `absolute` near zero. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, absolute = 1e-12): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i])
    if (!(difference <= 1e-9 * Math.abs(expected[i]) + absolute)) {
      expect.fail(`entry ${i} is ${actual[i]}, but should be ${expected[i]} (off by ${difference})`)
    }
  }
}
