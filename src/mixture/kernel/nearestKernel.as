// The inner loops of k-means' assignment in AssemblyScript: scripts/build-kernel.mjs compiles them, kernelCenterSearch.ts
// calls them and says where in memory everything lies.
//
// Everything is written once for T = f32 (four lanes) and T = f64 (two). The lanes of a vector are frames: rows hold one
// column of a block of frames each, so that nothing has to be compared across lanes. All arguments are addresses, or
// bytes between neighbors, or numbers of things.

import { multiplyAdd, splat, vectorBytes } from './simd'

// @ts-ignore: decorator
@inline
function splatIndex<T>(value: i32): v128 {
  if (sizeof<T>() == 4) return v128.splat<i32>(value)
  return v128.splat<i64>(value)
}

/**
 * By how much the distance from the nearest center falls short of that from any other, at least: with the least and the
 * second least |c|^2 - 2 x c and |x|^2, each of which may be off, in sum, by so much of |x|^2 + the largest |c|^2.
 */
// @ts-ignore: decorator
@inline
function leastMargin<T>(norm: v128, least: v128, second: v128, largestNorm: v128, relativeError: v128, smallestError: v128): v128 {
  const error = multiplyAdd<T>(v128.add<T>(norm, largestNorm), relativeError, smallestError)
  const atMost = v128.add<T>(v128.add<T>(norm, least), error)
  const atLeast = v128.sub<T>(v128.add<T>(norm, second), error)
  const zero = splat<T>(0)
  return v128.sub<T>(v128.sqrt<T>(v128.pmax<T>(zero, atLeast)), v128.sqrt<T>(v128.pmax<T>(zero, atMost)))
}

/**
 * For every frame, over centers with |c|^2 as `constants` and -2 c as `centers`: the index of the one with the least
 * |c|^2 - 2 x c, which is the squared distance less |x|^2, 32 (f32) or 64 bits wide; and the margin to all others.
 *
 * A tile is two vectors of frames under four centers: the eight sums do not wait for each other, and the processor's 16
 * registers do. Centers come in whole fours, in each four column by column; those that there are not have an infinite constant.
 */
