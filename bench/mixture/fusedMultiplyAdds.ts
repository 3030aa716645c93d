import { allowRelaxedSimd } from '../../src/features/kernel/relaxedSimd'

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

/** Whether this runtime knows relaxed SIMD when it is asked for it, as the program does; asks for it. */
export function hasRelaxedSimd(): boolean {
  allowRelaxedSimd()
  return WebAssembly.validate(fusedModule())
}

/**
 * What Node imports first, in each thread, in a process in which nothing may ask for relaxed SIMD, so that the program
 * takes its plain build.
 */
export const withoutAsking =
  "data:text/javascript,import v8 from 'node:v8'; import { syncBuiltinESMExports } from 'node:module'; " +
  'v8.setFlagsFromString = () => {}; syncBuiltinESMExports()'
