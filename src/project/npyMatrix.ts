import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { CepstraError, isCepstraError } from '../cepstraError'
import { longestNpyHeader, readNpyHeader } from '../exchange/npy'

/** A matrix of float32 or float64 in an .npy file, of which parts are read when they are needed. */
export interface NpyMatrix {
  readonly count: number
  /** Columns; an array with one side has one. */
  readonly dimensions: number
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
    const { type, shape, bodyStart } = headerOf(path, file, refuse)
    const numberBytes = type === 'float32' ? 4 : 8
    const [count, dimensions = 1] = shape
    if (count === undefined || shape.length > 2 || dimensions < 1) {
      throw refuse(`its shape (${shape.join(', ')}) is not that of rows and columns`)
    }
    const rowBytes = dimensions * numberBytes
    let closed = false
    const { size } = fstatSync(file)
    if (size - bodyStart !== count * rowBytes) {
      throw refuse(
        `${count} rows of ${dimensions} columns take ${count * rowBytes} bytes, but it holds ${size - bodyStart}`,
      )
    }
    return {
      count,
      dimensions,
      type,
      read(from, to, out) {
        const bytes = new Uint8Array(out.buffer, out.byteOffset, (to - from) * rowBytes)
        const got = readable(path, () => readWhole(file, bytes, bodyStart + from * rowBytes))
        if (got < bytes.length) throw refuse(`it has become shorter while it was read: row ${from} is missing`)
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

function headerOf(path: string, file: number, refuse: Refusal) {
  const bytes = new Uint8Array(longestNpyHeader)
  const length = readable(path, () => readWhole(file, bytes, 0))
  try {
    const { type, shape, bodyStart } = readNpyHeader(bytes.subarray(0, length))
    if (type === '<f4') return { type: 'float32', shape, bodyStart } as const
    if (type === '<f8') return { type: 'float64', shape, bodyStart } as const
    throw refuse(`its type ${type.slice(0, 40)} is neither float32 nor float64, little-endian`)
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
