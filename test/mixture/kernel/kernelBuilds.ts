import { instantiateKernel } from '../../../src/features/kernel/instantiateKernel'
import { allowRelaxedSimd } from '../../../src/features/kernel/relaxedSimd'
import type { Kernel } from '../../../src/mixture/kernel/loadKernel'
import { plainKernel, relaxedKernel } from '../../../src/mixture/kernel/mixtureKernel.wasm'

allowRelaxedSimd()

/** The builds of the kernel that this runtime can run, by name. */
export const kernelBuilds: readonly (readonly [string, Kernel])[] = [
  ['plain SIMD', instantiateKernel(plainKernel) as Kernel | null] as const,
  ['relaxed SIMD', instantiateKernel(relaxedKernel) as Kernel | null] as const,
].flatMap(([name, kernel]) => (kernel === null ? [] : [[name, kernel] as const]))
