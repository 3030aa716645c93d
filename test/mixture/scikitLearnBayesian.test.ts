import { describe, expect, test } from 'vitest'
import { bayesianDensities } from '../../src/mixture/bayesian/bayesianDensities'
import { fitBayesianMixture } from '../../src/mixture/bayesian/bayesianMixture'
import type { BayesianPriors } from '../../src/mixture/bayesian/bayesianPriors'
import type { CovarianceType } from '../../src/mixture/gaussianMixture'
import type { Precision } from '../../src/mixture/precision'
import { ReferenceExpectation } from '../../src/mixture/referenceExpectation'
import { expectClose, firstFrames, givenResponsibilities, goldenJson, scalesOf, speechFrames } from './golden'

interface Golden {
  readonly scikitLearn: string
  readonly iterations: number
  readonly cases: readonly {
    readonly name: string
    readonly covarianceType: CovarianceType
    readonly weightPrior: 'process' | 'distribution'
    readonly priors: {
      readonly weightConcentration?: number
      readonly meanPrecision?: number
      readonly mean?: readonly number[]
      readonly degreesOfFreedom?: number
      readonly covariance?: number | readonly number[]
    }
    readonly expected: Record<
      | 'weights'
      | 'means'
      | 'covariances'
      | 'precisionsCholesky'
      | 'meanPrecision'
      | 'degreesOfFreedom'
      | 'weightConcentration'
      | 'lowerBounds'
      | 'responsibilities'
      | 'scores',
      readonly number[]
    >
  }[]
}

// Made by test/golden/make_bayesian.py.
const golden = goldenJson('bayesian.json') as Golden
const frames = speechFrames()

describe(`Bayesian on speech, like scikit-learn ${golden.scikitLearn} after ${golden.iterations} iterations`, () => {
  const limits: [Precision, number][] = [
    ['float64', 1e-8],
    ['float32', 1e-4],
  ]
  for (const [precision, relative] of limits) {
    test.each(golden.cases)(`$name, within ${relative} in ${precision}`, (each) => {
      const { covarianceType, expected } = each
      const { mixture, posterior, lowerBounds } = fitBayesianMixture(frames, {
        components: expected.weights.length,
        covarianceType,
        maxIterations: golden.iterations,
        tolerance: 0,
        precision,
        initialization: { responsibilities: givenResponsibilities() },
        priors: priorsOf(each),
      })
      const scales = scalesOf(mixture)
      expectClose('lower bound', lowerBounds, expected.lowerBounds, relative)
      expectClose('weight', mixture.weights, expected.weights, relative)
      expectClose('mean', mixture.means, expected.means, relative, scales.means)
      expectClose('covariance', mixture.covariances, expected.covariances, relative, scales.covariances)
      expectClose('precision', posterior.precisionsCholesky, expected.precisionsCholesky, relative, scales.precisions)
      expectClose('mean precision', posterior.meanPrecision, expected.meanPrecision, relative)
      const freedom = posterior.degreesOfFreedom.subarray(0, expected.degreesOfFreedom.length)
      expectClose('degrees of freedom', freedom, expected.degreesOfFreedom, relative)
      expectClose('concentration', posterior.weightConcentration, expected.weightConcentration, relative)
      const some = firstFrames(frames, expected.scores.length)
      const { scores, responsibilities } = scored(some, new ReferenceExpectation(bayesianDensities(posterior)))
      expectClose('score', scores, expected.scores, relative)
      expectClose('responsibility', responsibilities, expected.responsibilities, relative, 1)
    })
  }

  test('with every covariance type under either prior of the weights', () => {
    const kinds = new Set(golden.cases.map(({ covarianceType, weightPrior }) => `${covarianceType} ${weightPrior}`))
    expect(kinds.size).toBe(8)
  })
})

function priorsOf({ weightPrior, priors }: Golden['cases'][number]): Partial<BayesianPriors> {
  const { mean, covariance, ...numbers } = priors
  return {
    weightPrior: `dirichlet-${weightPrior}`,
    ...numbers,
    ...(mean === undefined ? {} : { mean: Float64Array.from(mean) }),
    ...(covariance === undefined ? {} : { covariance: Float64Array.from([covariance].flat()) }),
  }
}

function scored(
  some: ReturnType<typeof speechFrames>,
  expectation: ReferenceExpectation,
): { scores: Float64Array; responsibilities: Float64Array } {
  const scores = new Float64Array(some.count)
  expectation.logDensities(some, 0, some.count, scores)
  const joint = new Float64Array(some.count * 8)
  expectation.jointLogDensities(some, 0, some.count, joint)
  return { scores, responsibilities: joint.map((value, at) => Math.exp(value - scores[Math.floor(at / 8)])) }
}
