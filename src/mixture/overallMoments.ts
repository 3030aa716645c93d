import type { FramePasses } from './framePasses'

/** Mean and variance of each column over all frames, weighted; variances are divided by the sum of weights. */
export interface Moments {
  readonly weight: number
  /** D. */
  readonly means: Float64Array
  /** D. */
  readonly variances: Float64Array
}

/** The moments of all frames in one pass, taken about the first frame so that a large offset costs no digits. */
export function* overallMoments(passes: FramePasses): Generator<void, Moments> {
  const { dimensions } = passes.source
  const about = Float64Array.from(passes.source.read(0, 1).data)
  const sums = yield* passes.sums({ kind: 'moments', about })
  const weight = sums[0]
  const shifts = sums.subarray(1, 1 + dimensions).map((sum) => sum / weight)
  return {
    weight,
    means: about.map((value, j) => value + shifts[j]),
    variances: shifts.map((shift, j) => Math.max(sums[1 + dimensions + j] / weight - shift * shift, 0)),
  }
}
