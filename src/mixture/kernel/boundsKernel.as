// The check of k-means' bounds in AssemblyScript: scripts/build-kernel.mjs compiles it, kernelBoundsCheck.ts calls it,
// boundsLayout.ts says where in memory everything lies. All in float32; the lanes of a vector are groups of centers, or
// the centers of a group.
import { blockLength, BoundsPlan } from './boundsPlan'
import { measureFrames } from './measureFrames'
import { pickFrames } from './pickFrames'
import { searchGroups } from './searchGroups'
import { settleFrames } from './settleFrames'
import { tightenBounds } from './tightenBounds'

/**
 * Gives each of `count` frames its nearest center and brings its bounds up to date where they leave a doubt. Returns how
 * many frames are listed.
 */
export function check(address: usize, count: i32): i32 {
  const plan = changetype<BoundsPlan>(address)
  let end: usize = plan.listed
  for (let from = 0; from < count; from += blockLength) {
    const picked = pickFrames(plan, from, min(from + blockLength, count))
    measureFrames(plan, picked)
    tightenBounds(plan, picked)
    searchGroups(plan)
    end = settleFrames(plan, end)
  }
  return (end - plan.listed) >> 2
}
