/** What the analysis of a stretch of frames found. Made once for `most` frames and filled again and again. */
export interface FrameStretch {
  /** Row-major frames x coefficients, c0 first, the lifter applied. */
  readonly cepstra: Float32Array
  /** Row-major frames x filters: the logarithms of the filters' sums, before the cosine transform. */
  readonly logBands: Float32Array
  /** Sum of squares of each frame on the recipe's sample scale: offset removed where the recipe does, nothing else done. */
  readonly energies: Float64Array
  /**
   * Mean square of each frame about its own mean, on that scale: a constant offset is no sound. 0 for digital silence
   * (all samples equal), and only for that.
   */
  readonly variances: Float64Array
}

/** Turns frames of samples into cepstra. */
export interface FrameAnalyzer {
  /**
   * Analyzes `count` frames; frame i is the `frameLength` samples from `starts[i]` on, all of which `samples` holds.
   * Writes rows 0 .. count - 1 of `found`. Instances own their scratch space and are not shared among threads.
   */
  analyze(samples: Float32Array, starts: Int32Array, count: number, found: FrameStretch): void
}

export function frameStretch(most: number, coefficients: number, filters: number): FrameStretch {
  return {
    cepstra: new Float32Array(most * coefficients),
    logBands: new Float32Array(most * filters),
    energies: new Float64Array(most),
    variances: new Float64Array(most),
  }
}
