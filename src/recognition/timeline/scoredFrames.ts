import type { GaussianMixture } from '../../mixture/gaussianMixture'
import type { FrameSource } from '../../mixture/frameSource'
import { scoreFrames } from '../scoreFrames'

/** Frames scored together. */
const framesAtOnce = 4096
/** Scores are kept for a second reading as long as they take no more than this. */
const mostKeptBytes = 128 * 1024 * 1024

export interface ScoredFrames {
  readonly count: number
  /** Numbers a frame: one a mixture. */
  readonly width: number
  /**
   * The log-likelihoods of consecutive frames in nats, row-major, from the first frame on; each valid until the next.
   */
  blocks(): Iterable<Float32Array>
}

/**
 * The log-likelihood of each frame under several mixtures, a part at a time and as often as wanted. Those of hours
 * under many mixtures would fill the memory, and are computed again. Throws MODEL_MISMATCH where dimensions differ.
 */
export function scoredFrames(mixtures: readonly GaussianMixture[], frames: FrameSource): ScoredFrames {
  const { count } = frames
  const width = mixtures.length
  const bank = { mixtures: mixtures.map((mixture) => ({ mixture })) }
  const kept: Float32Array[] | null = count * width * 4 <= mostKeptBytes ? [] : null
  return {
    count,
    width,
    *blocks() {
      for (let first = 0, block = 0; first < count; first += framesAtOnce, block++) {
        if (kept?.[block]) {
          yield kept[block]
          continue
        }
        const scores = scoreFrames(bank, frames.read(first, Math.min(count, first + framesAtOnce)))
        if (kept) kept[block] = scores
        yield scores
      }
    },
  }
}
