import { plainKernel, relaxedKernel } from '../../../src/features/kernel/frameKernel.wasm'
import { instantiateKernel } from '../../../src/features/kernel/instantiateKernel'
import type { FrameKernel } from '../../../src/features/kernel/loadFrameKernel'
import { allowRelaxedSimd } from '../../../src/features/kernel/relaxedSimd'

allowRelaxedSimd()

/** The builds of the kernel that this runtime can run, by name. */
export const frameKernels: readonly (readonly [string, FrameKernel])[] = [
  ['plain SIMD', instantiateKernel(plainKernel) as FrameKernel | null] as const,
  ['relaxed SIMD', instantiateKernel(relaxedKernel) as FrameKernel | null] as const,
].flatMap(([name, kernel]) => (kernel === null ? [] : [[name, kernel] as const]))
