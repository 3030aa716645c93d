// The inner loops of expectation maximization in AssemblyScript: scripts/build-kernel.mjs compiles them, kernelExpectation.ts
// calls them, kernelLayout.ts says where in memory everything lies. The lanes of a vector are components.
import { collect, collectCentered } from './collect'
import { diagonalDensity } from './diagonalDensity'
import { diagonalProducts } from './diagonalProducts'
import { fullDensity } from './fullDensity'
import { fullMoments } from './fullMoments'
import { logDensities } from './logDensities'
import { blockLength, Plan } from './plan'
import { center } from './rows'
import { addShares, findBest, share, sumUp } from './share'
import { shareDensely } from './shareDensely'
import { widen } from './widen'

/** With so few pairs of groups, most frames have a share in most of them. */
const densePairs: i32 = 4

/**
 * Works on frames [from, count) of those in memory, block by block, until one has a frame that is too far. Returns where
 * it stopped: `count`, or the beginning of that block.
 */
// @ts-ignore: decorator
@inline
function diagonal<T>(plan: Plan, count: i32, collecting: bool): i32 {
  for (let from = 0; from < count; from += blockLength) {
    const length = min(blockLength, count - from)
    center<T>(plan, from, length)
    diagonalDensity<T>(plan, length)
    if (!(findBest<T>(plan, length) > plan.lowest)) return from
    if (!collecting) addShares<T>(plan, length)
    else if (plan.pairCount <= densePairs) shareDensely<T>(plan, length)
    else share<T>(plan, length)
    sumUp<T>(plan, length)
    if (plan.scoring) logDensities<T>(plan, from, length)
    if (collecting) {
      diagonalProducts<T>(plan, from, length)
      collect<T>(plan, 0, 2 * plan.dimensions + 1)
      collectCentered<T>(plan)
    }
  }
  return count
}

/**
 * The same for full covariances. Their moments are summed in float64 in any case: with the errors of float32, sums over
 * few or like frames would leave singular what regCovar has to make regular.
 */
// @ts-ignore: decorator
@inline
function full<T>(plan: Plan, count: i32, collecting: bool): i32 {
  for (let from = 0; from < count; from += blockLength) {
    const length = min(blockLength, count - from)
    center<T>(plan, from, length)
    fullDensity<T>(plan, length)
    if (!(findBest<T>(plan, length) > plan.lowest)) return from
    if (collecting) share<T>(plan, length)
    else addShares<T>(plan, length)
    sumUp<T>(plan, length)
    if (plan.scoring) logDensities<T>(plan, from, length)
    if (!collecting) continue
    if (sizeof<T>() == 8) {
      fullMoments<f64>(plan, from, length)
    } else {
      const wide = changetype<Plan>(<usize>plan.wide)
      widen(plan, wide, length)
      center<f64>(wide, from, length)
      fullMoments<f64>(wide, from, length)
    }
  }
  return count
}

export function diagonal32(plan: usize, count: i32, collecting: bool): i32 {
  return diagonal<f32>(changetype<Plan>(plan), count, collecting)
}

export function diagonal64(plan: usize, count: i32, collecting: bool): i32 {
  return diagonal<f64>(changetype<Plan>(plan), count, collecting)
}

export function full32(plan: usize, count: i32, collecting: bool): i32 {
  return full<f32>(changetype<Plan>(plan), count, collecting)
}

export function full64(plan: usize, count: i32, collecting: bool): i32 {
  return full<f64>(changetype<Plan>(plan), count, collecting)
}

/** Only the joint log densities of one block, in float64. */
export function diagonalJoint64(plan: usize, count: i32): void {
  center<f64>(changetype<Plan>(plan), 0, count)
  diagonalDensity<f64>(changetype<Plan>(plan), count)
}

/** The same for full covariances. */
export function fullJoint64(plan: usize, count: i32): void {
  center<f64>(changetype<Plan>(plan), 0, count)
  fullDensity<f64>(changetype<Plan>(plan), count)
}
