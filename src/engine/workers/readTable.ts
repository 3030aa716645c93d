import { openNpyFrames } from '../../project/npyFrames'
import { chooseColumns, type ColumnChoice } from '../tables/chooseColumns'
import type { FrameSource } from '../../mixture/frameSource'
import { readTextTable } from '../tables/readTextTable'
import type { FramesAt } from './framesAt'
import { sharedInt32 } from './sharedFrames'

export interface ReadTableInput {
  readonly path: string
  readonly choice: ColumnChoice
}

/** A table that has been found good: its chosen columns, and where its rows are. */
export interface OpenTable {
  readonly columns: readonly string[]
  readonly frameCount: number
  readonly at: FramesAt
  /** The group of each row; null where there are none. */
  readonly groups: Int32Array | null
}

/** Reads a text table into shared memory, or opens an .npy one, of which only the header is read. */
export async function readTable({ path, choice }: ReadTableInput): Promise<OpenTable> {
  if (path.toLowerCase().endsWith('.npy')) return npyTable(path, choice)
  const { columns, frames, groups } = await readTextTable(path, choice)
  return { columns, frameCount: frames.count, at: { kind: 'memory', frames }, groups }
}

function npyTable(path: string, choice: ColumnChoice): OpenTable {
  using whole = openNpyFrames(path)
  const names = Array.from({ length: whole.dimensions }, (_, column) => `column ${column + 1}`)
  const { columns, weights, groups } = chooseColumns(names, choice)
  return {
    columns: columns.map((column) => names[column]),
    frameCount: whole.count,
    at: { kind: 'npy', path, columns, ...(weights === null ? {} : { weights }) },
    groups: groups === null ? null : groupNumbers(whole, groups),
  }
}

const rowsAtOnce = 65_536

/** The groups that the values of a column make, counted from 0 in the order in which they come. */
function groupNumbers(source: FrameSource, column: number): Int32Array {
  const numbers = new Map<number, number>()
  const groups = sharedInt32(source.count)
  for (let from = 0; from < source.count; from += rowsAtOnce) {
    const { data, count, dimensions } = source.read(from, Math.min(source.count, from + rowsAtOnce))
    for (let row = 0; row < count; row++) {
      const value = data[row * dimensions + column]
      const number = numbers.get(value) ?? numbers.size
      numbers.set(value, number)
      groups[from + row] = number
    }
  }
  return groups
}
