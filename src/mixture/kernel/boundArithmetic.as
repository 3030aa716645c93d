import { BoundsPlan } from './boundsPlan'
import { multiplyAdd } from './simd'

/** More than a few roundings may take from a number, as a part of it. */
const rounding: f32 = 2.384185791015625e-7

/** Beyond this nothing is as far. */
const farthest: f32 = 1e38

/** By how much squared distances of frames from centers may be off, with their |x|^2. */
// @ts-ignore: decorator
@inline
export function squareErrors(plan: BoundsPlan, norms: v128): v128 {
  return multiplyAdd<f32>(
    f32x4.add(norms, f32x4.splat(plan.largestNorm)),
    f32x4.splat(plan.relativeError),
    f32x4.splat(plan.smallestError),
  )
}

/** Distances at most of which the squares may be off by so much. */
// @ts-ignore: decorator
@inline
export function distancesAtMost(squares: v128, errors: v128): v128 {
  return f32x4.sqrt(f32x4.add(f32x4.pmax(f32x4.splat(0), squares), errors))
}

/** The same, at least. */
// @ts-ignore: decorator
@inline
export function distancesAtLeast(squares: v128, errors: v128): v128 {
  return f32x4.sqrt(f32x4.pmax(f32x4.splat(0), f32x4.sub(squares, errors)))
}

/** What is kept of an upper bound on the distance from a center that has gone this way. */
// @ts-ignore: decorator
@inline
export function keptUpper(upper: f32, way: f32): f32 {
  return upper - way + (upper + way) * rounding
}

/** What is kept of lower bounds on the distances from groups that have gone these ways. */
// @ts-ignore: decorator
@inline
export function keptLowers(lowers: v128, ways: v128): v128 {
  const kept = f32x4.mul(f32x4.add(lowers, ways), f32x4.splat(1 - 2 * rounding))
  return f32x4.pmin(kept, f32x4.splat(farthest))
}

/** The lower bounds now, of those that were kept, with what groups have gone at most. */
// @ts-ignore: decorator
@inline
export function currentLowers(kept: v128, gaps: v128): v128 {
  return f32x4.mul(f32x4.sub(kept, gaps), f32x4.splat(1 - rounding))
}
