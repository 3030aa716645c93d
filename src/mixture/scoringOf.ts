import { densitiesOf } from './componentDensities'
import type { Expectation } from './expectation'
import { expectationOf } from './expectationOf'
import type { GaussianMixture } from './gaussianMixture'
import type { Precision } from './precision'

const prepared = {
  float32: new WeakMap<GaussianMixture, Expectation>(),
  float64: new WeakMap<GaussianMixture, Expectation>(),
} as const

/**
 * The E-step of a fitted mixture for scoring, prepared the first time and kept as long as the mixture itself: preparing takes
 * about as long as scoring a second of sound, which a bank of many labels would spend anew on every recording.
 */
export function scoringOf(mixture: GaussianMixture, precision: Precision): Expectation {
  const kept = prepared[precision].get(mixture)
  if (kept) return kept
  const expectation = expectationOf(densitiesOf(mixture), precision)
  prepared[precision].set(mixture, expectation)
  return expectation
}
