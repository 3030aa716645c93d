import { blockLength, Plan, sharerPairBytes } from './plan'
import { larger, largestLane, powerOfTwo, splat, sumOfLanes, vectorBytes } from './simd'

/**
 * A component whose density is below 2^-60 = 1e-18 (float64) or 2^-30 = 1e-9 (float32) of the best one's has no share in
 * a frame. Next to 1 that vanishes; over a million frames, what is left out comes to less than 1e-12 or 1e-3 of a frame.
 */
// @ts-ignore: decorator
@inline
export function negligible<T>(): f64 {
  return sizeof<T>() == 4 ? -30 : -60
}

/** Per frame the largest joint log density, from the largest of each lane. Returns the least of the block. */
// @ts-ignore: decorator
@inline
export function findBest<T>(plan: Plan, count: i32): f64 {
  let lowest: f64 = Infinity
  let at = plan.best
  let out = plan.bestOut
  let sums = plan.sums
  for (let i = 0; i < count; i++) {
    const best = largestLane<T>(v128.load(at))
    v128.store(at, best)
    v128.store(sums, splat<T>(0))
    const value = v128.extract_lane<T>(best, 0)
    store<T>(out, value)
    lowest = min<f64>(lowest, <f64>value)
    at += 16
    sums += 16
    out += sizeof<T>()
  }
  return lowest
}

/**
 * Turns the joint log densities of each pair of groups into densities relative to the best component's, and adds them
 * up per frame. Only frames in which the pair has a share stay, one close to the other; where each of them is, is noted
 * beside: the address of its sum, and of its products.
 */
// @ts-ignore: decorator
@inline
export function share<T>(plan: Plan, count: i32): void {
  const least = splat<T>(negligible<T>())
  const productRowBytes = plan.productRowBytes
  let joint = plan.joint
  let sharers = plan.sharers
  let sharerCount = plan.sharerCounts
  for (let pair = 0; pair < plan.pairCount; pair++) {
    let at = joint
    let kept = joint
    let sharer = sharers
    let best = plan.best
    let sum = plan.sums
    let product = plan.products
    const end = joint + count * 32
    while (at < end) {
      const bests = v128.load(best)
      const a = v128.sub<T>(v128.load(at), bests)
      const b = v128.sub<T>(v128.load(at, 16), bests)
      v128.store(kept, a)
      v128.store(kept, b, 16)
      store<i32>(sharer, sum)
      store<i32>(sharer, product, 4)
      const matters = v128.gt<T>(larger<T>(a, b), least)
      const any = <i32>v128.any_true(matters)
      kept += any << 5
      sharer += any << 3
      at += 32
      best += 16
      sum += 16
      product += productRowBytes
    }
    const keptEnd = kept
    // Two at a time; an odd last one gets a partner that comes to nothing.
    v128.store(kept, splat<T>(-Infinity))
    v128.store(kept, splat<T>(-Infinity), 16)
    store<i32>(sharer, plan.sums + blockLength * vectorBytes)
    kept = joint
    sharer = sharers
    while (kept < keptEnd) {
      const sumA = load<i32>(sharer)
      const sumB = load<i32>(sharer, 8)
      let a0 = v128.load(kept)
      let a1 = v128.load(kept, 16)
      let b0 = v128.load(kept, 32)
      let b1 = v128.load(kept, 48)
      a0 = v128.and(powerOfTwo<T>(a0), v128.gt<T>(a0, least))
      a1 = v128.and(powerOfTwo<T>(a1), v128.gt<T>(a1, least))
      b0 = v128.and(powerOfTwo<T>(b0), v128.gt<T>(b0, least))
      b1 = v128.and(powerOfTwo<T>(b1), v128.gt<T>(b1, least))
      v128.store(kept, a0)
      v128.store(kept, a1, 16)
      v128.store(kept, b0, 32)
      v128.store(kept, b1, 48)
      v128.store(sumA, v128.add<T>(v128.load(sumA), v128.add<T>(a0, a1)))
      v128.store(sumB, v128.add<T>(v128.load(sumB), v128.add<T>(b0, b1)))
      kept += 64
      sharer += 16
    }
    store<i32>(sharerCount, (keptEnd - joint) >> 5)
    sharerCount += 4
    joint += plan.jointPairBytes
    sharers += sharerPairBytes
  }
}

/** Far below what is negligible, and within what `powerOfTwo` takes. */
// @ts-ignore: decorator
@inline
function lowest<T>(): f64 {
  return sizeof<T>() == 4 ? -100 : -900
}

/** The sums alone, for frames that no moments are taken of; of an odd number of frames one more, which nobody reads. */
// @ts-ignore: decorator
@inline
export function addShares<T>(plan: Plan, count: i32): void {
  const least = splat<T>(lowest<T>())
  const jointPairBytes = plan.jointPairBytes
  const allPairBytes = plan.pairCount * jointPairBytes
  let joint = plan.joint
  let best = plan.best
  let sum = plan.sums
  const end = sum + count * vectorBytes
  while (sum < end) {
    const bestA = v128.load(best)
    const bestB = v128.load(best, 16)
    let sumA = splat<T>(0)
    let sumB = sumA
    const lastJoint = joint + allPairBytes
    for (let at = joint; at < lastJoint; at += jointPairBytes) {
      // Lanes without a component, infinitely low or NaN, come to next to nothing too.
      const a0 = powerOfTwo<T>(larger<T>(least, v128.sub<T>(v128.load(at), bestA)))
      const a1 = powerOfTwo<T>(larger<T>(least, v128.sub<T>(v128.load(at, 16), bestA)))
      const b0 = powerOfTwo<T>(larger<T>(least, v128.sub<T>(v128.load(at, 32), bestB)))
      const b1 = powerOfTwo<T>(larger<T>(least, v128.sub<T>(v128.load(at, 48), bestB)))
      sumA = v128.add<T>(sumA, v128.add<T>(a0, a1))
      sumB = v128.add<T>(sumB, v128.add<T>(b0, b1))
    }
    v128.store(sum, sumA)
    v128.store(sum, sumB, 16)
    joint += 64
    best += 32
    sum += 32
  }
}

/**
 * Sums of lanes, written out; and into the summary the number of frames, the sum of the bests and the logarithm of the product of the sums, as
 * a factor and a power of 2. A sum lies between 1 and K, and 65,536^32 is within float64, so that it does to take the
 * power out after every 32.
 */
// @ts-ignore: decorator
@inline
export function sumUp<T>(plan: Plan, count: i32): void {
  const summary = plan.summary
  let total = load<f64>(summary, 8)
  let product = load<f64>(summary, 16)
  let power = load<f64>(summary, 24)
  let at = plan.sums
  let best = plan.best
  let out = plan.sumsOut
  for (let i = 0; i < count; i++) {
    const sum = sumOfLanes<T>(v128.load(at))
    store<T>(out, sum)
    total += <f64>load<T>(best)
    product *= <f64>sum
    if ((i & 31) == 31 || i == count - 1) {
      const bits = reinterpret<i64>(product)
      power += <f64>((bits >> 52) - 1023)
      product = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
    }
    at += 16
    best += 16
    out += sizeof<T>()
  }
  store<f64>(summary, load<f64>(summary) + <f64>count)
  store<f64>(summary, total, 8)
  store<f64>(summary, product, 16)
  store<f64>(summary, power, 24)
}
