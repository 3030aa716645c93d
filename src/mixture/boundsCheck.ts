import type { FrameBounds } from './frameBounds'
import type { Frames } from './frames'

/** Frames that a check takes at once. */
export const checkLength = 1024

/**
 * Goes over what is remembered of frames, and gives those another center that have one that is nearer.
 */
export interface BoundsCheck {
  /**
   * Checks frames [from, to), at most `checkLength`: writes to `next` what is known of each now. Both bounds begin with the
   * first frame of the part. Returns how many frames are listed.
   */
  readonly check: (part: Frames, from: number, to: number, former: FrameBounds, next: FrameBounds) => number
  /** In their order the frames that changed their center, and the complement (~) of those left in doubt. */
  readonly listed: Int32Array
}