// @ts-ignore: decorator
@inline
function nearest<T>(
  rows: usize, centers: usize, constants: usize, index: usize, margin: usize,
  frameCount: i32, dimensions: i32, centerCount: i32, rowBytes: i32,
  largestNorm: f64, relativeError: f64, smallestError: f64,
): void {
  const frameBytes = frameCount * sizeof<T>()
  const columnBytes = dimensions * rowBytes
  for (let at = 0; at < frameBytes; at += 2 * vectorBytes) {
    const end = rows + at + columnBytes
    let least0 = v128.splat<T>(<T>Infinity)
    let least1 = least0
    let second0 = least0
    let second1 = least0
    let index0 = splatIndex<T>(0)
    let index1 = index0
    let center = centers
    let constant = constants
    for (let k = 0; k < centerCount; k += 4) {
      let a0 = v128.load_splat<T>(constant)
      let b0 = v128.load_splat<T>(constant, sizeof<T>())
      let c0 = v128.load_splat<T>(constant, 2 * sizeof<T>())
      let d0 = v128.load_splat<T>(constant, 3 * sizeof<T>())
      let a1 = a0
      let b1 = b0
      let c1 = c0
      let d1 = d0
      let row = rows + at
      do {
        const x0 = v128.load(row)
        const x1 = v128.load(row, 16)
        let value = v128.load_splat<T>(center)
        a0 = multiplyAdd<T>(value, x0, a0)
        a1 = multiplyAdd<T>(value, x1, a1)
        value = v128.load_splat<T>(center, sizeof<T>())
        b0 = multiplyAdd<T>(value, x0, b0)
        b1 = multiplyAdd<T>(value, x1, b1)
        value = v128.load_splat<T>(center, 2 * sizeof<T>())
        c0 = multiplyAdd<T>(value, x0, c0)
        c1 = multiplyAdd<T>(value, x1, c1)
        value = v128.load_splat<T>(center, 3 * sizeof<T>())
        d0 = multiplyAdd<T>(value, x0, d0)
        d1 = multiplyAdd<T>(value, x1, d1)
        center += 4 * sizeof<T>()
        row += rowBytes
      } while (row < end)
      constant += 4 * sizeof<T>()

      // The second is the least of the greater ones of each pair that was ever compared.
      let here = splatIndex<T>(k)
      index0 = v128.bitselect(here, index0, v128.lt<T>(a0, least0))
      index1 = v128.bitselect(here, index1, v128.lt<T>(a1, least1))
      second0 = v128.pmin<T>(second0, v128.pmax<T>(least0, a0))
      second1 = v128.pmin<T>(second1, v128.pmax<T>(least1, a1))
      least0 = v128.pmin<T>(least0, a0)
      least1 = v128.pmin<T>(least1, a1)
      here = splatIndex<T>(k + 1)
      index0 = v128.bitselect(here, index0, v128.lt<T>(b0, least0))
      index1 = v128.bitselect(here, index1, v128.lt<T>(b1, least1))
      second0 = v128.pmin<T>(second0, v128.pmax<T>(least0, b0))
      second1 = v128.pmin<T>(second1, v128.pmax<T>(least1, b1))
      least0 = v128.pmin<T>(least0, b0)
      least1 = v128.pmin<T>(least1, b1)
      here = splatIndex<T>(k + 2)
      index0 = v128.bitselect(here, index0, v128.lt<T>(c0, least0))
      index1 = v128.bitselect(here, index1, v128.lt<T>(c1, least1))
      second0 = v128.pmin<T>(second0, v128.pmax<T>(least0, c0))
      second1 = v128.pmin<T>(second1, v128.pmax<T>(least1, c1))
      least0 = v128.pmin<T>(least0, c0)
      least1 = v128.pmin<T>(least1, c1)
      here = splatIndex<T>(k + 3)
      index0 = v128.bitselect(here, index0, v128.lt<T>(d0, least0))
      index1 = v128.bitselect(here, index1, v128.lt<T>(d1, least1))
      second0 = v128.pmin<T>(second0, v128.pmax<T>(least0, d0))
      second1 = v128.pmin<T>(second1, v128.pmax<T>(least1, d1))
      least0 = v128.pmin<T>(least0, d0)
      least1 = v128.pmin<T>(least1, d1)
    }
    let norm0 = splat<T>(0)
    let norm1 = norm0
    for (let row = rows + at; row < end; row += rowBytes) {
      const x0 = v128.load(row)
      const x1 = v128.load(row, 16)
      norm0 = multiplyAdd<T>(x0, x0, norm0)
      norm1 = multiplyAdd<T>(x1, x1, norm1)
    }
    const largest = splat<T>(largestNorm)
    const relative = splat<T>(relativeError)
    const smallest = splat<T>(smallestError)
    v128.store(margin + at, leastMargin<T>(norm0, least0, second0, largest, relative, smallest))
    v128.store(margin + at, leastMargin<T>(norm1, least1, second1, largest, relative, smallest), 16)
    v128.store(index + at, index0)
    v128.store(index + at, index1, 16)
  }
}

export function nearest32(
  rows: usize, centers: usize, constants: usize, index: usize, margin: usize,
  frameCount: i32, dimensions: i32, centerCount: i32, rowBytes: i32,
  largestNorm: f64, relativeError: f64, smallestError: f64,
): void {
  nearest<f32>(
    rows, centers, constants, index, margin,
    frameCount, dimensions, centerCount, rowBytes,
    largestNorm, relativeError, smallestError,
  )
}

export function nearest64(
  rows: usize, centers: usize, constants: usize, index: usize, margin: usize,
  frameCount: i32, dimensions: i32, centerCount: i32, rowBytes: i32,
  largestNorm: f64, relativeError: f64, smallestError: f64,
): void {
  nearest<f64>(
    rows, centers, constants, index, margin,
    frameCount, dimensions, centerCount, rowBytes,
    largestNorm, relativeError, smallestError,
  )
}
