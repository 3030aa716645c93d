/** First and second moments of columns over some rows, which can be put together with those over other rows. */
export interface ColumnMoments {
  readonly count: number
  readonly means: Float64Array
  /** Mean squares about the means (divided by the count, not one less). */
  readonly variances: Float64Array
}

/** Gathers moments row by row. */
export class MomentSums {
  readonly #columns: number
  /** Sums are of differences from the first row, which keeps them exact for columns far from 0. */
  readonly #origin: Float64Array
  readonly #sums: Float64Array
  readonly #squares: Float64Array
  #count = 0

  constructor(columns: number) {
    this.#columns = columns
    this.#origin = new Float64Array(columns)
    this.#sums = new Float64Array(columns)
    this.#squares = new Float64Array(columns)
  }

  /** Takes the row of `rows` that begins at value number `at`. */
  add(rows: Float32Array | Float64Array, at: number): void {
    if (this.#count++ === 0) this.#origin.set(rows.subarray(at, at + this.#columns))
    for (let column = 0; column < this.#columns; column++) {
      const value = rows[at + column] - this.#origin[column]
      this.#sums[column] += value
      this.#squares[column] += value * value
    }
  }

  moments(): ColumnMoments {
    const count = this.#count
    const shifts = this.#sums.map((sum) => (count > 0 ? sum / count : 0))
    return {
      count,
      means: shifts.map((shift, column) => this.#origin[column] + shift),
      variances: shifts.map((shift, column) =>
        count > 0 ? Math.max(0, this.#squares[column] / count - shift * shift) : 0,
      ),
    }
  }
}

/** The moments over all rows of both (Chan, Golub and LeVeque 1979, eq. 2.1). */
export function mergeMoments(a: ColumnMoments, b: ColumnMoments): ColumnMoments {
  if (a.count === 0 || b.count === 0) return a.count === 0 ? b : a
  const count = a.count + b.count
  const share = b.count / count
  return {
    count,
    means: a.means.map((mean, column) => mean + share * (b.means[column] - mean)),
    variances: a.variances.map((variance, column) => {
      const apart = b.means[column] - a.means[column]
      return variance + share * (b.variances[column] - variance) + share * (1 - share) * apart * apart
    }),
  }
}

/**
 * What a column is divided by so that it varies by 1: its standard deviation, or 1 where it does not vary. Below 1e-5 of
 * its mean a column differs by rounding alone, and dividing would blow the rounding up to full size.
 */
export function deviationOf(mean: number, variance: number): number {
  const deviation = Math.sqrt(variance)
  return deviation > 1e-5 * Math.max(1, Math.abs(mean)) ? deviation : 1
}
