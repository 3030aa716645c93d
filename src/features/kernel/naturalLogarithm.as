import { multiplyAdd } from './lanes'

/** The bits of the root of 1/2. */
const rootOfHalf: i64 = 0x3fe6a09e667f3bcd

/** 1024 where the exponent stands. */
const aboveAllPowers: i64 = 1024 << 52

/**
 * ln x of positive normal numbers: x = 2^n m with m from sqrt(1/2) to sqrt(2), and ln m = 2 artanh((m - 1) / (m + 1)) by
 * its series, whose first term left out is below 5e-13.
 */
// @ts-ignore: decorator
@inline
export function naturalLogarithm(x: v128): v128 {
  // n + 1024, which is positive; only shifts without a sign are one instruction.
  const power = v128.shr<u64>(v128.sub<i64>(x, i64x2.splat(rootOfHalf - aboveAllPowers)), 52)
  const m = v128.sub<i64>(x, v128.sub<i64>(v128.shl<i64>(power, 52), i64x2.splat(aboveAllPowers)))
  // In the lowest bits of 2^52, a whole number is added to it.
  const n = v128.sub<f64>(v128.or(power, f64x2.splat(4503599627370496)), f64x2.splat(4503599627370496 + 1024))
  const one = f64x2.splat(1)
  const f = v128.div<f64>(v128.sub<f64>(m, one), v128.add<f64>(m, one))
  const square = v128.mul<f64>(f, f)
  let sum = f64x2.splat(2.0 / 13)
  sum = multiplyAdd(sum, square, f64x2.splat(2.0 / 11))
  sum = multiplyAdd(sum, square, f64x2.splat(2.0 / 9))
  sum = multiplyAdd(sum, square, f64x2.splat(2.0 / 7))
  sum = multiplyAdd(sum, square, f64x2.splat(2.0 / 5))
  sum = multiplyAdd(sum, square, f64x2.splat(2.0 / 3))
  sum = multiplyAdd(sum, square, f64x2.splat(2))
  return multiplyAdd(n, f64x2.splat(Math.LN2), v128.mul<f64>(f, sum))
}
