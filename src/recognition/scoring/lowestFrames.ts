import type { Frames } from '../../mixture/frames'
import type { FrameSource } from '../../mixture/frameSource'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { framesAt } from '../../mixture/sampleFrames'
import { frameScores } from './frameScores'

/** Frames scored at a time. */
const framesAtOnce = 16_384

/** The `count` frames of the lowest likelihood under a mixture, in their order; all where there are fewer. */
export function lowestFrames(mixture: GaussianMixture, source: FrameSource, count: number): Frames {
  let lowest: { readonly frame: number; readonly score: number }[] = []
  let limit = Infinity
  for (let from = 0; from < source.count; from += framesAtOnce) {
    const part = source.read(from, Math.min(source.count, from + framesAtOnce))
    frameScores(mixture, part).forEach((score, i) => {
      if (score < limit) lowest.push({ frame: from + i, score })
    })
    lowest = lowest.sort((a, b) => a.score - b.score).slice(0, count)
    if (lowest.length === count) limit = lowest[count - 1].score
  }
  return framesAt(source, Float64Array.from(lowest, ({ frame }) => frame).sort())
}
