/** Frames on each side that take part in a slope. */
const reach = 2

/**
 * Slopes of `columns` neighboring columns over time, by the regression of HTK and Kaldi over two frames on each side:
 * d(t) = sum over n = 1, 2 of n (x(t + n) - x(t - n)) / 10, the first and last frame repeated beyond the edges.
 * Reads columns `from` .. and writes columns `to` .. of the row-major `data`, which has `dimensions` columns.
 */
export function addDeltas(data: Float32Array, { frameCount, dimensions, from, to, columns }: DeltaColumns): void {
  const norm = 10
  for (let t = 0; t < frameCount; t++) {
    for (let column = 0; column < columns; column++) {
      let slope = 0
      for (let n = 1; n <= reach; n++) {
        const after = Math.min(frameCount - 1, t + n) * dimensions + from + column
        const before = Math.max(0, t - n) * dimensions + from + column
        slope += n * (data[after] - data[before])
      }
      data[t * dimensions + to + column] = slope / norm
    }
  }
}

export interface DeltaColumns {
  readonly frameCount: number
  readonly dimensions: number
  readonly from: number
  readonly to: number
  readonly columns: number
}
