import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCepstraError } from '../../src/cepstraError'
import { decodeNpy, encodeNpy, type NpyArray } from '../../src/exchange/npy'

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

describe('an .npy file', () => {
  test('starts as NumPy’s does, its numbers on a multiple of 64 bytes', () => {
    const bytes = encodeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])
    expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
    expect(text(bytes)).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
    expect((bytes.length - 24) % 64).toBe(0)
    expect(bytes[bytes.length - 25]).toBe(0x0a)
  })

  test('writes one side as a tuple of one and a single value without sides', () => {
    expect(text(encodeNpy(Int32Array.of(7)))).toContain("'shape': (1,)")
    expect(text(encodeNpy(Int32Array.of(7), []))).toContain("'shape': ()")
  })

  test('reads back what it was made of, whatever the type', () => {
    const arrays: fc.Arbitrary<NpyArray> = fc.oneof(
      fc.float32Array(),
      fc.float64Array(),
      fc.int32Array(),
      fc.uint8Array(),
      // NumPy drops zeros at the end of a text.
      fc.array(fc.string({ unit: 'grapheme' }).filter((each) => !each.endsWith('\0'))),
    )
    fc.assert(
      fc.property(arrays, (data) => {
        const shape = [1, data.length, 1]
        expect(decodeNpy(encodeNpy(data, shape))).toEqual({ data, shape })
      }),
    )
  })

  test('is read from anywhere within a larger buffer', () => {
    const bytes = encodeNpy(Float64Array.of(Math.PI, -0, NaN))
    const larger = new Uint8Array(bytes.length + 3)
    larger.set(bytes, 3)
    expect([...(decodeNpy(larger.subarray(3)).data as Float64Array)]).toEqual([Math.PI, -0, NaN])
  })

  test('whose shape does not hold the data cannot be written', () => {
    expect(() => encodeNpy(Float32Array.of(1, 2, 3), [2, 2])).toThrow(RangeError)
  })
})

describe('a damaged .npy file', () => {
  const good = encodeNpy(Float32Array.of(1, 2, 3, 4), [2, 2])
  const withHeader = (from: string, to: string): Uint8Array =>
    Uint8Array.from(text(good).replace(from, to.padEnd(from.length)), (character) => character.charCodeAt(0))

  test.each([
    ['nothing', new Uint8Array()],
    ['another file', new TextEncoder().encode('RIFF1234WAVEfmt ')],
    ['a cut header', good.subarray(0, 40)],
    ['missing numbers', good.subarray(0, good.length - 1)],
    ['too many numbers', Uint8Array.from([...good, 0])],
    ['column-major order', withHeader('False', 'True')],
    ['an unknown type', withHeader("'<f4'", "'>f4'")],
    ['a shape beyond all memory', withHeader('(2, 2), }', '(9e9,9e9)}')],
    ['text of no width', withHeader("'<f4'", "'<U0'")],
  ])('with %s is refused', (_, bytes) => {
    expect(() => decodeNpy(bytes)).toThrow(expect.objectContaining({ code: 'MODEL_INVALID' }))
  })

  test('is refused with a clear error or read as an array that fits its shape', () => {
    const seeds = [good, encodeNpy(['ant', 'bee']), encodeNpy(Float64Array.of(1), [])]
    const mutation = fc.record({
      seed: fc.constantFrom(...seeds),
      edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      length: fc.nat(200),
    })
    fc.assert(
      fc.property(mutation, ({ seed, edits, length }) => {
        const bytes = seed.slice(0, length < 150 ? seed.length : length)
        for (const [at, value] of edits) bytes[at % bytes.length] = value
        try {
          const { data, shape } = decodeNpy(bytes)
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1))
        } catch (error) {
          if (!isCepstraError(error)) throw error
          expect(error.code).toBe('MODEL_INVALID')
        }
      }),
      { numRuns: 2000 },
    )
  })
})
