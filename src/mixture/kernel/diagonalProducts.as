import { Plan } from './plan'
import { vectorBytes } from './simd'

/**
 * What the moments are sums of, row by row: x, 1 and x^2, all times weight / sum of densities, so that relative densities
 * need not be made responsibilities before.
 */
// @ts-ignore: decorator
@inline
export function diagonalProducts<T>(plan: Plan, from: i32, count: i32): void {
  const rowBytes = plan.rowBytes
  const productRowBytes = plan.productRowBytes
  const columnBytes = plan.dimensions * sizeof<T>()
  let row = plan.rows
  let products = plan.products
  let sum = plan.sumsOut
  let weight = plan.weights + from * 8
  for (let i = 0; i < count; i++) {
    const factor = <T>load<f64>(weight) / load<T>(sum)
    const factors = v128.splat<T>(factor)
    const end = products + columnBytes
    let square = end + sizeof<T>()
    let at = products
    let x = row
    while (at < end) {
      const value = v128.load(x)
      const product = v128.mul<T>(value, factors)
      v128.store(at, product)
      v128.store(square, v128.mul<T>(product, value))
      at += vectorBytes
      square += vectorBytes
      x += vectorBytes
    }
    // The last vector of products may have covered the first squares.
    const first = v128.load(row)
    store<T>(end, factor)
    v128.store(end + sizeof<T>(), v128.mul<T>(v128.mul<T>(first, factors), first))
    row += rowBytes
    products += productRowBytes
    sum += sizeof<T>()
    weight += 8
  }
}
