import { setFlagsFromString } from 'node:v8'

/** A function that returns 0 + 0 x 0, fused: v128.const 0, three times, and f32x4.relaxed_madd. */
function fusedModule(): Uint8Array<ArrayBuffer> {
  const zero = [0xfd, 0x0c, ...new Array<number>(16).fill(0)]
  const body = [0, ...zero, ...zero, ...zero, 0xfd, 0x85, 0x02, 0x0b]
  const type = [1, 5, 1, 0x60, 0, 1, 0x7b]
  const code = [10, body.length + 2, 1, body.length, ...body]
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...type, 3, 2, 1, 0, ...code])
}

/** Whether this runtime knows relaxed SIMD without a flag. */
export const hasRelaxedSimdUnasked = WebAssembly.validate(fusedModule())

/** Asks for relaxed SIMD, which Node 20 has behind a flag of V8, in this process and its threads; says whether it is there. */
export function allowRelaxedSimd(): boolean {
  if (!hasRelaxedSimdUnasked) setFlagsFromString('--experimental-wasm-relaxed-simd')
  return WebAssembly.validate(fusedModule())
}
