import { instantiateKernel } from '../../features/kernel/instantiateKernel'
import { allowRelaxedSimd } from '../../features/kernel/relaxedSimd'
import { plainKernel, relaxedKernel } from './topKernel.wasm'

/** What topKernel.as exports; the arguments are those of its function, in their order. */
export interface TopKernel {
  readonly memory: WebAssembly.Memory
  readonly topDensities: (...addressesAndSizes: number[]) => void
}

let loaded: TopKernel | null | undefined

/** The kernel of this thread, with fused multiply-adds where the runtime has relaxed SIMD; null where it has no SIMD. */
export function topKernelOfThread(): TopKernel | null {
  if (loaded === undefined) {
    allowRelaxedSimd()
    loaded = (instantiateKernel(relaxedKernel) ?? instantiateKernel(plainKernel)) as TopKernel | null
  }
  return loaded
}
