import type { BoundsCheck } from './boundsCheck'
import type { CenterDrift } from './frameBounds'
import { kernelBoundsCheck } from './kernel/kernelBoundsCheck'
import { boundsKernelOfThread } from './kernel/loadBoundsKernel'
import { referenceBoundsCheck } from './referenceBoundsCheck'

/** The check of bounds from `centers` (K x D): by the kernel, or in plain TypeScript where WebAssembly has no SIMD. */
export function boundsCheckOf(
  centers: Float64Array,
  dimensions: number,
  drift: CenterDrift,
  kernel = boundsKernelOfThread(),
): BoundsCheck {
  return kernel === null ? referenceBoundsCheck(drift) : kernelBoundsCheck(kernel, centers, dimensions, drift)
}
