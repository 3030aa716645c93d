import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { CepstraError } from '../cepstraError'

/** A seeded source of random numbers: the same seed and stream give the same numbers, bit for bit. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** A uniform whole number in [0, below). */
  index(below: number): number
  /** Standard normal. */
  normal(): number
}

/**
 * @param seed a whole number of 32 bits
 * @param stream streams of one seed never overlap: each lies 2^64 numbers behind the one before
 * @throws CepstraError `OPTIONS_INVALID` when the seed is not a whole number of 32 bits.
 */
export function seededRandom(seed: number, stream = 0): Random {
  if (!Number.isInteger(seed) || seed < -0x80000000 || seed > 0xffffffff) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `The seed must be a whole number of 32 bits, but is ${seed}. Try one from 0 to 4294967295.`,
    )
  }
  const generator = xoroshiro128plus(seed | 0)
  for (let i = 0; i < stream; i++) generator.jump()
  let spare: number | null = null

  return {
    uniform: () => uniformFloat64(generator),
    index: (below) => uniformInt(generator, 0, below - 1),
    // Marsaglia's polar method: it makes two at a time and keeps the second.
    normal() {
      if (spare !== null) {
        const value = spare
        spare = null
        return value
      }
      for (;;) {
        const x = 2 * uniformFloat64(generator) - 1
        const y = 2 * uniformFloat64(generator) - 1
        const square = x * x + y * y
        if (square > 0 && square < 1) {
          const scale = Math.sqrt((-2 * Math.log(square)) / square)
          spare = y * scale
          return x * scale
        }
      }
    },
  }
}
