import { setFlagsFromString } from 'node:v8'
import { plainKernel, relaxedKernel } from '../../../src/mixture/kernel/diagonalKernel.wasm'
import { instantiate, type Kernel } from '../../../src/mixture/kernel/loadKernel'

// Newer runtimes know relaxed SIMD without being told, and then also know no such flag, which they only mention.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd')

/** The builds of the kernel that this runtime can run, by name. */
export const kernelBuilds: readonly (readonly [string, Kernel])[] = [
  ['plain SIMD', instantiate(plainKernel)] as const,
  ['relaxed SIMD', instantiate(relaxedKernel)] as const,
].flatMap(([name, kernel]) => (kernel === null ? [] : [[name, kernel] as const]))
