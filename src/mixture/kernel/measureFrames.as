import { squareErrors } from './boundArithmetic'
import { BoundsPlan } from './boundsPlan'
import { multiplyAdd, sumOfLanes, vectorBytes } from './simd'

/** Four numbers of a frame, less the origin. */
// @ts-ignore: decorator
@inline
function fourOf(frame: usize, origin: usize, isWide: bool): v128 {
  if (!isWide) return v128.sub<f32>(v128.load(frame), v128.load(origin))
  const low = v128.sub<f64>(v128.load(frame), v128.load(origin))
  const high = v128.sub<f64>(v128.load(frame, 16), v128.load(origin, 16))
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}

// @ts-ignore: decorator
@inline
function measureRows(plan: BoundsPlan, count: i32, isWide: bool): void {
  const numberBytes = isWide ? 8 : 4
  const frameBytes = plan.dimensions * numberBytes
  const rowBytes = plan.rowBytes
  const columns = plan.columns
  let picked = plan.picked
  let norm = plan.norms
  let square = plan.squares
  let row = plan.rows
  for (let p = 0; p < count; p++) {
    const i = load<i32>(picked)
    let frame = plan.frames + i * frameBytes
    let origin = plan.origin
    let column = columns
    let center = plan.centerRows + load<i32>(plan.labels + i * 4) * rowBytes
    const end = row + rowBytes
    let norms = f32x4.splat(0)
    let squares = norms
    do {
      const x = v128.and(fourOf(frame, origin, isWide), v128.load(column))
      const difference = v128.sub<f32>(x, v128.load(center))
      norms = multiplyAdd<f32>(x, x, norms)
      squares = multiplyAdd<f32>(difference, difference, squares)
      v128.store(row, x)
      frame += 4 * numberBytes
      origin += 4 * numberBytes
      column += vectorBytes
      center += vectorBytes
      row += vectorBytes
    } while (row < end)
    store<f32>(norm, sumOfLanes<f32>(norms))
    store<f32>(square, sumOfLanes<f32>(squares))
    picked += 4
    norm += 4
    square += 4
  }
}

/**
 * Of the picked frames: their numbers less the origin, the squares of these, the squared distance from their center, and
 * how far that is at most. Of a number that is no multiple of 4 some more, which nobody reads.
 */
// @ts-ignore: decorator
@inline
export function measureFrames(plan: BoundsPlan, count: i32): void {
  if (plan.frameNumberBytes == 4) measureRows(plan, count, false)
  else measureRows(plan, count, true)
  for (let at = 0; at < count * 4; at += vectorBytes) {
    const norms = v128.load(plan.norms + at)
    const squares = v128.load(plan.squares + at)
    const errors = squareErrors(plan, norms)
    v128.store(plan.errors + at, errors)
    v128.store(plan.farthest + at, v128.sqrt<f32>(v128.add<f32>(squares, errors)))
    // As squares of distances from centers come in a search: less the frame's own.
    v128.store(plan.squares + at, v128.sub<f32>(squares, norms))
  }
}
