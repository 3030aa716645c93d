// What all kernels are made of. Everything is written once for T = f32 (four lanes) and T = f64 (two).

export const vectorBytes: i32 = 16

// @ts-ignore: decorator
@inline
export function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c)
  return v128.add<T>(v128.mul<T>(a, b), c)
}

/** c - a b */
// @ts-ignore: decorator
@inline
export function multiplySubtract<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<T>(a, b, c)
  return v128.sub<T>(c, v128.mul<T>(a, b))
}

// @ts-ignore: decorator
@inline
export function splat<T>(value: f64): v128 {
  return v128.splat<T>(<T>value)
}

/** The larger of two in one instruction, where max takes many for the sake of NaN; of a NaN in `b` nothing is left. */
// @ts-ignore: decorator
@inline
export function larger<T>(a: v128, b: v128): v128 {
  return v128.pmax<T>(a, b)
}

/** The largest lane, in every lane. */
// @ts-ignore: decorator
@inline
export function largestLane<T>(a: v128): v128 {
  const halves = larger<T>(a, v128.shuffle<i64>(a, a, 1, 0))
  if (sizeof<T>() == 8) return halves
  return larger<T>(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2))
}

// @ts-ignore: decorator
@inline
export function sumOfLanes<T>(a: v128): T {
  const halves = v128.add<T>(a, v128.shuffle<i64>(a, a, 1, 0))
  if (sizeof<T>() == 8) return v128.extract_lane<T>(halves, 0)
  return v128.extract_lane<T>(v128.add<T>(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2)), 0)
}

/** Adds a vector's lanes to as many float64 numbers at `at`. */
// @ts-ignore: decorator
@inline
export function addToFloat64<T>(at: usize, a: v128): void {
  if (sizeof<T>() == 4) {
    const high = v128.shuffle<i32>(a, a, 2, 3, 2, 3)
    v128.store(at, v128.add<f64>(v128.load(at), f64x2.promote_low_f32x4(a)))
    v128.store(at, v128.add<f64>(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16)
  } else {
    v128.store(at, v128.add<f64>(v128.load(at), a))
  }
}

/**
 * 2^x for x from -1000 (float64) or -120 (float32) to 0, and something finite or NaN for lower ones: x = n + r with a
 * whole n, a polynomial for 2^r, and n added to the exponent's bits. The polynomials are the best ones on [-1/2, 1/2]
 * that are exact at 0: degree 5 is off by 9e-8 (float32), 9 by 1.5e-14 (float64).
 */
// @ts-ignore: decorator
@inline
export function powerOfTwo<T>(x: v128): v128 {
  // Adding this number rounds to a whole one, which then stands in the lowest bits.
  const rounding = splat<T>(sizeof<T>() == 4 ? 12582912.0 : 6755399441055744.0)
  const shifted = v128.add<T>(x, rounding)
  const r = v128.sub<T>(x, v128.sub<T>(shifted, rounding))
  if (sizeof<T>() == 4) {
    let p = splat<T>(0.001326446995772958)
    p = multiplyAdd<T>(p, r, splat<T>(0.009671506710249956))
    p = multiplyAdd<T>(p, r, splat<T>(0.05550734335448653))
    p = multiplyAdd<T>(p, r, splat<T>(0.24022242251770817))
    p = multiplyAdd<T>(p, r, splat<T>(0.6931469774492579))
    p = multiplyAdd<T>(p, r, splat<T>(1))
    return v128.add<i32>(p, v128.shl<i32>(shifted, 23))
  } else {
    let p = splat<T>(1.0148350974648582e-7)
    p = multiplyAdd<T>(p, r, splat<T>(1.3258341563157e-6))
    p = multiplyAdd<T>(p, r, splat<T>(1.5252990019439886e-5))
    p = multiplyAdd<T>(p, r, splat<T>(0.00015403440859331586))
    p = multiplyAdd<T>(p, r, splat<T>(0.0013333557625358071))
    p = multiplyAdd<T>(p, r, splat<T>(0.00961812918119404))
    p = multiplyAdd<T>(p, r, splat<T>(0.055504108668417124))
    p = multiplyAdd<T>(p, r, splat<T>(0.2402265069572272))
    p = multiplyAdd<T>(p, r, splat<T>(0.6931471805598851))
    p = multiplyAdd<T>(p, r, splat<T>(1))
    return v128.add<i64>(p, v128.shl<i64>(shifted, 52))
  }
}
