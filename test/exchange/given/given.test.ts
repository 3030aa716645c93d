import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCepstraError } from '../../../src/cepstraError'
import { csvFeatures } from '../../../src/exchange/given/csvFeatures'
import { mostColumns, type GivenFeatures } from '../../../src/exchange/given/givenFeatures'
import { htkFeatures } from '../../../src/exchange/given/htkFeatures'
import { kaldiArchive } from '../../../src/exchange/given/kaldiArchive'
import { kaldiMatrix } from '../../../src/exchange/given/kaldiMatrix'
import { kaldiScript } from '../../../src/exchange/given/kaldiScript'
import { npyFeatures } from '../../../src/exchange/given/npyFeatures'
import { npzFeatures, npzNames } from '../../../src/exchange/given/npzFeatures'
import { encodeNpy } from '../../../src/exchange/npy'

// The files are made by make_given.py, beside them.
const folder = join(import.meta.dirname, 'fixtures')
const fixture = (name: string): Uint8Array => readFileSync(join(folder, name))
const expected = JSON.parse(fixture('given.json').toString()) as { a: number[][]; b: number[][] }

function rowsOf({ data, frameCount, dimensions }: GivenFeatures): number[][] {
  return Array.from({ length: frameCount }, (_, i) => [...data.subarray(i * dimensions, (i + 1) * dimensions)])
}

const float32 = (rows: number[][]): number[][] => rows.map((row) => row.map(Math.fround))
const text = (content: string): Uint8Array => new TextEncoder().encode(content)

function largestDifference(found: GivenFeatures, rows: number[][]): number {
  expect([found.frameCount, found.dimensions]).toEqual([rows.length, rows[0].length])
  return Math.max(...rowsOf(found).flatMap((row, i) => row.map((value, j) => Math.abs(value - rows[i][j]))))
}

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (isCepstraError(error) && error.code === 'TABLE_INVALID') return error.message
    throw error
  }
  throw new Error('It was read.')
}

describe('features of NumPy', () => {
  test('are read from .npy files of floats in any order of bytes and axes, and of whole numbers', () => {
    for (const name of ['float32.npy', 'float64_columns.npy', 'big_endian.npy']) {
      expect(rowsOf(npyFeatures(fixture(name), name))).toEqual(float32(expected.a))
    }
    const rounded = expected.a.map((row) => row.map((value) => Math.round(value) + 0))
    for (const name of ['int16.npy', 'int64.npy']) {
      expect(largestDifference(npyFeatures(fixture(name), name), rounded)).toBe(0)
    }
  })

  test('are what our own .npy files hold', () => {
    const matrices = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([rows, columns]) =>
      fc.tuple(
        fc.constant([rows, columns]),
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
          minLength: rows * columns,
          maxLength: rows * columns,
        }),
      ),
    )
    fc.assert(
      fc.property(matrices, fc.boolean(), ([shape, values], wide) => {
        const data = wide ? Float64Array.from(values) : Float32Array.from(values)
        const found = npyFeatures(encodeNpy(data, shape), 'x.npy')
        expect([found.frameCount, found.dimensions]).toEqual(shape)
        expect(found.data).toEqual(Float32Array.from(values))
      }),
    )
  })

  test('are read from each array of an .npz archive, packed or not', () => {
    expect(npzNames(fixture('two.npz'), 'two.npz')).toEqual(['a', 'b'])
    expect(rowsOf(npzFeatures(fixture('two.npz'), 'two.npz', 'b'))).toEqual(float32(expected.b))
    expect(rowsOf(npzFeatures(fixture('one.npz'), 'one.npz'))).toEqual(float32(expected.a))
    expect(refusal(() => npzFeatures(fixture('two.npz'), 'two.npz'))).toContain('2 arrays')
    expect(refusal(() => npzFeatures(fixture('two.npz'), 'two.npz', 'c'))).toContain('no array c')
    expect(refusal(() => npzNames(fixture('two.npz').slice(0, 200), 'two.npz'))).toContain('no archive')
  })

  test('are refused with the place where they are no numbers, no matrix, or too short', () => {
    const bad = Float32Array.of(1, 2, 3, NaN, 5, 6)
    expect(refusal(() => npyFeatures(encodeNpy(bad, [3, 2]), 'x.npy'))).toContain('row 2, column 2 is NaN')
    expect(refusal(() => npyFeatures(encodeNpy(Float64Array.of(1e39), [1, 1]), 'x.npy'))).toContain('row 1, column 1')
    expect(refusal(() => npyFeatures(encodeNpy(bad, [6]), 'x.npy'))).toContain('shape (6)')
    expect(refusal(() => npyFeatures(encodeNpy(new Float32Array(0), [0, 2]), 'x.npy'))).toContain('no frame')
    expect(refusal(() => npyFeatures(encodeNpy(['a'], [1]), 'x.npy'))).toContain('<U1')
    expect(refusal(() => npyFeatures(fixture('float32.npy').slice(0, -1), 'x.npy'))).toContain('x.npy')
    const wide = new Float32Array(mostColumns + 1)
    expect(refusal(() => npyFeatures(encodeNpy(wide, [1, wide.length]), 'x.npy'))).toContain(`${wide.length} columns`)
  })
})

