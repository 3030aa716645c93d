import { Plan } from './plan'
import { larger, multiplyAdd, multiplySubtract, splat } from './simd'

/**
 * Joint log densities (to base 2) of a block for full covariances, and the best of each frame and lane: less the squares
 * of the columns of (x - mean)^T P, each a sum over its triangle that begins at -mean^T P. A tile is four frames under
 * two groups.
 */
// @ts-ignore: decorator
@inline
export function fullDensity<T>(plan: Plan, count: i32): void {
  const rowBytes = plan.rowBytes
  const pairCount = plan.pairCount
  const jointPairBytes = plan.jointPairBytes
  const columnBytes = plan.dimensions * sizeof<T>()
  let row = plan.rows
  let joint = plan.joint
  let best = plan.best
  // The last four may reach past `count` into rows of an earlier block; nobody reads what comes out of them.
  for (let i = 0; i < count; i += 4) {
    let bestA = splat<T>(-Infinity)
    let bestB = bestA
    let bestC = bestA
    let bestD = bestA
    let parameter = plan.parameters
    let constant = plan.constants
    let out = joint
    for (let pair = 0; pair < pairCount; pair++) {
      let sumA0 = v128.load(constant)
      let sumA1 = v128.load(constant, 16)
      let sumB0 = sumA0
      let sumB1 = sumA1
      let sumC0 = sumA0
      let sumC1 = sumA1
      let sumD0 = sumA0
      let sumD1 = sumA1
      const end = row + columnBytes
      for (let last = row; last < end; last += sizeof<T>()) {
        let a0 = v128.load(parameter)
        let a1 = v128.load(parameter, 16)
        let b0 = a0
        let b1 = a1
        let c0 = a0
        let c1 = a1
        let d0 = a0
        let d1 = a1
        let a = row
        let b = row + rowBytes
        let c = b + rowBytes
        let d = c + rowBytes
        parameter += 32
        while (true) {
          let p0 = v128.load(parameter)
          let p1 = v128.load(parameter, 16)
          let x = v128.load_splat<T>(a)
          a0 = multiplyAdd<T>(x, p0, a0)
          a1 = multiplyAdd<T>(x, p1, a1)
          x = v128.load_splat<T>(b)
          b0 = multiplyAdd<T>(x, p0, b0)
          b1 = multiplyAdd<T>(x, p1, b1)
          x = v128.load_splat<T>(c)
          c0 = multiplyAdd<T>(x, p0, c0)
          c1 = multiplyAdd<T>(x, p1, c1)
          x = v128.load_splat<T>(d)
          d0 = multiplyAdd<T>(x, p0, d0)
          d1 = multiplyAdd<T>(x, p1, d1)
          if (a == last) {
            parameter += 32
            break
          }
          p0 = v128.load(parameter, 32)
          p1 = v128.load(parameter, 48)
          x = v128.load_splat<T>(a, sizeof<T>())
          a0 = multiplyAdd<T>(x, p0, a0)
          a1 = multiplyAdd<T>(x, p1, a1)
          x = v128.load_splat<T>(b, sizeof<T>())
          b0 = multiplyAdd<T>(x, p0, b0)
          b1 = multiplyAdd<T>(x, p1, b1)
          x = v128.load_splat<T>(c, sizeof<T>())
          c0 = multiplyAdd<T>(x, p0, c0)
          c1 = multiplyAdd<T>(x, p1, c1)
          x = v128.load_splat<T>(d, sizeof<T>())
          d0 = multiplyAdd<T>(x, p0, d0)
          d1 = multiplyAdd<T>(x, p1, d1)
          parameter += 64
          a += 2 * sizeof<T>()
          b += 2 * sizeof<T>()
          c += 2 * sizeof<T>()
          d += 2 * sizeof<T>()
          if (a > last) break
        }
        sumA0 = multiplySubtract<T>(a0, a0, sumA0)
        sumA1 = multiplySubtract<T>(a1, a1, sumA1)
        sumB0 = multiplySubtract<T>(b0, b0, sumB0)
        sumB1 = multiplySubtract<T>(b1, b1, sumB1)
        sumC0 = multiplySubtract<T>(c0, c0, sumC0)
        sumC1 = multiplySubtract<T>(c1, c1, sumC1)
        sumD0 = multiplySubtract<T>(d0, d0, sumD0)
        sumD1 = multiplySubtract<T>(d1, d1, sumD1)
      }
      v128.store(out, sumA0)
      v128.store(out, sumA1, 16)
      v128.store(out, sumB0, 32)
      v128.store(out, sumB1, 48)
      v128.store(out, sumC0, 64)
      v128.store(out, sumC1, 80)
      v128.store(out, sumD0, 96)
      v128.store(out, sumD1, 112)
      // Only lanes without a component can hold a NaN, beside an infinite number in float32.
      bestA = larger<T>(larger<T>(bestA, sumA0), sumA1)
      bestB = larger<T>(larger<T>(bestB, sumB0), sumB1)
      bestC = larger<T>(larger<T>(bestC, sumC0), sumC1)
      bestD = larger<T>(larger<T>(bestD, sumD0), sumD1)
      constant += 32
      out += jointPairBytes
    }
    v128.store(best, bestA)
    v128.store(best, bestB, 16)
    v128.store(best, bestC, 32)
    v128.store(best, bestD, 48)
    best += 64
    joint += 128
    row += 4 * rowBytes
  }
}
