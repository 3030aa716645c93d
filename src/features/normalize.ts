import type { Recipe } from './recipe'

/**
 * Takes each column's mean over the kept frames out of every frame of the row-major `data`, and for `meanVariance`
 * also divides by the standard deviation (over the number of frames, not one less). A column that does not vary is
 * only centered. Without any kept frame the data stay as they are.
 */
export function normalize(
  data: Float32Array,
  dimensions: number,
  speech: Uint8Array,
  normalization: Recipe['normalization'],
): void {
  const count = speech.reduce((sum, kept) => sum + kept, 0)
  if (normalization === 'none' || count === 0) return
  for (let column = 0; column < dimensions; column++) {
    let mean = 0
    for (let t = 0, at = column; t < speech.length; t++, at += dimensions) if (speech[t] === 1) mean += data[at]
    mean /= count
    let scale = 1
    if (normalization === 'meanVariance') {
      let squares = 0
      for (let t = 0, at = column; t < speech.length; t++, at += dimensions) {
        if (speech[t] === 1) squares += (data[at] - mean) ** 2
      }
      const deviation = Math.sqrt(squares / count)
      // Below this a column differs by rounding alone, and dividing would blow the rounding up to full size.
      if (deviation > 1e-5 * Math.max(1, Math.abs(mean))) scale = 1 / deviation
    }
    for (let at = column; at < data.length; at += dimensions) data[at] = (data[at] - mean) * scale
  }
}
