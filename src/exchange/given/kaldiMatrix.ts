import { checkShape, givenFeatures, notFeatures, type GivenFeatures } from './givenFeatures'

/** So many bytes from the beginning of a binary matrix hold all that tells its length. */
export const longestMatrixHeader = 32

const uint16Steps = 65_535

/** Sizes and where the values begin, of a binary matrix that begins at `at` with "\0B". */
interface MatrixHeader {
  readonly kind: 'FM' | 'DM' | 'CM' | 'CM2' | 'CM3'
  readonly rows: number
  readonly columns: number
  /** Of the compressed kinds. */
  readonly lowest: number
  readonly range: number
  /** Bytes before the values, and of the matrix as a whole. */
  readonly bodyStart: number
  readonly byteLength: number
}

/** Whether what follows the key in an archive is binary; text otherwise. */
export function isBinaryMatrix(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x42
}

/**
 * How many bytes a binary matrix takes, from its first `longestMatrixHeader`.
 *
 * @throws CepstraError TABLE_INVALID for anything that is no matrix of floats, doubles or compressed values.
 */
export function kaldiMatrixLength(bytes: Uint8Array, name: string): number {
  return headerOf(bytes, name).byteLength
}

/**
 * Features from a matrix as Kaldi writes it behind the key of an archive, from "\0B" or, as text, from "[" on: floats (FM),
 * doubles (DM), or compressed (CM, CM2, CM3: `compressed-matrix.cc`).
 *
 * @throws CepstraError TABLE_INVALID
 */
export function kaldiMatrix(bytes: Uint8Array, name: string): GivenFeatures {
  if (!isBinaryMatrix(bytes)) return textMatrix(new TextDecoder().decode(bytes), name)
  const header = headerOf(bytes, name)
  const { kind, rows, columns, lowest, range, bodyStart, byteLength } = header
  if (bytes.length < byteLength) {
    throw notFeatures(name, `it ends within a matrix of ${rows} x ${columns} that takes ${byteLength} bytes`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + bodyStart, byteLength - bodyStart)
  switch (kind) {
    case 'FM':
      return givenFeatures(name, rows, columns, (row, column) => view.getFloat32(4 * (row * columns + column), true))
    case 'DM':
      return givenFeatures(name, rows, columns, (row, column) => view.getFloat64(8 * (row * columns + column), true))
    case 'CM2':
      return givenFeatures(
        name,
        rows,
        columns,
        (row, column) => lowest + (range / uint16Steps) * view.getUint16(2 * (row * columns + column), true),
      )
    case 'CM3':
      return givenFeatures(
        name,
        rows,
        columns,
        (row, column) => lowest + (range / 255) * view.getUint8(row * columns + column),
      )
    case 'CM': {
      const levels = columnLevels(view, header)
      // Values stand column by column, behind four levels a column.
      return givenFeatures(name, rows, columns, (row, column) =>
        between(levels[column], view.getUint8(8 * columns + column * rows + row)),
      )
    }
  }
}

type Levels = readonly [number, number, number, number]

/** The smallest value of each column, its quartiles, and its largest. */
function columnLevels(view: DataView, { columns, lowest, range }: MatrixHeader): Levels[] {
  const level = (at: number): number => lowest + (range / uint16Steps) * view.getUint16(at, true)
  return Array.from({ length: columns }, (_, column): Levels => {
    const at = 8 * column
    return [level(at), level(at + 2), level(at + 4), level(at + 6)]
  })
}

/** A byte is a place between the four levels of its column: 0, 64, 192 and 255 stand for them. */
function between([lowest, lower, upper, highest]: Levels, byte: number): number {
  if (byte <= 64) return lowest + ((lower - lowest) * byte) / 64
  if (byte <= 192) return lower + ((upper - lower) * (byte - 64)) / 128
  return upper + ((highest - upper) * (byte - 192)) / 63
}

function headerOf(bytes: Uint8Array, name: string): MatrixHeader {
  const tooShort = () => notFeatures(name, 'it ends within the header of a matrix')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const token = /^[A-Z0-9]{1,4} /.exec(String.fromCharCode(...bytes.subarray(2, 7)))?.[0].trim()
  const at = 3 + (token?.length ?? 0)
  switch (token) {
    case 'FM':
    case 'DM': {
      if (bytes.length < at + 10) throw tooShort()
      // Each size has its own number of bytes before it.
      if (bytes[at] !== 4 || bytes[at + 5] !== 4) throw notFeatures(name, 'its sizes are not of 4 bytes each')
      const [rows, columns] = [view.getInt32(at + 1, true), view.getInt32(at + 6, true)]
      checkShape(name, rows, columns)
      const bodyStart = at + 10
      const byteLength = bodyStart + rows * columns * (token === 'FM' ? 4 : 8)
      return { kind: token, rows, columns, lowest: 0, range: 0, bodyStart, byteLength }
    }
    case 'CM':
    case 'CM2':
    case 'CM3': {
      if (bytes.length < at + 16) throw tooShort()
      const [lowest, range] = [view.getFloat32(at, true), view.getFloat32(at + 4, true)]
      const [rows, columns] = [view.getInt32(at + 8, true), view.getInt32(at + 12, true)]
      checkShape(name, rows, columns)
      const bodyStart = at + 16
      const values = rows * columns * (token === 'CM2' ? 2 : 1)
      const byteLength = bodyStart + values + (token === 'CM' ? 8 * columns : 0)
      return { kind: token, rows, columns, lowest, range, bodyStart, byteLength }
    }
    default:
      throw notFeatures(name, `it holds "${token ?? '?'}" instead of a matrix of floats, doubles or compressed values`)
  }
}

function textMatrix(text: string, name: string): GivenFeatures {
  const end = text.indexOf(']')
  const begin = text.indexOf('[')
  if (begin < 0 || text.slice(0, begin).trim() !== '') throw notFeatures(name, 'a matrix as text begins with "["')
  if (end < 0) throw notFeatures(name, 'it ends before the "]" of its matrix')
  const rows = text
    .slice(begin + 1, end)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/))
  const dimensions = rows[0]?.length ?? 0
  const ragged = rows.findIndex((row) => row.length !== dimensions)
  if (ragged >= 0) {
    throw notFeatures(name, `row ${ragged + 1} has ${rows[ragged].length} columns, but the first has ${dimensions}`)
  }
  return givenFeatures(name, rows.length, dimensions, (row, column) => Number(rows[row][column]))
}
