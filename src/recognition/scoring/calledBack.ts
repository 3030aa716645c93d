import type { FrameSource } from '../../mixture/frameSource'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import type { FrameScorer } from './frameScorer'
import type { LabelRace } from './labelRace'
import { lowestFrames } from './lowestFrames'
import type { Ranking } from './ranking'

/** So many of the frames that speak least for the third label. */
const rareFrames = 1024

/**
 * Labels that a race left behind though they might be among the first three after all. A round sees no frames that are
 * rare, as a single click is, and their likelihoods may differ by more than all others together. So the frames that fit
 * the `third` label of the contenders worst are scored under every label that is out: those are called back that gain on
 * them as much as they are behind.
 */
export function calledBack(
  { outrun }: LabelRace,
  third: { readonly label: number; readonly mixture: GaussianMixture },
  source: FrameSource,
  { slopes, offsets }: Ranking,
  scorer: FrameScorer,
): number[] {
  if (outrun.size === 0) return []
  const scoresOf = scorer(lowestFrames(third.mixture, source, rareFrames))
  const ofThird = scoresOf(third.label)
  return [...outrun].flatMap(([label, { behind }]) => {
    const scores = scoresOf(label)
    const offset = offsets[label] - offsets[third.label]
    let gain = 0
    for (let i = 0; i < scores.length; i++) {
      gain += Math.max(0, slopes[label] * scores[i] - slopes[third.label] * ofThird[i] + offset)
    }
    return gain / source.count < behind ? [] : [label]
  })
}
