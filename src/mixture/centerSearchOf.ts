import type { CenterSearch } from './centerSearch'
import { kernelCenterSearch } from './kernel/kernelCenterSearch'
import { nearestKernelOfThread } from './kernel/loadNearestKernel'
import { referenceCenterSearch } from './referenceCenterSearch'

/** The search among `centers` (K x D): by the kernel, or in plain TypeScript where WebAssembly has no SIMD. */
export function centerSearchOf(
  centers: Float64Array,
  dimensions: number,
  kernel = nearestKernelOfThread(),
): CenterSearch {
  const reference = referenceCenterSearch(centers, dimensions)
  return kernel === null ? reference : kernelCenterSearch(kernel, centers, dimensions, reference)
}

/** The same for frames that float32 is known to leave in doubt. */
export function exactCenterSearchOf(
  centers: Float64Array,
  dimensions: number,
  kernel = nearestKernelOfThread(),
): CenterSearch {
  const reference = referenceCenterSearch(centers, dimensions)
  return kernel === null ? reference : kernelCenterSearch(kernel, centers, dimensions, reference, 64)
}
