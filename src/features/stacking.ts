import { neighborhood } from './neighborhood'
import { rowsAtOnce, type RowStage } from './rowStage'

/** Makes of each row one with its `reach` neighbors on each side, oldest first, the first and last row repeated beyond the edges. */
export function stacking(
  { columns, reach }: { readonly columns: number; readonly reach: number },
  next: RowStage,
): RowStage {
  const width = columns * (2 * reach + 1)
  const out = new Float32Array((3 * reach + rowsAtOnce) * width)
  return neighborhood(
    { columns, reach },
    (held, first, due) => {
      for (let i = 0; i < due; i++) {
        const from = (first + i - reach) * columns
        out.set(held.subarray(from, from + width), i * width)
      }
      next.push(out, due)
    },
    next,
  )
}
