import { CepstraError } from '../cepstraError'
import { firstNotFinite } from '../mixture/firstNotFinite'
import type { Frames } from '../mixture/frames'
import type { ShareableSource } from '../mixture/threads/shareableSource'
import { openNpyMatrix, type Refusal } from './npyMatrix'

/** Which columns of an .npy matrix are frames, from 0. */
export interface NpyChoice {
  /** All but that of the weights unless given. */
  readonly columns?: readonly number[]
  /** The column with one weight a frame. */
  readonly weights?: number
}

export interface NpyOrigin extends NpyChoice {
  readonly kind: 'npy'
  readonly path: string
}

export interface NpyFrames extends ShareableSource<NpyOrigin>, Disposable {
  /** What the values have in the file; frames are handed out in the same. */
  readonly type: 'float32' | 'float64'
  close(): void
}

/**
 * The rows of an .npy matrix as frames, read when they are needed into memory that does not grow with their number.
 *
 * @throws CepstraError FILE_NOT_FOUND, FILE_UNREADABLE; TABLE_INVALID for another kind of file, one that ends too early, or
 *   (on reading) a value that is no finite number, by row and column from 0; OPTIONS_INVALID for columns there are not.
 */
export function openNpyFrames(path: string, choice: NpyChoice = {}): NpyFrames {
  const refuse = (why: string): CepstraError =>
    new CepstraError('TABLE_INVALID', `${path} cannot be used as a table of numbers: ${why}.`)
  const matrix = openNpyMatrix(path, refuse)
  const { dimensions: width, type } = matrix
  const columns = choice.columns ?? Array.from({ length: width }, (_, j) => j).filter((j) => j !== choice.weights)
  const asked = choice.weights === undefined ? columns : [...columns, choice.weights]
  const unknown = asked.find((column) => !Number.isInteger(column) || column < 0 || column >= width)
  if (columns.length === 0 || unknown !== undefined) {
    matrix.close()
    throw new CepstraError(
      'OPTIONS_INVALID',
      unknown === undefined
        ? `No column of ${path} is left to fit a mixture to. Add one, or leave the weights out.`
        : `${path} has ${width} columns, counted from 0, but column ${unknown} was chosen.`,
    )
  }
  const Numbers = type === 'float32' ? Float32Array : Float64Array
  const dimensions = columns.length
  const whole = dimensions === width && columns.every((column, j) => column === j)
  let rows: Float32Array | Float64Array = new Numbers(0)
  let picked = rows

  const read = (from: number, to: number): Frames => {
    const count = to - from
    if (rows.length < count * width) rows = new Numbers(count * width)
    matrix.read(from, to, rows)
    if (!whole) {
      if (picked.length < count * dimensions) picked = new Numbers(count * dimensions)
      pickColumns(rows, width, columns, picked, count)
    }
    const data = (whole ? rows : picked).subarray(0, count * dimensions)
    const bad = firstNotFinite(data, data.length)
    if (bad >= 0) {
      const where = `row ${from + Math.floor(bad / dimensions)}, column ${columns[bad % dimensions]} (both counted from 0)`
      throw refuse(`${where} holds ${data[bad]}, which is no finite number`)
    }
    if (choice.weights === undefined) return { data, count, dimensions }
    return { data, count, dimensions, weights: weightsOf(rows, width, choice.weights, from, count, refuse) }
  }
  const { count, close } = matrix
  return { count, dimensions, type, read, origin: { kind: 'npy', path, ...choice }, close, [Symbol.dispose]: close }
}

function pickColumns(
  rows: Float32Array | Float64Array,
  width: number,
  columns: readonly number[],
  out: Float32Array | Float64Array,
  count: number,
): void {
  for (let i = 0, at = 0; i < count; i++) for (const column of columns) out[at++] = rows[i * width + column]
}

function weightsOf(
  rows: Float32Array | Float64Array,
  width: number,
  column: number,
  from: number,
  count: number,
  refuse: Refusal,
): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const weight = rows[i * width + column]
    if (weight >= 0 && weight < Infinity) return weight
    throw refuse(`row ${from + i} (counted from 0) has the weight ${weight}; weights are numbers from 0 up`)
  })
}
