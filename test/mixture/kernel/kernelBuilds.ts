import { plainKernel, relaxedKernel } from '../../../src/mixture/kernel/mixtureKernel.wasm'
import { instantiate, type Kernel } from '../../../src/mixture/kernel/loadKernel'
import { allowRelaxedSimd } from '../../../src/mixture/kernel/relaxedSimd'

allowRelaxedSimd()

/** The builds of the kernel that this runtime can run, by name. */
export const kernelBuilds: readonly (readonly [string, Kernel])[] = [
  ['plain SIMD', instantiate(plainKernel)] as const,
  ['relaxed SIMD', instantiate(relaxedKernel)] as const,
].flatMap(([name, kernel]) => (kernel === null ? [] : [[name, kernel] as const]))
