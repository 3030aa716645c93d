import type { Frames } from '../mixture/frames'

/** At most `maxCount` frames, evenly spaced from the first to the last; the same object when there are no more. */
export function thinFrames(frames: Frames, maxCount: number): Frames {
  const { data, count, dimensions } = frames
  if (count <= maxCount) return frames
  const thinned = new Float32Array(maxCount * dimensions)
  for (let i = 0; i < maxCount; i++) {
    const source = Math.floor(((i + 0.5) * count) / maxCount)
    thinned.set(data.subarray(source * dimensions, (source + 1) * dimensions), i * dimensions)
  }
  return { data: thinned, count: maxCount, dimensions }
}
