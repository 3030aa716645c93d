import { Plan } from './plan'
import { vectorBytes } from './simd'

/** Rows of T from frames as they come (float32 or float64, without padding), less the origin, which is about the middle. */
// @ts-ignore: decorator
@inline
export function center<T>(plan: Plan, from: i32, count: i32): void {
  if (plan.frameNumberBytes == 4) centerFloat32<T>(plan, from, count)
  else centerFloat64<T>(plan, from, count)
}

// The last vector of a frame may hold numbers of the next: they end up in the padding, which nobody looks at.

// @ts-ignore: decorator
@inline
function centerFloat32<T>(plan: Plan, from: i32, count: i32): void {
  const dimensions = plan.dimensions
  const rowBytes = plan.rowBytes
  const origin = plan.originRow
  let row = plan.rows
  let frame = plan.frames + from * dimensions * 4
  const originEnd = origin + dimensions * sizeof<T>()
  for (let i = 0; i < count; i++) {
    let x = frame
    let at = row
    for (let about = origin; about < originEnd; about += vectorBytes) {
      const value = sizeof<T>() == 4 ? v128.load(x) : f64x2.promote_low_f32x4(v128.load_zero<i64>(x))
      v128.store(at, v128.sub<T>(value, v128.load(about)))
      x += (vectorBytes / sizeof<T>()) * 4
      at += vectorBytes
    }
    row += rowBytes
    frame += dimensions * 4
  }
}

/** Differences are taken in float64, and only they are rounded to float32. */
// @ts-ignore: decorator
@inline
function centerFloat64<T>(plan: Plan, from: i32, count: i32): void {
  const dimensions = plan.dimensions
  const rowBytes = plan.rowBytes
  const origin = plan.origin
  let row = plan.rows
  let frame = plan.frames + from * dimensions * 8
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < dimensions; j += 2) {
      const value = v128.sub<f64>(v128.load(frame + j * 8), v128.load(origin + j * 8))
      if (sizeof<T>() == 4) v128.store64_lane(row + j * 4, f32x4.demote_f64x2_zero(value), 0)
      else v128.store(row + j * 8, value)
    }
    row += rowBytes
    frame += dimensions * 8
  }
}
