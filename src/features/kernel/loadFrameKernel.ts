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

/** The kernel of this thread for the recipes that it works on, one after the other; null where the runtime has no SIMD. */
export function frameKernelOfThread(): FrameKernel | null {
  if (loaded === undefined) loaded = newFrameKernel()
  return loaded
}

/**
 * A kernel with a memory of its own, for what is analyzed in turn with something else: its tables stay where they are. It has
 * fused multiply-adds where the runtime has relaxed SIMD; null where it has no SIMD.
 */
export function newFrameKernel(): FrameKernel | null {
  allowRelaxedSimd()
  return (instantiateKernel(relaxedKernel) ?? instantiateKernel(plainKernel)) as FrameKernel | null
}
