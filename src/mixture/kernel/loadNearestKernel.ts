import { instantiate } from './loadKernel'
import { plainKernel, relaxedKernel } from './nearestKernel.wasm'
import { allowRelaxedSimd } from './relaxedSimd'

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
    loaded = instantiateNearest(relaxedKernel) ?? instantiateNearest(plainKernel)
  }
  return loaded
}

/** Null where the runtime does not know what the build needs. */
export function instantiateNearest(base64: string): NearestKernel | null {
  return instantiate(base64) as unknown as NearestKernel | null
}
