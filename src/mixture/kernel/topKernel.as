// The log densities of mixtures that were adapted from one background, of a few of its components a frame, in
// AssemblyScript: scripts/build-kernel.mjs compiles it, kernelTopDensities.ts calls it and says where in memory everything
// lies. The lanes of a vector are columns, since the components of a frame stand anywhere.
import { larger, multiplyAdd, multiplySubtract, powerOfTwo } from './simd'

/** The bits of -infinity would come to NaN below; this is as good as nothing. */
const lowest: f64 = -900

/**
 * For each frame the best joint log density, to base 2, of the components chosen for it, and the sum of all of them
 * relative to it. `chosen` holds an even number of addresses a frame, each of a component's constant, 8 bytes of nothing, and
 * its scales and shifts in turns, two columns at a time; columns that there are not have both 0.
 */
export function topDensities(
  frames: usize,
  numberBytes: i32,
  dimensions: i32,
  chosen: usize,
  perFrame: i32,
  count: i32,
  row: usize,
  joint: usize,
  best: usize,
  sums: usize,
): void {
  const rowEnd = row + dimensions * 8
  const jointEnd = joint + perFrame * 8
  for (let i = 0; i < count; i++) {
    let x = frames
    for (let at = row; at < rowEnd; at += 16) {
      v128.store(at, numberBytes == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(x)) : v128.load(x))
      x += 2 * numberBytes
    }
    // What stands behind an odd last column may be no number at all.
    store<f64>(rowEnd, 0)
    frames += dimensions * numberBytes
    let largest: f64 = -Infinity
    for (let out = joint; out < jointEnd; out += 8) {
      let parameter: usize = load<i32>(chosen)
      chosen += 4
      let sum = v128.load64_zero(parameter)
      for (let at = row; at < rowEnd; at += 16) {
        parameter += 16
        const scale = v128.load(parameter)
        parameter += 16
        const z = multiplyAdd<f64>(v128.load(at), scale, v128.load(parameter))
        sum = multiplySubtract<f64>(z, z, sum)
      }
      const value = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
      store<f64>(out, value)
      largest = max<f64>(largest, value)
    }
    const bests = f64x2.splat(largest)
    let total = f64x2.splat(0)
    for (let out = joint; out < jointEnd; out += 16) {
      total = f64x2.add(total, powerOfTwo<f64>(larger<f64>(f64x2.splat(lowest), f64x2.sub(v128.load(out), bests))))
    }
    store<f64>(best, largest)
    store<f64>(sums, f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1))
    best += 8
    sums += 8
  }
}
