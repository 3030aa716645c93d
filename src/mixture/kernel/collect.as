import { Plan, sharerPairBytes } from './plan'
import { addToFloat64, multiplyAdd, splat, vectorBytes } from './simd'

/**
 * Adds up densities times products, for two groups and five columns at a time: ten sums in flight are what it takes to
 * keep the multipliers busy. Within the block in T, from block to block in float64.
 */
// @ts-ignore: decorator
@inline
function collectFive<T>(kept: usize, end: usize, sharer: usize, offset: i32, sums: usize): void {
  let a0 = splat<T>(0)
  let b0 = a0
  let c0 = a0
  let d0 = a0
  let e0 = a0
  let a1 = a0
  let b1 = a0
  let c1 = a0
  let d1 = a0
  let e1 = a0
  while (true) {
    const product = load<i32>(sharer, 4) + offset
    const share0 = v128.load(kept)
    const share1 = v128.load(kept, 16)
    let x = v128.load_splat<T>(product)
    a0 = multiplyAdd<T>(share0, x, a0)
    a1 = multiplyAdd<T>(share1, x, a1)
    x = v128.load_splat<T>(product, sizeof<T>())
    b0 = multiplyAdd<T>(share0, x, b0)
    b1 = multiplyAdd<T>(share1, x, b1)
    x = v128.load_splat<T>(product, 2 * sizeof<T>())
    c0 = multiplyAdd<T>(share0, x, c0)
    c1 = multiplyAdd<T>(share1, x, c1)
    // Never so: an exit keeps the compiler from loading everything at the beginning, for which the registers would not do.
    if (kept == 0) break
    x = v128.load_splat<T>(product, 3 * sizeof<T>())
    d0 = multiplyAdd<T>(share0, x, d0)
    d1 = multiplyAdd<T>(share1, x, d1)
    x = v128.load_splat<T>(product, 4 * sizeof<T>())
    e0 = multiplyAdd<T>(share0, x, e0)
    e1 = multiplyAdd<T>(share1, x, e1)
    sharer += 8
    kept += 32
    if (kept == end) break
  }
  const size = vectorBytes / sizeof<T>() * 8
  addToFloat64<T>(sums, a0)
  addToFloat64<T>(sums + size, a1)
  addToFloat64<T>(sums + 2 * size, b0)
  addToFloat64<T>(sums + 3 * size, b1)
  addToFloat64<T>(sums + 4 * size, c0)
  addToFloat64<T>(sums + 5 * size, c1)
  addToFloat64<T>(sums + 6 * size, d0)
  addToFloat64<T>(sums + 7 * size, d1)
  addToFloat64<T>(sums + 8 * size, e0)
  addToFloat64<T>(sums + 9 * size, e1)
}

// @ts-ignore: decorator
@inline
function collectFour<T>(kept: usize, end: usize, sharer: usize, offset: i32, sums: usize): void {
  let a0 = splat<T>(0)
  let b0 = a0
  let c0 = a0
  let d0 = a0
  let a1 = a0
  let b1 = a0
  let c1 = a0
  let d1 = a0
  while (true) {
    const product = load<i32>(sharer, 4) + offset
    const share0 = v128.load(kept)
    const share1 = v128.load(kept, 16)
    let x = v128.load_splat<T>(product)
    a0 = multiplyAdd<T>(share0, x, a0)
    a1 = multiplyAdd<T>(share1, x, a1)
    x = v128.load_splat<T>(product, sizeof<T>())
    b0 = multiplyAdd<T>(share0, x, b0)
    b1 = multiplyAdd<T>(share1, x, b1)
    x = v128.load_splat<T>(product, 2 * sizeof<T>())
    c0 = multiplyAdd<T>(share0, x, c0)
    c1 = multiplyAdd<T>(share1, x, c1)
    x = v128.load_splat<T>(product, 3 * sizeof<T>())
    d0 = multiplyAdd<T>(share0, x, d0)
    d1 = multiplyAdd<T>(share1, x, d1)
    sharer += 8
    kept += 32
    if (kept == end) break
  }
  const size = vectorBytes / sizeof<T>() * 8
  addToFloat64<T>(sums, a0)
  addToFloat64<T>(sums + size, a1)
  addToFloat64<T>(sums + 2 * size, b0)
  addToFloat64<T>(sums + 3 * size, b1)
  addToFloat64<T>(sums + 4 * size, c0)
  addToFloat64<T>(sums + 5 * size, c1)
  addToFloat64<T>(sums + 6 * size, d0)
  addToFloat64<T>(sums + 7 * size, d1)
}

