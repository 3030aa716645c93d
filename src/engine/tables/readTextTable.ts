import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { CepstraError, isCepstraError } from '../../cepstraError'
import type { Frames } from '../../mixture/frames'
import { sharedFloat64, sharedInt32 } from '../workers/sharedFrames'
import { chooseColumns, type ChosenColumns, type ColumnChoice } from './chooseColumns'

/** A table in memory: its chosen columns as float64 frames on shared memory, for any thread to read. */
export interface TextTable {
  readonly columns: readonly string[]
  readonly frames: Frames & { readonly data: Float64Array }
  /** The group of each row, counted from 0 in the order in which they come; null without a column of groups. */
  readonly groups: Int32Array | null
}

/**
 * Reads a text file of numbers in columns: separated by comma, semicolon or tab, with a header or without, cells quoted
 * or not, lines that begin with # left out.
 *
 * @param choice the columns to use.
 * @throws CepstraError FILE_NOT_FOUND, FILE_UNREADABLE; TABLE_INVALID naming line, column and value of what is no finite
 *   number; OPTIONS_INVALID for columns that are not there.
 */
export async function readTextTable(path: string, choice: ColumnChoice = {}): Promise<TextTable> {
  const reader = new RowReader(path, choice)
  try {
    const delimiter = await delimiterOf(path)
    const parser = parse({
      delimiter,
      bom: true,
      trim: true,
      comment: '#',
      comment_no_infix: true,
      skip_empty_lines: true,
      relax_column_count: true,
      // Rows are taken here and not kept by the parser, which would hold the whole file as text.
      on_record: (cells: string[], { lines }) => {
        reader.take(cells, lines)
        return null
      },
    })
    await pipeline(createReadStream(path), parser.resume())
  } catch (error) {
    throw unreadable(path, error)
  }
  return reader.finish()
}

/** What tells columns apart: of comma, semicolon and tab the one that is most frequent in the first line. */
async function delimiterOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
    const text = buffer.toString('utf8', 0, bytesRead)
    const line = text.split(/\r\n?|\n/).find((each) => each.trim() !== '' && !each.startsWith('#')) ?? ''
    const bare = line.replace(/"[^"]*"/g, '')
    const counts = [',', ';', '\t'].map((each) => ({ each, count: bare.split(each).length }))
    return counts.reduce((best, next) => (next.count > best.count ? next : best)).each
  } finally {
    await file.close()
  }
}

/** Cells that stand for a value that is missing; in a first line they make no header. */
const missing = /^(|nan|na|n\/a|null|none|[+-]?inf(inity)?)$/i

/** Numbers kept in one piece while it is not known how many there will be. */
const pieceLength = 1_048_576

/** Takes the rows one by one; the first tells how many columns there are and whether it names them. */
class RowReader {
  readonly #path: string
  readonly #choice: ColumnChoice
  readonly #pieces: Float64Array[] = []
  #used = pieceLength
  #names: readonly string[] = []
  #chosen: ChosenColumns | undefined
  #order: readonly number[] = []
  readonly #groupNumbers = new Map<string, number>()
  #rows = 0

  constructor(path: string, choice: ColumnChoice) {
    this.#path = path
    this.#choice = choice
  }

  take(cells: readonly string[], line: number): void {
    if (!this.#chosen && this.#begin(cells)) return
    if (cells.length !== this.#names.length) {
      throw invalid(
        this.#path,
        `line ${line} has ${cells.length} cells, but the first line has ${this.#names.length}. Give every line the same number of cells`,
      )
    }
    for (const column of this.#order) this.#keep(this.#number(cells[column] ?? '', column, line))
    const group = this.#chosen?.groups ?? null
    if (group !== null) this.#keep(this.#groupNumber(cells[group] ?? ''))
    this.#rows++
  }

  finish(): TextTable {
    const chosen = this.#chosen
    if (!chosen || this.#rows === 0) throw invalid(this.#path, 'it holds no row of numbers')
    const dimensions = chosen.columns.length
    const stride = this.#order.length + (chosen.groups === null ? 0 : 1)
    const data = sharedFloat64(this.#rows * dimensions)
    const weights = chosen.weights === null ? null : sharedFloat64(this.#rows)
    const groups = chosen.groups === null ? null : sharedInt32(this.#rows)
    for (let row = 0; row < this.#rows; row++) {
      for (let j = 0; j < dimensions; j++) data[row * dimensions + j] = this.#kept(row * stride + j)
      if (weights) weights[row] = this.#kept(row * stride + dimensions)
      if (groups) groups[row] = this.#kept((row + 1) * stride - 1)
    }
    const frames = { data, count: this.#rows, dimensions, ...(weights ? { weights } : {}) }
    return { columns: chosen.columns.map((column) => this.#names[column] ?? ''), frames, groups }
  }

  /** Whether the first line is a header, and with that which columns are meant. */
  #begin(cells: readonly string[]): boolean {
    const isHeader = cells.some((cell) => !missing.test(cell) && Number.isNaN(Number(cell)))
    this.#names = isHeader ? cells : cells.map((_, column) => `column ${column + 1}`)
    this.#chosen = chooseColumns(this.#names, this.#choice)
    const { columns, weights } = this.#chosen
    this.#order = weights === null ? columns : [...columns, weights]
    return isHeader
  }

  #number(cell: string, column: number, line: number): number {
    const value = Number(cell)
    if (cell !== '' && Number.isFinite(value)) return value
    const where = `column "${this.#names[column] ?? ''}" ${cell === '' ? 'is empty' : `holds "${cell.slice(0, 40)}"`} in line ${line}`
    if (missing.test(cell)) throw invalid(this.#path, `${where}. Fill it in, or leave that line or column out`)
    const hint = /^[+-]?\d+,\d+$/.test(cell) ? ' Numbers need a decimal point.' : ''
    throw invalid(this.#path, `${where}, which is no number.${hint} Choose the columns to use`)
  }

  #groupNumber(cell: string): number {
    const known = this.#groupNumbers.get(cell)
    if (known !== undefined) return known
    this.#groupNumbers.set(cell, this.#groupNumbers.size)
    return this.#groupNumbers.size - 1
  }

  #keep(value: number): void {
    if (this.#used === pieceLength) {
      this.#pieces.push(new Float64Array(pieceLength))
      this.#used = 0
    }
    const piece = this.#pieces[this.#pieces.length - 1]
    if (piece) piece[this.#used++] = value
  }

  #kept(index: number): number {
    return this.#pieces[Math.floor(index / pieceLength)]?.[index % pieceLength] ?? NaN
  }
}

function invalid(path: string, what: string): CepstraError {
  return new CepstraError('TABLE_INVALID', `${path} cannot be used as a table of numbers: ${what}.`)
}

function unreadable(path: string, error: unknown): unknown {
  if (isCepstraError(error)) return error
  if (error instanceof CsvError) return invalid(path, error.message.replace(/\.$/, ''))
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') {
    return new CepstraError('FILE_NOT_FOUND', `There is no file ${path}. Check its name and folder.`, { cause: error })
  }
  if (code === 'EISDIR' || code === 'EACCES' || code === 'EPERM') {
    const why = code === 'EISDIR' ? 'it is a folder' : 'reading it is not allowed'
    return new CepstraError('FILE_UNREADABLE', `${path} cannot be read: ${why}. Choose another file.`, { cause: error })
  }
  return error
}
