import type { Frames } from '../../mixture/frames'
import { framesAt } from '../../mixture/sampleFrames'
import { openKeptFrames, type FeatureFile } from '../../project/keptFrames'

/** Where a worker finds the frames of one recording. */
export type FrameSource = FeatureFile

/**
 * The kept frames of a recording; of more than `most` evenly spaced ones, the same as `thinFrames` takes, without the
 * others ever being in memory.
 */
export function evenFramesOf(source: FrameSource, most: number): Frames {
  using kept = openKeptFrames([source])
  const { count } = kept
  if (count <= most) return kept.read(0, count)
  return framesAt(
    kept,
    Array.from({ length: most }, (_, i) => Math.floor(((i + 0.5) * count) / most)),
  )
}
