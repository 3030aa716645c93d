import type { ComponentDensities } from './componentDensities'
import type { Expectation } from './expectation'
import { KernelExpectation } from './kernel/kernelExpectation'
import { kernelLayout } from './kernel/kernelLayout'
import { kernelParameters } from './kernel/kernelParameters'
import { kernelOfThread } from './kernel/loadKernel'
import type { Precision } from './precision'
import { ReferenceExpectation } from './referenceExpectation'

/**
 * Chooses the E-step for a mixture: the kernel in the precision that was asked for, or in float64 where float32 cannot
 * hold the mixture; plain TypeScript where WebAssembly has no SIMD.
 */
export function expectationOf(
  densities: ComponentDensities,
  precision: Precision,
  kernel = kernelOfThread(),
): Expectation {
  const { covarianceType, componentCount, dimensions } = densities
  if (kernel === null || covarianceType === 'full' || covarianceType === 'tied') {
    return new ReferenceExpectation(densities)
  }
  const layout = kernelLayout(componentCount, dimensions, precision)
  const parameters = kernelParameters(densities, layout, precision)
  if (parameters === null) return expectationOf(densities, 'float64', kernel)
  return new KernelExpectation(kernel, densities, precision, layout, parameters, () =>
    precision === 'float32' ? expectationOf(densities, 'float64', kernel) : new ReferenceExpectation(densities),
  )
}
