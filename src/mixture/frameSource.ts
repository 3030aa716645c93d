import type { Frames } from './frames'

/** Frames that are read a part at a time, so that there may be more of them than memory holds. */
export interface FrameSource {
  readonly count: number
  readonly dimensions: number
  /** Whether all frames are in memory at once, so that there is also room to remember a little of each. */
  readonly inMemory?: boolean
  /** Frames [from, to) as one matrix, valid until the next call. Values are finite numbers, or the call throws. */
  read(from: number, to: number): Frames
}

/** The source of frames that are in memory already; reading copies nothing. The frames must have been checked. */
export function framesInMemory(frames: Frames): FrameSource {
  const { data, count, dimensions, weights } = frames
  return {
    count,
    dimensions,
    inMemory: true,
    read: (from, to) => ({
      data: data.subarray(from * dimensions, to * dimensions),
      count: to - from,
      dimensions,
      ...(weights ? { weights: weights.subarray(from, to) } : {}),
    }),
  }
}
