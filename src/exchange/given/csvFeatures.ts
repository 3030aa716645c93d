import { parse } from 'csv-parse/sync'
import { givenFeatures, notFeatures, type GivenFeatures } from './givenFeatures'

/**
 * Features from text with one frame a line and its numbers in columns, separated by commas, semicolons, tabs or spaces.
 * Names may stand above the columns; lines that begin with # are passed over, as `numpy.savetxt` writes them.
 *
 * @throws CepstraError TABLE_INVALID, naming the line and the column.
 */
export function csvFeatures(bytes: Uint8Array, name: string): GivenFeatures {
  const rows = rowsOf(new TextDecoder().decode(bytes), name)
  const [first] = rows
  if (first === undefined) throw notFeatures(name, 'it holds no line of numbers')
  const isHeader = first.cells.some((cell) => numberIn(cell) === null) && first.cells.every((cell) => cell !== 'NaN')
  const frames = isHeader ? rows.slice(1) : rows
  const dimensions = first.cells.length
  const ragged = frames.find(({ cells }) => cells.length !== dimensions)
  if (ragged) {
    throw notFeatures(name, `line ${ragged.line} has ${ragged.cells.length} columns, but the first has ${dimensions}`)
  }
  const valueAt = (row: number, column: number): number => {
    const { cells, line } = frames[row]
    const value = numberIn(cells[column])
    if (value === null) {
      throw notFeatures(name, `line ${line}, column ${column + 1} is "${cells[column].slice(0, 40)}", no number`)
    }
    return value
  }
  const columnNames = isHeader ? first.cells.map((cell, column) => cell || `f${column + 1}`) : null
  return givenFeatures(name, frames.length, dimensions, valueAt, { columnNames })
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

function rowsOf(text: string, name: string): Row[] {
  const lines = text.split(/\r\n|\n|\r/)
  const example = lines.find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''
  const delimiter = [',', ';', '\t'].find((mark) => example.includes(mark))
  if (delimiter === undefined) {
    return lines.flatMap((line, i) =>
      line.trim() === '' || line.startsWith('#') ? [] : [{ line: i + 1, cells: line.trim().split(/\s+/) }],
    )
  }
  try {
    const records = parse(text, {
      ...{ delimiter, bom: true, trim: true, skip_empty_lines: true, relax_column_count: true },
      ...{ comment: '#', comment_no_infix: true, info: true },
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return records.map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    throw notFeatures(name, error instanceof Error ? error.message.replace(/\.$/, '') : String(error))
  }
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

function numberIn(cell: string): number | null {
  return decimal.test(cell) ? Number(cell) : null
}
