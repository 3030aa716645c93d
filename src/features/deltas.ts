import { neighborhood } from './neighborhood'
import type { RowStage } from './rowStage'

export interface DeltaOptions {
  /** Of the rows that come in. */
  readonly columns: number
  /** The first of the columns whose slopes are taken. */
  readonly from: number
  /** How many columns' slopes are taken. They are put behind these columns. */
  readonly count: number
  /** Frames on each side that take part in a slope. */
  readonly reach: number
}

/**
 * Adds the slopes of neighboring columns over time, by the regression of HTK (HTK Book 3.4, eq. 5.16) and Kaldi:
 * d(t) = sum over n = 1 .. reach of n (x(t + n) - x(t - n)) / (2 sum of n^2), the first and last frame repeated beyond the
 * edges. Slopes of slopes are one more such stage, at whose edges the first and last slope is repeated, as in HTK; Kaldi
 * repeats the frames there, so that its delta-deltas differ in the first and last `reach` frames.
 */
export function deltas({ columns, from, count, reach }: DeltaOptions, next: RowStage): RowStage {
  const width = columns + count
  const behind = from + count
  let out = new Float32Array(0)
  let norm = 0
  for (let n = 1; n <= reach; n++) norm += 2 * n * n
  return neighborhood(
    { columns, reach },
    (held, first, due) => {
      if (out.length < due * width) out = new Float32Array(due * width)
      for (let i = 0; i < due; i++) {
        const row = (first + i) * columns
        const target = i * width
        for (let column = 0; column < behind; column++) out[target + column] = held[row + column]
        for (let column = from; column < behind; column++) {
          let slope = 0
          for (let n = 1; n <= reach; n++) {
            slope += n * (held[row + n * columns + column] - held[row - n * columns + column])
          }
          out[target + count + column] = slope / norm
        }
        for (let column = behind; column < columns; column++) out[target + count + column] = held[row + column]
      }
      next.push(out, due)
    },
    next,
  )
}
