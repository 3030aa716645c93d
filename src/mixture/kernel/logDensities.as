import { Plan } from './plan'
import { multiplyAdd } from './simd'

/** The bits of 2^52. */
const twoTo52: i64 = 0x4330000000000000

/**
 * Writes ln p(frame) of each frame, from the best joint log density and the sum relative to it; of an odd number of
 * frames one more, which nobody reads.
 *
 * A sum is 2^n m with m from sqrt(1/2) to sqrt(2), and ln m = 2 artanh((m - 1) / (m + 1)), whose series is off by less
 * than 1e-15 after s^19.
 */
// @ts-ignore: decorator
@inline
export function logDensities<T>(plan: Plan, from: i32, count: i32): void {
  const shift = f64x2.splat(plan.shift)
  let best = plan.bestOut
  let sum = plan.sumsOut
  let out = plan.densities + from * 8
  const end = out + count * 8
  while (out < end) {
    const sums = sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(sum)) : v128.load(sum)
    const bests = sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(best)) : v128.load(best)
    const mantissa = v128.or(v128.and(sums, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000))
    const isLarge = f64x2.gt(mantissa, f64x2.splat(1.4142135623730951))
    const m = v128.bitselect(f64x2.mul(mantissa, f64x2.splat(0.5)), mantissa, isLarge)
    // The whole number in the lowest bits of a float64 of 2^52 is that many more.
    const exponent = i64x2.sub(i64x2.sub(i64x2.shr_u(sums, 52), i64x2.splat(1023)), isLarge)
    const power = f64x2.sub(v128.or(exponent, i64x2.splat(twoTo52)), f64x2.splat(4503599627370496))
    const one = f64x2.splat(1)
    const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one))
    const square = f64x2.mul(s, s)
    let p = f64x2.splat(2.0 / 19)
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 17))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 15))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 13))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 11))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 9))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 7))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 5))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2.0 / 3))
    p = multiplyAdd<f64>(p, square, f64x2.splat(2))
    const whole = f64x2.add(f64x2.add(bests, power), shift)
    v128.store(out, multiplyAdd<f64>(whole, f64x2.splat(0.6931471805599453), f64x2.mul(p, s)))
    best += 2 * sizeof<T>()
    sum += 2 * sizeof<T>()
    out += 16
  }
}
