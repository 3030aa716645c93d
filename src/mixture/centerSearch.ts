import type { Frames } from './frames'

/** Frames that a search takes at once. */
export const searchLength = 128

/**
 * Finds the nearest of K centers to frames, the first of equals: the one that `findNearest` finds, whatever does it. What
 * `nearest` and `margins` hold is valid until the next search.
 */
export interface CenterSearch {
  /** Searches for `count` (at most `searchLength`) of the frames: those whose indices `picked` begins with. */
  readonly search: (frames: Frames, picked: Int32Array, count: number) => void
  /** The nearest center of each. */
  readonly nearest: Int32Array
  /** Every other center is farther by at least this; infinite where there is no other, not above 0 for equals. */
  readonly margins: Float64Array
}

/** The nearest center of every frame, into `labels`. */
export function labelFrames({ search, nearest }: CenterSearch, frames: Frames, labels: Int32Array): void {
  const picked = new Int32Array(searchLength)
  for (let from = 0; from < frames.count; from += searchLength) {
    const count = Math.min(searchLength, frames.count - from)
    for (let i = 0; i < count; i++) picked[i] = from + i
    search(frames, picked, count)
    for (let i = 0; i < count; i++) labels[from + i] = nearest[i]
  }
}
