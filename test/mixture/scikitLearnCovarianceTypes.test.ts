import { describe, test } from 'vitest'
import { precisionsCholesky } from '../../src/mixture/componentDensities'
import { fitMixture } from '../../src/mixture/expectationMaximization'
import type { CovarianceType } from '../../src/mixture/gaussianMixture'
import type { Precision } from '../../src/mixture/precision'
import { responsibilities, scoreSamples } from '../../src/mixture/score'
import { informationCriteria } from '../../src/mixture/selection/informationCriteria'
import { expectClose, firstFrames, goldenJson, scalesOf, speechFrames } from './golden'

interface Golden {
  readonly scikitLearn: string
  readonly iterations: number
  readonly cases: readonly {
    readonly covarianceType: CovarianceType
    readonly start: Record<'weights' | 'means' | 'covariances', readonly number[]>
    readonly expected: Record<
      'weights' | 'means' | 'covariances' | 'precisionsCholesky' | 'lowerBounds' | 'responsibilities' | 'scores',
      readonly number[]
    > &
      Record<'aic' | 'bic', number>
  }[]
}

// Made by test/golden/make_covariance_types.py.
const golden = goldenJson('covarianceTypes.json') as Golden
const frames = speechFrames()

describe(`on speech, like scikit-learn ${golden.scikitLearn} after ${golden.iterations} iterations`, () => {
  const limits: [Precision, number][] = [
    ['float64', 1e-8],
    ['float32', 1e-4],
  ]
  for (const [precision, relative] of limits) {
    test.each(golden.cases)(`$covarianceType within ${relative} in ${precision}`, (each) => {
      const { covarianceType, start, expected } = each
      const { mixture, lowerBounds } = fitMixture(frames, {
        components: start.weights.length,
        covarianceType,
        maxIterations: golden.iterations,
        tolerance: 0,
        precision,
        initialization: {
          weights: Float64Array.from(start.weights),
          means: Float64Array.from(start.means),
          covariances: Float64Array.from(start.covariances),
        },
      })
      const scales = scalesOf(mixture)
      expectClose('lower bound', lowerBounds, expected.lowerBounds, relative)
      expectClose('weight', mixture.weights, expected.weights, relative)
      expectClose('mean', mixture.means, expected.means, relative, scales.means)
      expectClose('covariance', mixture.covariances, expected.covariances, relative, scales.covariances)
      expectClose('precision', precisionsCholesky(mixture), expected.precisionsCholesky, relative, scales.precisions)
      const { aic, bic } = informationCriteria(mixture, frames)
      expectClose('criterion', [aic, bic], [expected.aic, expected.bic], relative)
      expectClose('score', scoreSamples(mixture, frames, precision), expected.scores, relative)
      const some = firstFrames(frames, expected.responsibilities.length / mixture.componentCount)
      expectClose('responsibility', responsibilities(mixture, some), expected.responsibilities, relative, 1)
    })
  }
})
