import { setFlagsFromString } from 'node:v8'

/**
 * Node 20 has fused multiply-adds for WebAssembly, but only for those who ask; newer runtimes have them anyway and know
 * no such flag. Modules that are compiled before this call do not see it.
 */
export function allowRelaxedSimd(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd')
}
