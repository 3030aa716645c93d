import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { CepstraError, isCepstraError } from '../cepstraError'
import { longestNpyHeader, readNpyHeader } from '../exchange/npy'

/** A matrix of numbers in an .npy file, of which parts are read when they are needed. */
export interface NpyMatrix {
  readonly count: number
  /** Columns; an array with one side has one. */
  readonly dimensions: number
  /** What the numbers are handed out as: whole numbers of any size as float64. */
  readonly type: 'float32' | 'float64'
  /** Reads rows [from, to) into the beginning of `out`, which is of the matrix's type. */
  read(from: number, to: number, out: Float32Array | Float64Array): void
  /** May be called again. */
  close(): void
}

/** Makes the error for a file that holds something else than it should, of what is wrong with it. */
export type Refusal = (why: string) => CepstraError

/**
 * Opens an .npy file of N rows; only its header is read.
 *
 * @throws CepstraError FILE_NOT_FOUND, FILE_UNREADABLE, or what `refuse` makes of a file that is no such matrix or ends too
 *   early; reading rows throws the same.
 */
export function openNpyMatrix(path: string, refuse: Refusal): NpyMatrix {
  const file = readable(path, () => openSync(path, 'r'))
  try {
    const { numbers: NumbersOfFile, shape, columnMajor, bodyStart } = headerOf(path, file, refuse)
    const numberBytes = NumbersOfFile.BYTES_PER_ELEMENT
    const [count, dimensions = 1] = shape
    if (count === undefined || shape.length > 2 || dimensions < 1) {
      throw refuse(`its shape (${shape.join(', ')}) is not that of rows and columns`)
    }
    const { size } = fstatSync(file)
    const wanted = count * dimensions * numberBytes
    if (size - bodyStart !== wanted) {
      throw refuse(`${count} rows of ${dimensions} columns take ${wanted} bytes, but it holds ${size - bodyStart}`)
    }
    const type = NumbersOfFile === Float32Array ? 'float32' : 'float64'
    const direct = !columnMajor && (NumbersOfFile === Float32Array || NumbersOfFile === Float64Array)
    const readNumbers = (first: number, out: ArrayBufferView, length: number, row: number): void => {
      const bytes = new Uint8Array(out.buffer, out.byteOffset, length * numberBytes)
      const got = readable(path, () => readWhole(file, bytes, bodyStart + first * numberBytes))
      if (got < bytes.length) throw refuse(`it has become shorter while it was read: row ${row} is missing`)
    }
    let part = new NumbersOfFile(0)
    let closed = false
    return {
      count,
      dimensions,
      type,
      read(from, to, out) {
        if (direct) {
          readNumbers(from * dimensions, out, (to - from) * dimensions, from)
          return
        }
        const length = columnMajor ? to - from : (to - from) * dimensions
        if (part.length < length) part = new NumbersOfFile(length)
        const [pieces, stride] = columnMajor ? [dimensions, dimensions] : [1, 1]
        for (let piece = 0; piece < pieces; piece++) {
          readNumbers(columnMajor ? piece * count + from : from * dimensions, part, length, from)
          for (let i = 0; i < length; i++) out[i * stride + piece] = Number(part[i])
        }
      },
      close() {
        if (!closed) closeSync(file)
        closed = true
      },
    }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

type Numbers = ArrayBufferView & { readonly length: number; readonly [index: number]: number | bigint }

interface NumbersType {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): Numbers
}

/** What the types of NumPy that hold numbers are in memory. */
const numbersOf: ReadonlyMap<string, NumbersType> = new Map<string, NumbersType>([
  ['<f4', Float32Array],
  ['<f8', Float64Array],
  ['|i1', Int8Array],
  ['|u1', Uint8Array],
  ['<i2', Int16Array],
  ['<u2', Uint16Array],
  ['<i4', Int32Array],
  ['<u4', Uint32Array],
  ['<i8', BigInt64Array],
  ['<u8', BigUint64Array],
])

function headerOf(path: string, file: number, refuse: Refusal) {
  const bytes = new Uint8Array(longestNpyHeader)
  const length = readable(path, () => readWhole(file, bytes, 0))
  try {
    const { type, ...header } = readNpyHeader(bytes.subarray(0, length))
    const numbers = numbersOf.get(type)
    if (numbers) return { numbers, ...header }
    throw refuse(`its type ${type.slice(0, 40)} is neither float32 nor float64 nor whole numbers, little-endian`)
  } catch (error) {
    if (isCepstraError(error) && error.code === 'MODEL_INVALID') throw refuse(error.message.replace(/\.$/, ''))
    throw error
  }
}

/** Fills `bytes` from a place of the file; returns how many there were. */
function readWhole(file: number, bytes: Uint8Array, position: number): number {
  let got = 0
  while (got < bytes.length) {
    const more = readSync(file, bytes, got, bytes.length - got, position + got)
    if (more === 0) break
    got += more
  }
  return got
}

function readable<Result>(path: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    const code = String(error.code)
    if (code === 'ENOENT') {
      throw new CepstraError('FILE_NOT_FOUND', `There is no file ${path}. Check its name and folder.`, { cause: error })
    }
    const why = code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'reading it is not allowed' : code
    throw new CepstraError('FILE_UNREADABLE', `${path} cannot be read: ${why}. Choose another file.`, { cause: error })
  }
}
