import { neighborhood } from './neighborhood'
import type { RowStage } from './rowStage'

/** Makes of each row one with its `reach` neighbors on each side, oldest first, the first and last row repeated beyond the edges. */
export function stacking(
  { columns, reach }: { readonly columns: number; readonly reach: number },
  next: RowStage,
): RowStage {
  const width = columns * (2 * reach + 1)
  let out = new Float32Array(0)
  return neighborhood(
    { columns, reach },
    (held, first, due) => {
      if (out.length < due * width) out = new Float32Array(due * width)
      for (let i = 0; i < due; i++) {
        const from = (first + i - reach) * columns
        out.set(held.subarray(from, from + width), i * width)
      }
      next.push(out, due)
    },
    next,
  )
}
