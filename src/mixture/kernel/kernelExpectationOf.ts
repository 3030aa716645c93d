import type { ComponentDensities } from '../componentDensities'
import type { Expectation } from '../expectation'
import type { Precision } from '../precision'
import { ReferenceExpectation } from '../referenceExpectation'
import { momentFormOf } from '../sufficientStatistics'
import { diagonalForm } from './diagonalForm'
import { fullForm } from './fullForm'
import { KernelExpectation } from './kernelExpectation'
import type { Kernel } from './loadKernel'

/** The kernel's E-step, in float64 where float32 cannot hold the mixture well enough; null where float64 cannot either. */
export function kernelExpectationOf(
  kernel: Kernel,
  densities: ComponentDensities,
  precision: Precision,
): Expectation | null {
  const inFloat64 = () => (precision === 'float32' ? kernelExpectationOf(kernel, densities, 'float64') : null)
  const formOf = momentFormOf(densities.covarianceType) === 'full' ? fullForm : diagonalForm
  const form = formOf(densities, precision)
  if (form === null) return inFloat64()
  return new KernelExpectation(kernel, form, () => inFloat64() ?? new ReferenceExpectation(densities))
}
