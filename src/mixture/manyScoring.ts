import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import type { Precision } from './precision'
import { scoringOf } from './scoringOf'
import { topComponents, topLogDensities } from './topComponents'

/**
 * Scores under so many components of each frame alone: those of the background that are most probable for it. Only for
 * mixtures with diagonal covariances whose components are the background's, moved.
 */
export interface TopScoring {
  readonly background: GaussianMixture
  /** Even, and no more than there are. */
  readonly perFrame: number
}

/** Writes ln p of each frame under a mixture to `out`, in nats. */
export type ScoreFrames = (mixture: GaussianMixture, out: Float64Array) => void

/** Prepares frames to be scored under many mixtures, one after the other. */
export function manyScoring(precision: Precision, top: TopScoring | null): (frames: Frames) => ScoreFrames {
  if (top === null) {
    return (frames) => (mixture, out) => {
      scoringOf(mixture, precision).logDensities(frames, 0, frames.count, out)
    }
  }
  return (frames) => {
    const choice = topComponents(top.background, frames, top.perFrame)
    return (mixture, out) => {
      topLogDensities(mixture, frames, choice, out)
    }
  }
}
