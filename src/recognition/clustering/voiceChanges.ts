import { sumOfMoments, type GaussianMoments } from './gaussianMoments'
import type { GaussianJudge } from './mergeGain'

/** Blocks are this long; changes are found to the nearest of them. */
export const blockSeconds = 0.1
/** So many blocks on either side are compared: two Gaussians of 1.5 s. */
const windowBlocks = 15
/** Nearer to an end than this there is too little on one side. */
const leastBlocks = 4
/** A change stands out among so many blocks before and behind it; segments are at least half a second. */
const guardBlocks = 5

/**
 * Cuts speech where what stands before differs most from what comes behind: at the local maxima of the generalized
 * likelihood ratio of two windows that slide along (Siegler et al. 1997; Delacourt and Wellekens 2000). It cuts far more
 * often than voices change, once in 2 s or so; what belongs together is merged afterwards, and what is not cut is lost.
 *
 * @param blocks the moments of consecutive blocks.
 * @returns where segments begin and end: block numbers in order, from 0 to how many there are.
 */
export function voiceChanges(blocks: readonly GaussianMoments[], judge: GaussianJudge): number[] {
  const ratios = blocks.map((_, at) => {
    const width = Math.min(windowBlocks, at, blocks.length - at)
    if (width < leastBlocks) return -Infinity
    const before = sumOfMoments(blocks.slice(at - width, at))
    const behind = sumOfMoments(blocks.slice(at, at + width))
    return judge.ratio(before, behind) / (before.count + behind.count)
  })
  const cuts = [0]
  for (let at = 1; at < blocks.length; at++) {
    if (ratios[at] === -Infinity) continue
    const around = ratios.slice(Math.max(0, at - guardBlocks), at + guardBlocks + 1)
    // Of equal maxima side by side the first is the change.
    if (ratios[at] >= Math.max(...around) && at - (cuts.at(-1) ?? 0) >= leastBlocks) cuts.push(at)
  }
  return [...cuts, blocks.length]
}
