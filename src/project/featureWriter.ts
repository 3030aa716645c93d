import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { encodeNpyHeader } from '../exchange/npy'
import { notWritable } from './notWritable'

/** What rows are gathered into before they go to the disk; a short recording is written at once. */
const bufferBytes = 1 << 18
const headerBytes = encodeNpyHeader('<f4', [0, 1]).length

/**
 * The buffer of a writer that is done, for the next: clearing a new one takes longer than filling it with a short recording.
 */
let spare: Uint8Array | null = null

/** Writes rows as they come. `finish` or `close`; a writer that was closed alone leaves nothing behind. */
export interface FeatureWriter {
  /** How many rows there are. */
  readonly count: number
  /** Takes `count` rows, row-major from the beginning of `rows`. @throws CepstraError NOT_WRITABLE when the disk does not take them. */
  push(rows: Float32Array, count: number): void
  /** Takes all rows from number `count` on back, for a recording that turned out to have no features. */
  rewind(count: number): void
  /** Puts the file in its place. @throws CepstraError NOT_WRITABLE */
  finish(): void
  /** Harmless when called twice, or after `finish`. */
  close(): void
}

/**
 * A float32 .npy file of frames x `dimensions` that grows. A reader sees the whole file under `path` or none: it is
 * written beside its place, under a name that `unfinishedPath` gives, and moved there once its header tells its length.
 */
export function openFeatureWriter(path: string, dimensions: number): FeatureWriter {
  const unfinished = unfinishedPath(path)
  const rowBytes = dimensions * Float32Array.BYTES_PER_ELEMENT
  const header = (count: number): Uint8Array => encodeNpyHeader('<f4', [count, dimensions])
  const buffer = spare ?? new Uint8Array(headerBytes + bufferBytes)
  spare = null
  // The header's room; its number of rows is only known at the end.
  let filled = headerBytes
  let count = 0
  /** What stands in the file before the buffer's bytes; more may stand behind it where rows were taken back. */
  let flushed = 0
  let file: number | null = null

  const tellingWhere = (write: () => void): void => {
    try {
      write()
    } catch (error) {
      throw notWritable('Features', path, error)
    }
  }
  const flush = (): number => {
    file ??= openMaking(unfinished)
    writeWhole(file, buffer.subarray(0, filled), flushed)
    flushed += filled
    filled = 0
    return file
  }
  const close = (): void => {
    if (file === null) return
    closeSync(file)
    file = null
    rmSync(unfinished, { force: true })
  }
  return {
    get count() {
      return count
    },
    push(rows, rowCount) {
      const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rowCount * rowBytes)
      tellingWhere(() => {
        for (let taken = 0; taken < bytes.length;) {
          const part = bytes.subarray(taken, taken + buffer.length - filled)
          buffer.set(part, filled)
          filled += part.length
          taken += part.length
          if (filled === buffer.length) flush()
        }
      })
      count += rowCount
    },
    rewind(toCount) {
      const end = headerBytes + toCount * rowBytes
      filled = Math.max(0, end - flushed)
      flushed = Math.min(flushed, end)
      count = toCount
    },
    finish() {
      const finalHeader = header(count)
      if (finalHeader.length !== headerBytes)
        throw new RangeError(`${count} frames are too many for the header of a file.`)
      tellingWhere(() => {
        const isOneWrite = file === null
        if (isOneWrite) buffer.set(finalHeader)
        const open = flush()
        if (!isOneWrite) {
          writeWhole(open, finalHeader, 0)
          // Behind the last row there may be some that were taken back.
          ftruncateSync(open, flushed)
        }
        spare = buffer
        closeSync(open)
        file = null
        try {
          renameSync(unfinished, path)
        } catch (error) {
          rmSync(unfinished, { force: true })
          // Windows keeps a file that is being read from being replaced; the same content is in it already.
          if (!existsSync(path)) throw error
        }
      })
    },
    close,
  }
}

/** A name beside `path` for what is not finished, told apart from those of other writers and processes. */
export function unfinishedPath(path: string): string {
  return `${path}.${process.pid}-${Math.random().toString(36).slice(2)}.part`
}

function openMaking(path: string): number {
  try {
    return openSync(path, 'w')
  } catch {
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, 'w')
  }
}

function writeWhole(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done)
  }
}
