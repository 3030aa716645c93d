import { instantiateKernel } from '../../features/kernel/instantiateKernel'
import { allowRelaxedSimd } from '../../features/kernel/relaxedSimd'
import { plainKernel, relaxedKernel } from './boundsKernel.wasm'

/** What boundsKernel.as exports. */
export interface BoundsKernel {
  readonly memory: WebAssembly.Memory
  readonly check: (planAddress: number, count: number) => number
}

let loaded: BoundsKernel | null | undefined

/** The kernel of this thread, with fused multiply-adds where the runtime has relaxed SIMD; null where it has no SIMD. */
export function boundsKernelOfThread(): BoundsKernel | null {
  if (loaded === undefined) {
    allowRelaxedSimd()
    loaded = (instantiateKernel(relaxedKernel) ?? instantiateKernel(plainKernel)) as BoundsKernel | null
  }
  return loaded
}
