import { deviationOf } from './columnMoments'
import { rowsAtOnce, type RowStage } from './rowStage'

export interface SlidingNormalization {
  readonly columns: number
  readonly kind: 'slidingMean' | 'slidingMeanVariance'
  /** Length of the window, at least 1. */
  readonly windowFrames: number
  /** Whether a frame takes part in means; false for digital silence, which would say nothing of the channel. */
  readonly counts: (frame: number) => boolean
}

/**
 * Takes the mean of the frames around each row out of it, and for `slidingMeanVariance` also divides by their standard
 * deviation (a column that does not vary is only centered). The window is that of Kaldi's `apply-cmvn-sliding
 * --center=true` (`feature-functions.cc`, SlidingWindowCmn): frames t - floor(w/2) .. t - floor(w/2) + w - 1, moved inward
 * whole where it would reach beyond the first or last frame, and cut to the recording where that is shorter than it.
 * All frames in it take part, those that voice activity drops too, as in Kaldi, but for digital silence; a row in
 * whose window there is nothing else stays as it is.
 */
export function slidingNormalization(
  { columns, kind, windowFrames, counts }: SlidingNormalization,
  next: RowStage,
): RowStage {
  const window = new MovingSums(columns, counts)
  const before = Math.floor(windowFrames / 2)
  const out = new Float32Array(rowsAtOnce * columns)
  // Rows still needed: `held` begins with row number `heldFrom`.
  const most = 2 * windowFrames + rowsAtOnce
  const held = new Float32Array(most * columns)
  let heldFrom = 0
  let received = 0
  let done = 0
  let waiting = 0

  const first = (frame: number): number => Math.max(0, frame - before)
  const send = (): void => {
    if (waiting > 0) next.push(out, waiting)
    waiting = 0
  }
  const normalizeRow = (from: number, to: number): void => {
    // Sums that only ever grow and shrink gather rounding, so they are made anew once a window's length.
    window.move(held, heldFrom, from, to, done % windowFrames === 0)
    const row = (done - heldFrom) * columns
    const target = waiting * columns
    for (let column = 0; column < columns; column++) {
      const mean = window.mean(column)
      const deviation = kind === 'slidingMean' ? 1 : deviationOf(mean, window.variance(column))
      out[target + column] = (held[row + column] - mean) / deviation
    }
    done++
    if (++waiting === rowsAtOnce) send()
  }
  return {
    push(rows, count) {
      for (let i = 0; i < count; i++) {
        if (received - heldFrom === most) {
          // The window still stands where row `done` - 1 had it.
          const needed = Math.max(0, done - 1 - before)
          held.copyWithin(0, (needed - heldFrom) * columns)
          heldFrom = needed
        }
        held.set(rows.subarray(i * columns, (i + 1) * columns), (received - heldFrom) * columns)
        received++
        // As long as the last row that the window of row `done` needs is there.
        for (let from = first(done); received >= from + windowFrames && done < received; from = first(done)) {
          normalizeRow(from, from + windowFrames)
        }
      }
    },
    finish() {
      const from = Math.max(0, received - windowFrames)
      while (done < received) normalizeRow(from, received)
      send()
      next.finish()
    },
  }
}

/** Sums over rows `from` .. `to` - 1, moved along. */
class MovingSums {
  readonly #columns: number
  readonly #counts: (frame: number) => boolean
  readonly #sums: Float64Array
  readonly #squares: Float64Array
  #from = 0
  #to = 0
  #count = 0

  constructor(columns: number, counts: (frame: number) => boolean) {
    this.#columns = columns
    this.#counts = counts
    this.#sums = new Float64Array(columns)
    this.#squares = new Float64Array(columns)
  }

  /** Both ends only ever move on; `anew` adds up all rows between them again. */
  move(held: Float32Array, heldFrom: number, from: number, to: number, anew: boolean): void {
    if (anew) {
      this.#sums.fill(0)
      this.#squares.fill(0)
      this.#count = 0
      this.#from = this.#to = from
    }
    for (; this.#from < from; this.#from++) this.#add(held, heldFrom, this.#from, -1)
    for (; this.#to < to; this.#to++) this.#add(held, heldFrom, this.#to, 1)
  }

  mean(column: number): number {
    return this.#count > 0 ? this.#sums[column] / this.#count : 0
  }

  variance(column: number): number {
    return this.#count > 0 ? Math.max(0, this.#squares[column] / this.#count - this.mean(column) ** 2) : 0
  }

  #add(held: Float32Array, heldFrom: number, frame: number, sign: number): void {
    if (!this.#counts(frame)) return
    this.#count += sign
    const row = (frame - heldFrom) * this.#columns
    for (let column = 0; column < this.#columns; column++) {
      const value = held[row + column]
      this.#sums[column] += sign * value
      this.#squares[column] += sign * value * value
    }
  }
}
