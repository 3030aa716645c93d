/** Scores over time, ready to be drawn. */
export interface SmoothedScores {
  /** Row-major rows x labels; NaN where every frame of the row was dropped. */
  readonly data: Float32Array
  readonly rows: number
  readonly labels: number
  /** How many frames apart the rows are. Row r stands for the frames [r x step, (r + 1) x step). */
  readonly step: number
}

/**
 * Moving mean of scores, leaving dropped frames out of every mean, thinned to at most `maxPoints` rows.
 *
 * @param scores row-major frames x labels, all frames of the recording
 * @param speech one entry a frame, 0 where it was dropped
 * @param windowFrames frames under the mean, centered on each row; at least the row's own frames are averaged
 */
export function smoothScores(
  scores: Float32Array,
  labels: number,
  speech: Uint8Array,
  windowFrames: number,
  maxPoints: number,
): SmoothedScores {
  const count = speech.length
  if (scores.length !== count * labels) {
    throw new RangeError(`${scores.length} scores are not ${count} frames x ${labels} labels.`)
  }
  const step = Math.max(1, Math.ceil(count / maxPoints))
  const rows = Math.ceil(count / step)
  const keptBefore = new Uint32Array(count + 1)
  for (let i = 0; i < count; i++) keptBefore[i + 1] = keptBefore[i] + (speech[i] ? 1 : 0)
  const data = new Float32Array(rows * labels).fill(NaN)
  const half = Math.max(0, (windowFrames - step) / 2)
  const sumBefore = new Float64Array(count + 1)
  for (let l = 0; l < labels; l++) {
    for (let i = 0; i < count; i++) sumBefore[i + 1] = sumBefore[i] + (speech[i] ? scores[i * labels + l] : 0)
    for (let r = 0; r < rows; r++) {
      const start = r * step
      const end = Math.min(count, start + step)
      if (keptBefore[end] === keptBefore[start]) continue
      const from = Math.max(0, Math.round(start - half))
      const to = Math.min(count, Math.round(end + half))
      data[r * labels + l] = (sumBefore[to] - sumBefore[from]) / (keptBefore[to] - keptBefore[from])
    }
  }
  return { data, rows, labels, step }
}
