import { plainKernel, relaxedKernel } from './frameKernel.wasm'
import { instantiateKernel } from './instantiateKernel'
import { allowRelaxedSimd } from './relaxedSimd'

/** What frameKernel.as exports. */
export interface FrameKernel {
  readonly memory: WebAssembly.Memory
  /** Analyzes the first `count` frames of those that the plan at this address says. */
  readonly analyze: (planAddress: number, count: number) => void
}

let loaded: FrameKernel | null | undefined

/** The kernel of this thread, with fused multiply-adds where the runtime has relaxed SIMD; null where it has no SIMD. */
export function frameKernelOfThread(): FrameKernel | null {
  if (loaded === undefined) {
    allowRelaxedSimd()
    loaded = (instantiateKernel(relaxedKernel) ?? instantiateKernel(plainKernel)) as FrameKernel | null
  }
  return loaded
}
