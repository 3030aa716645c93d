import { instantiateKernel } from '../../features/kernel/instantiateKernel'
import { allowRelaxedSimd } from '../../features/kernel/relaxedSimd'
import { plainKernel, relaxedKernel } from './nearestKernel.wasm'

/** What nearestKernel.as exports; the arguments are those of its functions, in their order. */
export interface NearestKernel {
  readonly memory: WebAssembly.Memory
  readonly nearest32: (...addressesAndSizes: number[]) => void
  readonly nearest64: (...addressesAndSizes: number[]) => void
}

let loaded: NearestKernel | null | undefined

/** The kernel of this thread, with fused multiply-adds where the runtime has relaxed SIMD; null where it has no SIMD. */
export function nearestKernelOfThread(): NearestKernel | null {
  if (loaded === undefined) {
    allowRelaxedSimd()
    loaded = (instantiateKernel(relaxedKernel) ?? instantiateKernel(plainKernel)) as NearestKernel | null
  }
  return loaded
}
