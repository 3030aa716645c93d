import type { CovarianceType } from '../../src/mixture/gaussianMixture'
import type { PeakRates } from './peakRates'

/** One line of the comparison: what is done with how much. */
export interface RowWork {
  readonly work: 'em' | 'kmeans' | 'score'
  readonly covariance: CovarianceType | null
  readonly dims: number
  readonly components: number
  readonly frames: number
  /** How many times as fast as scikit-learn it is meant to be. */
  readonly wanted: { readonly float32: number; readonly float64: number }
}

/** Iterations of expectation maximization. */
export const emIterations = 20

/**
 * Passes of scoring in one measurement. A single pass takes some 30 ms, in which the first of several ways into a cold
 * processor counts for a fifth; both programs score as often in a row.
 */
export const scorePasses = 10

/** Rounds of k-means at most: enough to converge. */
export const kMeansRounds = 300

/** The comparison, with `scale` times as many frames as it is meant to have. */
export function allWork(scale: number): RowWork[] {
  const em = (covariance: CovarianceType, dims: number, components: number, float32: number, float64: number) => {
    const frames = (covariance === 'full' ? 100_000 : 200_000) * scale
    return { work: 'em', covariance, dims, components, frames, wanted: { float32, float64 } } as const
  }
  const others = { frames: 200_000 * scale, components: 64 }
  return [
    em('diag', 13, 16, 10, 6),
    em('diag', 13, 64, 14, 7),
    em('diag', 39, 16, 10, 4.5),
    em('diag', 39, 64, 7, 4),
    em('full', 13, 16, 10, 8),
    { work: 'kmeans', covariance: null, dims: 13, ...others, wanted: { float32: 5, float64: 5 } },
    { work: 'score', covariance: 'diag', dims: 39, ...others, wanted: { float32: 8, float64: 8 } },
  ]
}

/** What a frame costs at the least, once an iteration. */
export interface FrameCost {
  readonly multiplyAdds: number
  readonly exponentials: number
}

/**
 * The least that a frame costs, counted as:
 *
 * - E-step, diagonal: (s x + m)^2 of each component and column, two multiply-adds; full: each entry of the triangle that
 *   multiplies x, and D squares; and one exponential a component
 * - M-step, diagonal: r x and r x^2 of each component and column; full: r x_i x_j of the triangle, and r x
 * - scoring: the E-step's part
 * - k-means: one multiply-add of each center and column (the dot product), and no exponential
 */
export function frameCost({ work, covariance, dims, components }: Omit<RowWork, 'frames' | 'wanted'>): FrameCost {
  const triangle = (dims * (dims + 1)) / 2
  const expectation = covariance === 'full' ? triangle + dims : 2 * dims
  const maximization = covariance === 'full' ? triangle + dims : 2 * dims
  switch (work) {
    case 'em':
      return { multiplyAdds: components * (expectation + maximization), exponentials: components }
    case 'score':
      return { multiplyAdds: components * expectation, exponentials: components }
    case 'kmeans':
      return { multiplyAdds: components * dims, exponentials: 0 }
  }
}

/** The milliseconds below which `frames` frames cannot be worked on once, at the processor's peak rates. */
export function limitMilliseconds(cost: FrameCost, frames: number, peak: PeakRates): number {
  return (frames * (cost.multiplyAdds / peak.multiplyAdds + cost.exponentials / peak.exponentials)) / 1000
}
