import { CepstraError } from '../../cepstraError'

/**
 * Checks columns that somebody chose: at least one, each a whole number from 0 to `dimensions` - 1, none twice.
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the column at fault.
 */
export function checkColumns(columns: readonly number[], dimensions: number): void {
  const last = dimensions - 1
  if (columns.length === 0) {
    throw new CepstraError('OPTIONS_INVALID', `No column is chosen. Choose at least one from 0 to ${last}.`)
  }
  for (const [i, column] of columns.entries()) {
    if (!Number.isInteger(column) || column < 0 || column > last) {
      throw new CepstraError('OPTIONS_INVALID', `There is no column ${column}. Choose from 0 to ${last}.`)
    }
    if (columns.indexOf(column) < i) {
      throw new CepstraError('OPTIONS_INVALID', `Column ${column} is chosen twice. Choose each once.`)
    }
  }
}

/** The entries of a D x D matrix (row-major) in the chosen rows and columns, in their order. */
export function submatrix(
  matrix: Float64Array,
  dimensions: number,
  rows: readonly number[],
  columns: readonly number[],
): Float64Array {
  return Float64Array.from(rows.flatMap((row) => columns.map((column) => matrix[row * dimensions + column])))
}
