/** One column of a row-major matrix. */
export function valuesOfColumn(
  { rows, columns, values }: { readonly rows: number; readonly columns: number; readonly values: Float32Array },
  column: number,
): Float32Array {
  const found = new Float32Array(rows)
  for (let row = 0, at = column; row < rows; row++, at += columns) found[row] = values[at]
  return found
}
