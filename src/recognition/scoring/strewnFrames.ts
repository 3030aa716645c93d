import type { Frames } from '../../mixture/frames'
import type { FrameSource } from '../../mixture/frameSource'
import type { Random } from '../../mixture/random'
import { framesAt } from '../../mixture/sampleFrames'

/** One frame drawn from each of `length` equal stretches, in order; there must be at least as many. */
export function strewnFrames(source: FrameSource, length: number, random: Random): Frames {
  const stretch = source.count / length
  const last = source.count - 1
  // Stretches need not be whole numbers of frames: all frames are equally likely, and one at a border may come twice.
  return framesAt(
    source,
    Array.from({ length }, (_, i) => Math.min(last, Math.floor((i + random.uniform()) * stretch))),
  )
}
