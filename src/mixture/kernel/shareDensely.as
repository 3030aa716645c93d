import { Plan, sharerPairBytes } from './plan'
import { negligible } from './share'
import { powerOfTwo, splat, vectorBytes } from './simd'

/**
 * What `share` does, to the same bits, where most frames have a share in most pairs: whether one has is found out while its
 * powers are taken, so that nothing is read a second time.
 */
// @ts-ignore: decorator
@inline
export function shareDensely<T>(plan: Plan, count: i32): void {
  const least = splat<T>(negligible<T>())
  // Two addresses in one number: that of the products above that of the sum.
  const nextAddresses = (<i64>plan.productRowBytes << 32) | vectorBytes
  let joint = plan.joint
  let sharers = plan.sharers
  let sharerCount = plan.sharerCounts
  for (let pair = 0; pair < plan.pairCount; pair++) {
    let addresses = (<i64>plan.products << 32) | plan.sums
    let at = joint
    let kept = joint
    let sharer = sharers
    let best = plan.best
    let sum = plan.sums
    const end = joint + count * 32
    while (at < end) {
      const bests = v128.load(best)
      const a = v128.sub<T>(v128.load(at), bests)
      const b = v128.sub<T>(v128.load(at, 16), bests)
      const aMatters = v128.gt<T>(a, least)
      const bMatters = v128.gt<T>(b, least)
      const aShare = v128.and(powerOfTwo<T>(a), aMatters)
      const bShare = v128.and(powerOfTwo<T>(b), bMatters)
      v128.store(kept, aShare)
      v128.store(kept, bShare, 16)
      store<i64>(sharer, addresses)
      v128.store(sum, v128.add<T>(v128.load(sum), v128.add<T>(aShare, bShare)))
      const any = <i32>v128.any_true(v128.or(aMatters, bMatters))
      kept += any << 5
      sharer += any << 3
      addresses += nextAddresses
      at += 32
      best += 16
      sum += 16
    }
    store<i32>(sharerCount, (kept - joint) >> 5)
    sharerCount += 4
    joint += plan.jointPairBytes
    sharers += sharerPairBytes
  }
}