/** So many pairs' shares stay in the processor's nearest cache beside a tile's products. */
const pairsAtOnce: i32 = 4

/**
 * Adds a block's densities times the first `count` columns of products to the moments from `first` on. The last tile may
 * reach beyond: moments have room for that.
 */
// @ts-ignore: decorator
@inline
export function collect<T>(plan: Plan, first: i32, count: i32): void {
  const size = 2 * (vectorBytes / sizeof<T>()) * 8
  const pairSums = plan.momentCount * size
  const pairCount = plan.pairCount
  for (let firstPair = 0; firstPair < pairCount; firstPair += pairsAtOnce) {
    const endPair = min(firstPair + pairsAtOnce, pairCount)
    let column = 0
    while (column < count) {
      const wide = (count - column) % 4 != 0
      const offset = column * sizeof<T>()
      for (let pair = firstPair; pair < endPair; pair++) {
        const kept = load<i32>(plan.sharerCounts + pair * 4)
        if (kept == 0) continue
        const joint = plan.joint + pair * plan.jointPairBytes
        const sharers = plan.sharers + pair * sharerPairBytes
        const sums = plan.moments + pair * pairSums + (first + column) * size
        if (wide) collectFive<T>(joint, joint + kept * 32, sharers, offset, sums)
        else collectFour<T>(joint, joint + kept * 32, sharers, offset, sums)
      }
      column += wide ? 5 : 4
    }
  }
}

/**
 * First and second moments about the means, for those columns of a pair in which a mean lies far from the origin in
 * terms of its standard deviation: so no small variance has to come out of large sums.
 */
// @ts-ignore: decorator
@inline
export function collectCentered<T>(plan: Plan): void {
  const size = (vectorBytes / sizeof<T>()) * 8
  const dimensions = plan.dimensions
  for (let pair = 0; pair < plan.pairCount; pair++) {
    const kept = load<i32>(plan.sharerCounts + pair * 4)
    if (kept == 0) continue
    const shares = plan.joint + pair * plan.jointPairBytes
    for (let j = 0; j < dimensions; j++) {
      const column = pair * dimensions + j
      if (load<u8>(plan.centered + column) == 0) continue
      const mean0 = v128.load(plan.means + column * 32)
      const mean1 = v128.load(plan.means + column * 32, 16)
      let first0 = splat<T>(0)
      let first1 = first0
      let second0 = first0
      let second1 = first0
      let sharer = plan.sharers + pair * sharerPairBytes
      for (let at = shares; at < shares + kept * 32; at += 32) {
        const frame = (load<i32>(sharer) - plan.sums) >> 4
        const factor = v128.load_splat<T>(load<i32>(sharer, 4) + dimensions * sizeof<T>())
        const x = v128.load_splat<T>(plan.rows + frame * plan.rowBytes + j * sizeof<T>())
        const difference0 = v128.sub<T>(x, mean0)
        const difference1 = v128.sub<T>(x, mean1)
        const product0 = v128.mul<T>(v128.mul<T>(v128.load(at), factor), difference0)
        const product1 = v128.mul<T>(v128.mul<T>(v128.load(at, 16), factor), difference1)
        first0 = v128.add<T>(first0, product0)
        first1 = v128.add<T>(first1, product1)
        second0 = multiplyAdd<T>(product0, difference0, second0)
        second1 = multiplyAdd<T>(product1, difference1, second1)
        sharer += 8
      }
      const sums = plan.centeredMoments + column * 4 * size
      addToFloat64<T>(sums, first0)
      addToFloat64<T>(sums + size, first1)
      addToFloat64<T>(sums + 2 * size, second0)
      addToFloat64<T>(sums + 3 * size, second1)
    }
  }
}
