import { DiagonalExpectation } from './diagonalExpectation'
import type { Expectation } from './expectation'
import type { GaussianMixture } from './gaussianMixture'
import { KernelExpectation } from './kernel/kernelExpectation'
import { kernelLayout } from './kernel/kernelLayout'
import { kernelParameters } from './kernel/kernelParameters'
import { kernelOfThread } from './kernel/loadKernel'
import type { Precision } from './precision'

/**
 * Chooses the E-step for a mixture: the kernel in the precision that was asked for, or in float64 where float32 cannot
 * hold the mixture; plain TypeScript where WebAssembly has no SIMD.
 */
export function expectationOf(mixture: GaussianMixture, precision: Precision, kernel = kernelOfThread()): Expectation {
  if (kernel === null) return new DiagonalExpectation(mixture)
  const layout = kernelLayout(mixture.componentCount, mixture.dimensions, precision)
  const parameters = kernelParameters(mixture, layout, precision)
  if (parameters === null) return expectationOf(mixture, 'float64', kernel)
  return new KernelExpectation(kernel, mixture, precision, layout, parameters, () =>
    precision === 'float32' ? expectationOf(mixture, 'float64', kernel) : new DiagonalExpectation(mixture),
  )
}
