/**
 * Matches rows to columns one to one so that the sum of the matched weights is as large as can be, by the Hungarian
 * algorithm (Kuhn 1955; Munkres 1957) with potentials along shortest paths, in n^3 steps. Of a table that is not square
 * the rows or columns that are too many go without a partner.
 *
 * @param weights one list of finite numbers a row, all of one length.
 * @returns the column of each row, or null.
 */
export function bestAssignment(weights: readonly (readonly number[])[]): (number | null)[] {
  const rows = weights.length
  const columns = weights[0]?.length ?? 0
  const size = Math.max(rows, columns)
  const cost = (row: number, column: number): number => (row < rows && column < columns ? -weights[row][column] : 0)
  // Counted from 1; 0 is the row that is about to be matched, and the column that no row has.
  const rowPotential = new Float64Array(size + 1)
  const columnPotential = new Float64Array(size + 1)
  const rowOf = new Int32Array(size + 1)
  const before = new Int32Array(size + 1)
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row
    let column = 0
    const slack = new Float64Array(size + 1).fill(Infinity)
    const reached = new Uint8Array(size + 1)
    do {
      reached[column] = 1
      let least = Infinity
      let next = 0
      for (let other = 1; other <= size; other++) {
        if (reached[other]) continue
        const reduced = cost(rowOf[column] - 1, other - 1) - rowPotential[rowOf[column]] - columnPotential[other]
        if (reduced < slack[other]) {
          slack[other] = reduced
          before[other] = column
        }
        if (slack[other] < least) {
          least = slack[other]
          next = other
        }
      }
      for (let other = 0; other <= size; other++) {
        if (reached[other]) {
          rowPotential[rowOf[other]] += least
          columnPotential[other] -= least
        } else slack[other] -= least
      }
      column = next
    } while (rowOf[column] !== 0)
    while (column !== 0) {
      rowOf[column] = rowOf[before[column]]
      column = before[column]
    }
  }
  const matched = new Array<number | null>(rows).fill(null)
  for (let column = 1; column <= columns; column++) if (rowOf[column] <= rows) matched[rowOf[column] - 1] = column - 1
  return matched
}
