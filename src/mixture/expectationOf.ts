import type { ComponentDensities } from './componentDensities'
import type { Expectation } from './expectation'
import { kernelExpectationOf } from './kernel/kernelExpectationOf'
import { kernelOfThread } from './kernel/loadKernel'
import type { Precision } from './precision'
import { ReferenceExpectation } from './referenceExpectation'

/**
 * Chooses the E-step for a mixture: the kernel in the precision that was asked for, or in float64 where float32 cannot
 * hold the mixture; plain TypeScript where float64 cannot either or WebAssembly has no SIMD.
 */
export function expectationOf(
  densities: ComponentDensities,
  precision: Precision,
  kernel = kernelOfThread(),
): Expectation {
  const expectation = kernel && kernelExpectationOf(kernel, densities, precision)
  return expectation ?? new ReferenceExpectation(densities)
}
