import type { Frames } from './frames'
import type { SufficientStatistics } from './sufficientStatistics'

/**
 * The E-step of one mixture: the only code that looks at every frame under every component, and so the one place where
 * another covariance type or a faster kernel fits in. It goes by ranges of frames, so that the caller decides how long
 * it runs, and keeps nothing that grows with their number.
 */
export interface Expectation {
  /**
   * Adds frames [from, to) to the statistics, shared out over the components by responsibility, each times its weight.
   * The statistics have the form that the covariance type needs: `diagonal` for diag and spherical, else `full`.
   */
  accumulate(frames: Frames, from: number, to: number, statistics: SufficientStatistics): void

  /** Writes ln p(frame) of frames [from, to), in nats, to `out` from its beginning. */
  logDensities(frames: Frames, from: number, to: number, out: Float64Array): void

  /** Writes ln (weight_k p(frame | k)) of frames [from, to) to `out`, (to - from) x K. */
  jointLogDensities(frames: Frames, from: number, to: number, out: Float64Array): void
}
