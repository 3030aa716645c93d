import { Plan } from './plan'
import { larger, multiplyAdd, multiplySubtract, splat } from './simd'

/**
 * Joint log densities (to base 2) of a block, and the best of each frame and lane. A tile is three frames under two
 * groups: with that, six sums do not wait for each other and the processor's 16 registers just do. The squares are those
 * of (scale x - scale mean): expanded further they would lose digits when a variance is small beside the mean.
 */
// @ts-ignore: decorator
@inline
export function diagonalDensity<T>(plan: Plan, count: i32): void {
  const rowBytes = plan.rowBytes
  const pairCount = plan.pairCount
  const jointPairBytes = plan.jointPairBytes
  const columnBytes = plan.dimensions * sizeof<T>()
  let row = plan.rows
  let joint = plan.joint
  let best = plan.best
  // The last three may reach past `count` into rows of an earlier block; nobody reads what comes out of them.
  for (let i = 0; i < count; i += 3) {
    const end = row + columnBytes
    let bestA = splat<T>(-Infinity)
    let bestB = bestA
    let bestC = bestA
    let parameter = plan.parameters
    let constant = plan.constants
    let out = joint
    for (let pair = 0; pair < pairCount; pair++) {
      let a = row
      let b = row + rowBytes
      let c = b + rowBytes
      let a0 = v128.load(constant)
      let a1 = v128.load(constant, 16)
      let b0 = a0
      let b1 = a1
      let c0 = a0
      let c1 = a1
      do {
        const scale0 = v128.load(parameter)
        const shift0 = v128.load(parameter, 16)
        const scale1 = v128.load(parameter, 32)
        const shift1 = v128.load(parameter, 48)
        let x = v128.load_splat<T>(a)
        let z = multiplyAdd<T>(x, scale0, shift0)
        a0 = multiplySubtract<T>(z, z, a0)
        z = multiplyAdd<T>(x, scale1, shift1)
        a1 = multiplySubtract<T>(z, z, a1)
        x = v128.load_splat<T>(b)
        z = multiplyAdd<T>(x, scale0, shift0)
        b0 = multiplySubtract<T>(z, z, b0)
        z = multiplyAdd<T>(x, scale1, shift1)
        b1 = multiplySubtract<T>(z, z, b1)
        x = v128.load_splat<T>(c)
        z = multiplyAdd<T>(x, scale0, shift0)
        c0 = multiplySubtract<T>(z, z, c0)
        z = multiplyAdd<T>(x, scale1, shift1)
        c1 = multiplySubtract<T>(z, z, c1)
        parameter += 64
        a += sizeof<T>()
        b += sizeof<T>()
        c += sizeof<T>()
      } while (a < end)
      v128.store(out, a0)
      v128.store(out, a1, 16)
      v128.store(out, b0, 32)
      v128.store(out, b1, 48)
      v128.store(out, c0, 64)
      v128.store(out, c1, 80)
      // Only lanes without a component can hold a NaN, beside an infinite number in float32.
      bestA = larger<T>(larger<T>(bestA, a0), a1)
      bestB = larger<T>(larger<T>(bestB, b0), b1)
      bestC = larger<T>(larger<T>(bestC, c0), c1)
      constant += 32
      out += jointPairBytes
    }
    v128.store(best, bestA)
    v128.store(best, bestB, 16)
    v128.store(best, bestC, 32)
    best += 48
    joint += 96
    row += 3 * rowBytes
  }
}
