import { both, multiplyAdd, multiplySubtract, vectorBytes } from './lanes'
import { Plan } from './plan'

/** The sample of either frame at these addresses. */
// @ts-ignore: decorator
@inline
function pairAt(first: usize, second: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_lane(second, v128.load32_zero(first), 1))
}

/**
 * Puts the samples of two frames side by side and measures them, as PreparedFrames does: differences from the first
 * sample keep the variance exact where a large offset carries a small sound, and only samples that are all equal have
 * none. Returns what is to be taken out of either frame: its mean, or nothing.
 */
export function gather(plan: Plan, first: usize, second: usize, number: i32): v128 {
  const start = pairAt(first, second)
  let place = <usize>plan.frame
  let sum0 = f64x2.splat(0)
  let sum1 = sum0
  let sum2 = sum0
  let sum3 = sum0
  let squares0 = sum0
  let squares1 = sum0
  let squares2 = sum0
  let squares3 = sum0
  const length = plan.frameLength
  const end = first + (length << 2)
  const fours = first + ((length & ~3) << 2)
  while (first < fours) {
    const a = v128.load(first)
    const b = v128.load(second)
    const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
    const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
    const x0 = f64x2.promote_low_f32x4(low)
    const x1 = f64x2.promote_low_f32x4(v128.shuffle<i64>(low, low, 1, 1))
    const x2 = f64x2.promote_low_f32x4(high)
    const x3 = f64x2.promote_low_f32x4(v128.shuffle<i64>(high, high, 1, 1))
    v128.store(place, x0)
    v128.store(place, x1, 16)
    v128.store(place, x2, 32)
    v128.store(place, x3, 48)
    const d0 = v128.sub<f64>(x0, start)
    const d1 = v128.sub<f64>(x1, start)
    const d2 = v128.sub<f64>(x2, start)
    const d3 = v128.sub<f64>(x3, start)
    sum0 = v128.add<f64>(sum0, d0)
    sum1 = v128.add<f64>(sum1, d1)
    sum2 = v128.add<f64>(sum2, d2)
    sum3 = v128.add<f64>(sum3, d3)
    squares0 = multiplyAdd(d0, d0, squares0)
    squares1 = multiplyAdd(d1, d1, squares1)
    squares2 = multiplyAdd(d2, d2, squares2)
    squares3 = multiplyAdd(d3, d3, squares3)
    first += 16
    second += 16
    place += 4 * vectorBytes
  }
  while (first < end) {
    const x = pairAt(first, second)
    v128.store(place, x)
    const d = v128.sub<f64>(x, start)
    sum0 = v128.add<f64>(sum0, d)
    squares0 = multiplyAdd(d, d, squares0)
    first += 4
    second += 4
    place += vectorBytes
  }
  // An odd frame is filled up to whole points of the complex transform.
  v128.store(place, f64x2.splat(0))

  const count = f64x2.splat(<f64>length)
  const sum = v128.add<f64>(v128.add<f64>(sum0, sum1), v128.add<f64>(sum2, sum3))
  const squares = v128.add<f64>(v128.add<f64>(squares0, squares1), v128.add<f64>(squares2, squares3))
  const shift = v128.div<f64>(sum, count)
  const spread = v128.sub<f64>(v128.div<f64>(squares, count), v128.mul<f64>(shift, shift))
  const variance = v128.pmax<f64>(f64x2.splat(0), spread)
  const mean = v128.add<f64>(start, shift)
  const scale = f64x2.splat(plan.squareScale)
  const level = plan.removesOffset ? variance : v128.add<f64>(variance, v128.mul<f64>(mean, mean))
  v128.store(plan.variances + (number << 3), v128.mul<f64>(variance, scale))
  v128.store(plan.energies + (number << 3), v128.mul<f64>(v128.mul<f64>(level, count), scale))
  return plan.removesOffset ? mean : f64x2.splat(0)
}

/**
 * Offset, pre-emphasis and window, then zeros: each two samples become a point of the complex transform, in the place
 * from which it starts.
 */
export function taper(plan: Plan, offset: v128): void {
  const share = f64x2.splat(plan.preEmphasis)
  const points = <usize>plan.points
  let window = <usize>plan.window
  let place = <usize>plan.places
  let sample = <usize>plan.frame
  let before = v128.sub<f64>(v128.load(sample), offset)
  const end = sample + (((plan.frameLength + 1) >> 1) << 5)
  while (sample < end) {
    const even = v128.sub<f64>(v128.load(sample), offset)
    const odd = v128.sub<f64>(v128.load(sample, 16), offset)
    const risen = multiplySubtract(share, before, even)
    const risenOdd = multiplySubtract(share, even, odd)
    const point = points + load<i32>(place)
    v128.store(point, v128.mul<f64>(risen, both(window)))
    v128.store(point, v128.mul<f64>(risenOdd, both(window + 8)), 16)
    before = odd
    sample += 2 * vectorBytes
    window += 16
    place += 4
  }
  const zero = f64x2.splat(0)
  const last = <usize>plan.places + (plan.half << 2)
  while (place < last) {
    const point = points + load<i32>(place)
    v128.store(point, zero)
    v128.store(point, zero, 16)
    place += 4
  }
}
