import { collect } from './collect'
import { Plan } from './plan'
import { vectorBytes } from './simd'

/**
 * Adds a block to the moments of full covariances: the lower triangle, row by row, of y y^T with y = (1, x), all times
 * weight / sum of densities. As many rows of the triangle at a time as rows of products have room for.
 */
// @ts-ignore: decorator
@inline
export function fullMoments<T>(plan: Plan, from: i32, count: i32): void {
  const dimensions = plan.dimensions
  let first = 0
  let column = 0
  while (first <= dimensions) {
    let end = first + 1
    let columns = end
    while (end <= dimensions && columns + end + 1 <= plan.productCount) {
      end++
      columns += end
    }
    fullProducts<T>(plan, from, count, first, end)
    collect<T>(plan, column, columns)
    column += columns
    first = end
  }
}

/** Rows [first, end) of the triangle for each frame. */
// @ts-ignore: decorator
@inline
function fullProducts<T>(plan: Plan, from: i32, count: i32, first: i32, end: i32): void {
  const rowBytes = plan.rowBytes
  const productRowBytes = plan.productRowBytes
  let row = plan.rows
  let products = plan.products
  let sum = plan.sumsOut
  let weight = plan.weights + from * 8
  for (let i = 0; i < count; i++) {
    const factor = <T>load<f64>(weight) / load<T>(sum)
    let out = products
    for (let j = first; j < end; j++) {
      const scaled = j == 0 ? factor : factor * load<T>(row + (j - 1) * sizeof<T>())
      const scaledLanes = v128.splat<T>(scaled)
      store<T>(out, scaled)
      out += sizeof<T>()
      // What the last vector holds beyond the triangle is covered by the next row, or nobody reads it.
      const rowEnd = row + j * sizeof<T>()
      let at = out
      for (let x = row; x < rowEnd; x += vectorBytes) {
        v128.store(at, v128.mul<T>(scaledLanes, v128.load(x)))
        at += vectorBytes
      }
      out += j * sizeof<T>()
    }
    row += rowBytes
    products += productRowBytes
    sum += sizeof<T>()
    weight += 8
  }
}
