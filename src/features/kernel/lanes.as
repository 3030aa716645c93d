// All of the kernel is in float64 with two frames side by side, one a lane.

export const vectorBytes: i32 = 16

/** a b + c */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<f64>(a, b, c)
  return v128.add<f64>(v128.mul<f64>(a, b), c)
}

/** c - a b */
// @ts-ignore: decorator
@inline
export function multiplySubtract(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_nmadd<f64>(a, b, c)
  return v128.sub<f64>(c, v128.mul<f64>(a, b))
}

/** One number for both frames. */
// @ts-ignore: decorator
@inline
export function both(address: usize): v128 {
  return v128.load_splat<f64>(address)
}

/** Leaves both lanes as float32 in a place each. */
// @ts-ignore: decorator
@inline
export function storeRounded(first: usize, second: usize, value: v128): void {
  const rounded = f32x4.demote_f64x2_zero(value)
  v128.store_lane<f32>(first, rounded, 0)
  v128.store_lane<f32>(second, rounded, 1)
}
