import { instantiateKernel } from '../../features/kernel/instantiateKernel'
import { allowRelaxedSimd } from '../../features/kernel/relaxedSimd'
import { plainKernel, relaxedKernel } from './mixtureKernel.wasm'

/** Works on as many frames in memory as `count` says; returns how many it did before one that the plan does not allow. */
export type KernelRun = (planAddress: number, count: number, collecting: boolean) => number

/** Leaves the joint log densities of `count` frames, a block at most, in memory. */
export type KernelJoint = (planAddress: number, count: number) => void

/** What mixtureKernel.as exports. */
export interface Kernel {
  readonly memory: WebAssembly.Memory
  readonly diagonal32: KernelRun
  readonly diagonal64: KernelRun
  readonly full32: KernelRun
  readonly full64: KernelRun
  readonly diagonalJoint64: KernelJoint
  readonly fullJoint64: KernelJoint
}

let loaded: Kernel | null | undefined

/** The kernel of this thread, with fused multiply-adds where the runtime has relaxed SIMD; null where it has no SIMD. */
export function kernelOfThread(): Kernel | null {
  if (loaded === undefined) {
    allowRelaxedSimd()
    loaded = (instantiateKernel(relaxedKernel) ?? instantiateKernel(plainKernel)) as Kernel | null
  }
  return loaded
}
