import { distancesAtLeast, distancesAtMost, keptLowers, keptUpper } from './boundArithmetic'
import { BoundsPlan, groupCount, listBytes } from './boundsPlan'

/** Squares up to this are far from the end of float32's range. */
const largestSquare: f32 = 1e30

/** All bits of one lane. */
// @ts-ignore: decorator
@inline
function onlyLane(lane: i32): v128 {
  return i32x4.eq(i32x4.splat(lane), i32x4(0, 1, 2, 3))
}

/** The least lane, in every lane. */
// @ts-ignore: decorator
@inline
function leastLane(a: v128): v128 {
  const halves = f32x4.pmin(a, v128.shuffle<i64>(a, a, 1, 0))
  return f32x4.pmin(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2))
}

/**
 * Gives the frames that were compared with groups the nearest center of those and of their own, and new bounds, unless
 * rounding leaves a doubt. Lists what changed at `end`; returns where the list ends then.
 */
// @ts-ignore: decorator
@inline
export function settleFrames(plan: BoundsPlan, end: usize): usize {
  const largestNorm = f32x4.splat(largestSquare - plan.largestNorm)
  const groupWays = v128.load(plan.groupWays)
  const listEnd = plan.lists + 4 + load<i32>(plan.lists) * 4
  for (let at = plan.lists + 4; at < listEnd; at += 4) {
    const p = load<i32>(at)
    const i = load<i32>(plan.picked + p * 4)
    const label = load<i32>(plan.labels + i * 4)
    const norms = v128.load_splat<f32>(plan.norms + p * 4)
    const errors = v128.load_splat<f32>(plan.errors + p * 4)
    const searched = v128.load(plan.searched + p * 16)
    const nowLowers = v128.load(plan.nowLowers + p * 16)
    // A group that the frame was not compared with takes part with the frame's own center, or is infinitely far.
    const own = v128.andnot(onlyLane(load<i32>(plan.groups + label * 4)), searched)
    const leasts = v128.bitselect(v128.load_splat<f32>(plan.squares + p * 4), v128.load(plan.leasts + p * 16), own)
    const best = leastLane(leasts)
    const group = ctz(i32x4.bitmask(f32x4.eq(leasts, best))) & 3
    const nearest = load<i32>(plan.nearest + (p * groupCount + group) * 4)

    const others = distancesAtLeast(f32x4.add(leasts, norms), errors)
    const beyond = distancesAtLeast(f32x4.add(v128.load(plan.seconds + p * 16), norms), errors)
    const lowers = v128.bitselect(
      v128.bitselect(beyond, nowLowers, searched),
      v128.bitselect(others, f32x4.pmin(others, nowLowers), searched),
      onlyLane(group),
    )
    const upper = distancesAtMost(f32x4.add(best, norms), errors)
    const isInRange = f32x4.lt(norms, largestNorm)
    const isSure = i32x4.bitmask(v128.and(f32x4.lt(upper, lowers), isInRange)) == 15
    if (isSure) {
      store<i32>(plan.labels + i * 4, nearest)
      store<f32>(plan.uppers + i * 4, keptUpper(f32x4.extract_lane(upper, 0), load<f32>(plan.ways + nearest * 4)))
      v128.store(plan.lowers + i * 16, keptLowers(lowers, groupWays))
    }
    store<i32>(end, isSure ? i : ~i)
    end += <i32>(!isSure || nearest != label) << 2
  }
  return end
}
