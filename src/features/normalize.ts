import { deviationOf, MomentSums } from './columnMoments'
import { RowSpool, type SpoolOptions } from './rowSpool'
import { rowsAtOnce, type RowStage } from './rowStage'

/** Takes `means` out of every row and divides by `deviations`, which are never 0. */
export function shiftAndScale(
  { means, deviations }: { readonly means: ArrayLike<number>; readonly deviations: ArrayLike<number> },
  next: RowStage,
): RowStage {
  const columns = means.length
  const scales = Float64Array.from(deviations, (deviation) => 1 / deviation)
  let out = new Float32Array(0)
  return {
    push(rows, count) {
      for (let from = 0; from < count; from += rowsAtOnce) {
        const part = Math.min(rowsAtOnce, count - from)
        if (out.length < part * columns) out = new Float32Array(part * columns)
        for (let at = 0, source = from * columns; at < part * columns;) {
          for (let column = 0; column < columns; column++, at++, source++) {
            out[at] = (rows[source] - means[column]) * scales[column]
          }
        }
        next.push(out, part)
      }
    },
    finish: () => next.finish(),
  }
}

export interface RecordingNormalization {
  readonly columns: number
  readonly kind: 'mean' | 'meanVariance'
  /** One byte a frame, 1 kept: asked for once all rows have come. */
  readonly speech: () => Uint8Array
}

/**
 * Takes each column's mean over the recording's kept frames out of every row, and for `meanVariance` also divides by the
 * standard deviation (over the number of frames, not one less). A column that does not vary is only centered. Without any
 * kept frame the rows stay as they are. No row goes on before the last has come.
 */
export function recordingNormalization(
  { columns, kind, speech }: RecordingNormalization,
  spooling: SpoolOptions,
  next: RowStage,
): RowStage & Disposable {
  const spool = new RowSpool(columns, spooling)
  return {
    push: (rows, count) => spool.push(rows, count),
    finish() {
      const kept = speech()
      const sums = new MomentSums(columns)
      let frame = 0
      spool.read((rows, count) => {
        for (let i = 0; i < count; i++, frame++) if (kept[frame] === 1) sums.add(rows, i * columns)
      })
      const { means, variances } = sums.moments()
      const deviations = means.map((mean, column) => (kind === 'mean' ? 1 : deviationOf(mean, variances[column])))
      const normal = shiftAndScale({ means, deviations }, next)
      spool.read((rows, count) => normal.push(rows, count))
      spool.close()
      normal.finish()
    },
    [Symbol.dispose]: () => spool.close(),
  }
}
