import { rowsAtOnce, type RowStage } from './rowStage'

/**
 * A stage that sees each row among its neighbors, the first and the last row repeated beyond the edges. `see` is called with
 * memory that holds rows one after the other, of which rows `first` .. `first + count - 1` are due; `reach` more stand
 * before and behind them. Each row is due once, in order, wherever the blocks were cut.
 */
export function neighborhood(
  { columns, reach }: { readonly columns: number; readonly reach: number },
  see: (held: Float32Array, first: number, count: number) => void,
  next: Pick<RowStage, 'finish'>,
): RowStage {
  // Grows for recordings that fill it: of a short one, clearing it all would take longer than using it.
  let held = new Float32Array(0)
  let heldRows = 0

  const hold = (rows: Float32Array, from: number, count: number): void => {
    if ((heldRows + count) * columns > held.length) {
      const larger = new Float32Array((3 * reach + Math.min(rowsAtOnce, heldRows + count)) * columns)
      larger.set(held.subarray(0, heldRows * columns))
      held = larger
    }
    held.set(rows.subarray(from * columns, (from + count) * columns), heldRows * columns)
    heldRows += count
  }
  const seeDue = (): void => {
    const due = heldRows - 2 * reach
    if (due <= 0) return
    see(held, reach, due)
    held.copyWithin(0, due * columns, heldRows * columns)
    heldRows = 2 * reach
  }
  return {
    push(rows, count) {
      if (count === 0) return
      if (heldRows === 0) for (let i = 0; i < reach; i++) hold(rows, 0, 1)
      for (let taken = 0; taken < count;) {
        const part = Math.min(count - taken, rowsAtOnce)
        hold(rows, taken, part)
        taken += part
        seeDue()
      }
    },
    finish() {
      if (heldRows > 0) {
        const last = held.slice((heldRows - 1) * columns, heldRows * columns)
        for (let i = 0; i < reach; i++) hold(last, 0, 1)
        seeDue()
      }
      next.finish()
    },
  }
}
