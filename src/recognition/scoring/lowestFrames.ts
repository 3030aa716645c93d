import type { Frames } from '../../mixture/frames'
import type { FrameSource } from '../../mixture/frameSource'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { framesAt } from '../../mixture/sampleFrames'
import { scoringOf } from '../../mixture/scoringOf'

/** Frames scored at a time. */
const framesAtOnce = 16_384

/** The `count` frames of the lowest likelihood under a mixture, in their order; all where there are fewer. */
export function lowestFrames(mixture: GaussianMixture, source: FrameSource, count: number): Frames {
  let lowest: { readonly frame: number; readonly score: number }[] = []
  let limit = Infinity
  const scores = new Float64Array(Math.min(framesAtOnce, source.count))
  for (let from = 0; from < source.count; from += framesAtOnce) {
    const part = source.read(from, Math.min(source.count, from + framesAtOnce))
    scoringOf(mixture, 'float32').logDensities(part, 0, part.count, scores)
    for (let i = 0; i < part.count; i++) {
      if (scores[i] < limit) lowest.push({ frame: from + i, score: scores[i] })
    }
    lowest = lowest.sort((a, b) => a.score - b.score).slice(0, count)
    if (lowest.length === count) limit = lowest[count - 1].score
  }
  return framesAt(source, Float64Array.from(lowest, ({ frame }) => frame).sort())
}