describe('features as text', () => {
  test('are read with and without names, whatever separates them', () => {
    expect(rowsOf(csvFeatures(fixture('spaces.csv'), 'x'))).toEqual(float32(expected.a))
    const named = csvFeatures(fixture('header.csv'), 'x')
    expect(named.columnNames).toEqual(['low', 'middle', 'high'])
    expect(rowsOf(named)).toEqual(float32(expected.a))
    for (const content of [
      '1;-2.5\r\n3e2;.5\r\n',
      '1\t-2.5\n300\t0.5',
      '\ufeff1, -2.5\n\n300, 0.5\n',
      '"1","-2.5"\n300,0.5',
    ]) {
      expect(rowsOf(csvFeatures(text(content), 'x'))).toEqual([
        [1, -2.5],
        [300, 0.5],
      ])
    }
  })

  test('are refused with line and column', () => {
    expect(refusal(() => csvFeatures(text('a,b\n1,2\n\n3,x\n'), 'x.csv'))).toContain('line 4, column 2 is "x"')
    expect(refusal(() => csvFeatures(text('1,2\n3\n'), 'x.csv'))).toContain('line 2 has 1 columns, but the first has 2')
    expect(refusal(() => csvFeatures(text('1 2\n3 4 5\n'), 'x.csv'))).toContain('line 2 has 3 columns')
    expect(refusal(() => csvFeatures(text('1,nan\n'), 'x.csv'))).toContain('no frame')
    expect(refusal(() => csvFeatures(text('1,2\n3,\n'), 'x.csv'))).toContain('line 2, column 2 is ""')
    expect(refusal(() => csvFeatures(text(''), 'x.csv'))).toContain('no line')
  })
})

describe('features of Kaldi', () => {
  const bytes = fixture('binary.ark')
  const read = (from: number, length: number): Uint8Array => bytes.slice(from, from + length)
  const offsets = kaldiArchive(read, bytes.length, 'binary.ark')
  const matrix = (key: string): GivenFeatures => kaldiMatrix(bytes.slice(offsets.get(key)), key)

  test('are found in a binary archive by key and read as floats, doubles and compressed values', () => {
    expect([...offsets.keys()]).toEqual(['float', 'double', 'cm', 'cm2', 'cm3', 'b-1'])
    expect(rowsOf(matrix('float'))).toEqual(float32(expected.a))
    expect(rowsOf(matrix('double'))).toEqual(float32(expected.a))
    expect(rowsOf(matrix('b-1'))).toEqual(float32(expected.b))
    const range = Math.max(...expected.a.flat()) - Math.min(...expected.a.flat())
    expect(largestDifference(matrix('cm2'), expected.a)).toBeLessThan(range / 65_535)
    expect(largestDifference(matrix('cm3'), expected.a)).toBeLessThan(range / 255)
    // A byte covers a half of the values with 128 steps, and each quarter outside it with some 64.
    expect(largestDifference(matrix('cm'), expected.a)).toBeLessThan(range / 100)
    expect(largestDifference(matrix('cm'), expected.a)).toBeGreaterThan(0)
  })

  test('are found in an archive of text', () => {
    const content = fixture('text.ark')
    const found = kaldiArchive((from, length) => content.slice(from, from + length), content.length, 'text.ark')
    expect([...found.keys()]).toEqual(['a', 'b-1'])
    expect(rowsOf(kaldiMatrix(content.slice(found.get('a')), 'a'))).toEqual(float32(expected.a))
    expect(rowsOf(kaldiMatrix(content.slice(found.get('b-1')), 'b'))).toEqual(float32(expected.b))
  })

  test('are told by a script with their offsets', () => {
    const script = kaldiScript(fixture('binary.scp'), 'binary.scp')
    for (const [key, offset] of offsets)
      expect(script.get(key)).toEqual({ archive: '/somewhere/else/binary.ark', offset })
    expect(kaldiScript(text('a  C:\\x\\y z.ark:12\nb whole.mat\n'), 's')).toEqual(
      new Map([
        ['a', { archive: 'C:\\x\\y z.ark', offset: 12 }],
        ['b', { archive: 'whole.mat', offset: 0 }],
      ]),
    )
    expect(refusal(() => kaldiScript(text('a x.ark:1\nb copy-feats x - |\n'), 's'))).toContain('line 2 is a command')
    expect(refusal(() => kaldiScript(text('a x.ark:1[0:9]\n'), 's'))).toContain('range of rows')
    expect(refusal(() => kaldiScript(text('alone\n'), 's'))).toContain('line 1')
  })

  test('are refused where an archive ends too early or holds something else', () => {
    const short = bytes.slice(0, bytes.length - 1)
    const readShort = (from: number, length: number): Uint8Array => short.slice(from, from + length)
    expect(refusal(() => kaldiArchive(readShort, short.length, 'x.ark'))).toContain('ends within the matrix of b-1')
    expect(refusal(() => kaldiMatrix(bytes.slice(offsets.get('cm'), (offsets.get('cm') ?? 0) + 60), 'x'))).toContain(
      'ends',
    )
    const vector = Uint8Array.from([0, 0x42, ...text('FV '), 4, 1, 0, 0, 0, 0, 0, 0, 0])
    expect(refusal(() => kaldiMatrix(vector, 'x'))).toContain('"FV"')
    expect(refusal(() => kaldiMatrix(text('[ 1 2\n 3 ]'), 'x'))).toContain('row 2 has 1 columns')
    expect(refusal(() => kaldiMatrix(text('[ 1 nan ]'), 'x'))).toContain('row 1, column 2')
    expect(refusal(() => kaldiMatrix(text('[ 1 2'), 'x'))).toContain('ends before')
  })
})

