import { Plan, sharerPairBytes } from './plan'

/**
 * Turns the shares of a block from float32 into float64, for moments that are summed in float64: a pair of groups of
 * four components becomes two pairs of groups of two.
 */
// @ts-ignore: decorator
@inline
export function widen(plan: Plan, wide: Plan, count: i32): void {
  let joint = plan.joint
  let sharers = plan.sharers
  let low = wide.joint
  let lowSharers = wide.sharers
  for (let pair = 0; pair < plan.pairCount; pair++) {
    const kept = load<i32>(plan.sharerCounts + pair * 4)
    store<i32>(wide.sharerCounts + pair * 8, kept)
    store<i32>(wide.sharerCounts + pair * 8, kept, 4)
    let high = low + wide.jointPairBytes
    let highSharers = lowSharers + sharerPairBytes
    for (let i = 0; i < kept; i++) {
      const a = v128.load(joint + i * 32)
      const b = v128.load(joint + i * 32, 16)
      const sharer = load<i64>(sharers + i * 8)
      store<i64>(lowSharers + i * 8, sharer)
      store<i64>(highSharers + i * 8, sharer)
      v128.store(low + i * 32, f64x2.promote_low_f32x4(a))
      v128.store(low + i * 32, f64x2.promote_low_f32x4(v128.shuffle<i64>(a, a, 1, 0)), 16)
      v128.store(high + i * 32, f64x2.promote_low_f32x4(b))
      v128.store(high + i * 32, f64x2.promote_low_f32x4(v128.shuffle<i64>(b, b, 1, 0)), 16)
    }
    joint += plan.jointPairBytes
    sharers += sharerPairBytes
    low = high + wide.jointPairBytes
    lowSharers = highSharers + sharerPairBytes
  }
  for (let i = 0; i < count; i++) {
    store<f64>(wide.sumsOut + i * 8, <f64>load<f32>(plan.sumsOut + i * 4))
  }
}
