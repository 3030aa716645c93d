import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { rowsAtOnce } from './rowStage'

export interface SpoolOptions {
  /**
   * Names a file that may be made where the rows take much memory, another at each call; it is gone with `close` or the
   * process. Without one all rows stay in memory.
   */
  readonly scratchPath?: () => string
  /** What rows may take in memory where there is a scratch file; 32 MB unless given. */
  readonly mostBytes?: number
}

/** Keeps the rows of a recording until all of it is known, then hands them out in order as often as they are asked for. */
export class RowSpool {
  readonly #columns: number
  readonly #options: SpoolOptions
  #parts: Float32Array[] = []
  #bytes = 0
  #file: number | null = null
  #path = ''

  constructor(columns: number, options: SpoolOptions = {}) {
    this.#columns = columns
    this.#options = options
  }

  push(rows: Float32Array, count: number): void {
    const part = rows.slice(0, count * this.#columns)
    if (this.#file !== null) this.#append(part)
    else {
      this.#parts.push(part)
      this.#bytes += part.byteLength
      const { scratchPath, mostBytes = 32e6 } = this.#options
      if (scratchPath !== undefined && this.#bytes > mostBytes) this.#moveOut(scratchPath())
    }
  }

  /** Calls `see` with all rows in order, some at a time. */
  read(see: (rows: Float32Array, count: number) => void): void {
    const columns = this.#columns
    for (const part of this.#parts) see(part, part.length / columns)
    if (this.#file === null) return
    const rowBytes = columns * Float32Array.BYTES_PER_ELEMENT
    const rows = new Float32Array(rowsAtOnce * columns)
    for (let at = 0; at < this.#bytes;) {
      const bytes = new Uint8Array(rows.buffer, 0, Math.min(rows.byteLength, this.#bytes - at))
      for (let got = 0; got < bytes.length;) {
        const more = readSync(this.#file, bytes, got, bytes.length - got, at + got)
        if (more === 0) throw new Error(`The scratch file ${this.#path} became shorter.`)
        got += more
      }
      at += bytes.length
      see(rows, bytes.length / rowBytes)
    }
  }

  /** Lets the rows go. May be called again. */
  close(): void {
    this.#parts = []
    if (this.#file === null) return
    closeSync(this.#file)
    this.#file = null
    rmSync(this.#path, { force: true })
  }

  #moveOut(path: string): void {
    mkdirSync(dirname(path), { recursive: true })
    this.#path = path
    this.#file = openSync(path, 'w+')
    // Where the system allows it the file has no name any more, so that nothing is left however the process ends.
    if (process.platform !== 'win32') rmSync(path, { force: true })
    const parts = this.#parts
    this.#parts = []
    this.#bytes = 0
    for (const part of parts) this.#append(part)
  }

  #append(part: Float32Array): void {
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.#file ?? -1, bytes, done, bytes.length - done, this.#bytes + done)
    }
    this.#bytes += bytes.length
  }
}
