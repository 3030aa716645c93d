import { DiagonalExpectation } from './diagonalExpectation'
import type { Expectation } from './expectation'
import type { GaussianMixture } from './gaussianMixture'

/** Chooses the E-step that fits a mixture's covariances. */
export function expectationOf(mixture: GaussianMixture): Expectation {
  return new DiagonalExpectation(mixture)
}
