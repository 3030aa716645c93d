import { plainKernel, relaxedKernel } from './diagonalKernel.wasm'

/** What diagonalKernel.as exports; the arguments are those of its functions, in their order. */
export interface Kernel {
  readonly memory: WebAssembly.Memory
  readonly expect32: (...addressesAndSizes: number[]) => void
  readonly expect64: (...addressesAndSizes: number[]) => void
  readonly collect32: (...addressesAndSizes: number[]) => void
  readonly collect64: (...addressesAndSizes: number[]) => void
}

let loaded: Kernel | null | undefined

/**
 * The kernel of this thread, with fused multiply-adds where the runtime knows relaxed SIMD (in Node 20 that takes
 * `--experimental-wasm-relaxed-simd`, set before the first fit); null where it has no SIMD at all.
 */
export function kernelOfThread(): Kernel | null {
  if (loaded === undefined) loaded = instantiate(relaxedKernel) ?? instantiate(plainKernel)
  return loaded
}

/** Null where the runtime does not know what the build needs. */
export function instantiate(base64: string): Kernel | null {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  if (!WebAssembly.validate(bytes)) return null
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  return exports as unknown as Kernel
}