describe('features of HTK', () => {
  test('are read with their hop, with a checksum, and packed', () => {
    const user = htkFeatures(fixture('user.htk'), 'user.htk')
    expect(rowsOf(user)).toEqual(float32(expected.a))
    expect(user.hopSeconds).toBeCloseTo(0.0125, 12)
    expect(user.columnNames).toBeNull()
    const checked = htkFeatures(fixture('checked.mfc'), 'checked.mfc')
    expect(rowsOf(checked)).toEqual(float32(expected.a))
    expect(checked.columnNames).toEqual(['c1', 'c2', 'logEnergy'])
    const packed = htkFeatures(fixture('packed.mfc'), 'packed.mfc')
    expect(largestDifference(packed, expected.a)).toBeLessThan(1e-3)
    expect(packed.columnNames).toEqual(['c1', 'c2', 'c3'])
  })

  test('have their columns named by the kind', () => {
    const bytes = new Uint8Array(12 + 4 * 78)
    const view = new DataView(bytes.buffer)
    view.setInt32(0, 2)
    view.setInt16(8, 4 * 39)
    view.setUint16(10, 6 | 0o20000 | 0o400 | 0o1000)
    const { columnNames, hopSeconds } = htkFeatures(bytes, 'x.mfc')
    expect(columnNames).toHaveLength(39)
    expect([0, 11, 12, 13, 25, 26, 38].map((i) => columnNames?.[i])).toEqual([
      'c1',
      'c12',
      'c0',
      'delta_c1',
      'delta_c0',
      'delta2_c1',
      'delta2_c0',
    ])
    expect(hopSeconds).toBeNull()
  })

  test('are refused where the header does not fit, or tells of sound', () => {
    const user = Buffer.from(fixture('user.htk'))
    expect(refusal(() => htkFeatures(user.subarray(0, 8), 'x.htk'))).toContain('8 bytes')
    expect(refusal(() => htkFeatures(user.subarray(0, -4), 'x.htk'))).toContain('9 frames of 12 bytes')
    const wave = Buffer.from(user)
    wave.writeUInt16BE(0, 10)
    expect(refusal(() => htkFeatures(wave, 'x.htk'))).toContain('WAVEFORM')
    const swapped = Buffer.concat([Buffer.from(user.subarray(0, 12)).swap32(), user.subarray(12)])
    expect(refusal(() => htkFeatures(swapped, 'x.htk'))).toContain('big-endian')
  })
})

test('changed bytes make features or a refusal, never anything else', () => {
  const readers: [string, (bytes: Uint8Array) => unknown][] = [
    ['float32.npy', (bytes) => npyFeatures(bytes, 'x')],
    ['one.npz', (bytes) => npzFeatures(bytes, 'x')],
    ['header.csv', (bytes) => csvFeatures(bytes, 'x')],
    ['packed.mfc', (bytes) => htkFeatures(bytes, 'x')],
    ['binary.scp', (bytes) => kaldiScript(bytes, 'x')],
    ['text.ark', (bytes) => kaldiArchive((from, length) => bytes.slice(from, from + length), bytes.length, 'x')],
    [
      'binary.ark',
      (bytes) => {
        const found = kaldiArchive((from, length) => bytes.slice(from, from + length), bytes.length, 'x')
        for (const offset of found.values()) {
          try {
            kaldiMatrix(bytes.slice(offset), 'x')
          } catch (error) {
            if (!isCepstraError(error)) throw error
          }
        }
      },
    ],
  ]
  for (const [name, read] of readers) {
    const bytes = fixture(name)
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(edits, fc.nat(bytes.length), (changes, cut) => {
        const changed = Uint8Array.from(bytes)
        for (const [at, value] of changes) changed[at] = value
        try {
          read(changed.slice(0, changes.length > 2 ? cut : changed.length))
        } catch (error) {
          if (!isCepstraError(error)) throw error
        }
      }),
      { numRuns: 300 },
    )
  }
})
