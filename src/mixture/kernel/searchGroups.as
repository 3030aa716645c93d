import { blockLength, BoundsPlan, groupCount, listBytes, tileCenters } from './boundsPlan'
import { multiplyAdd } from './simd'

/**
 * Brings the least and the second least of a group, and whose the least is, up to date with 16 more values of a frame.
 */
// @ts-ignore: decorator
@inline
function takeLeast(a: v128, b: v128, c: v128, d: v128, centerAt: usize, leasts: usize, seconds: usize, nearest: usize): void {
  const lowAB = f32x4.pmin(a, b)
  const lowCD = f32x4.pmin(c, d)
  let least = f32x4.pmin(lowAB, lowCD)
  let second = f32x4.pmin(f32x4.pmax(lowAB, lowCD), f32x4.pmin(f32x4.pmax(a, b), f32x4.pmax(c, d)))
  let other = v128.shuffle<i64>(least, least, 1, 0)
  second = f32x4.pmin(f32x4.pmin(second, v128.shuffle<i64>(second, second, 1, 0)), f32x4.pmax(least, other))
  least = f32x4.pmin(least, other)
  other = v128.shuffle<i32>(least, least, 1, 0, 3, 2)
  second = f32x4.pmin(f32x4.pmin(second, v128.shuffle<i32>(second, second, 1, 0, 3, 2)), f32x4.pmax(least, other))
  least = f32x4.pmin(least, other)
  const where =
    i32x4.bitmask(f32x4.eq(a, least)) |
    (i32x4.bitmask(f32x4.eq(b, least)) << 4) |
    (i32x4.bitmask(f32x4.eq(c, least)) << 8) |
    (i32x4.bitmask(f32x4.eq(d, least)) << 12)
  const former = v128.load_splat<f32>(leasts)
  const formerSecond = v128.load_splat<f32>(seconds)
  const isLess = i32x4.bitmask(f32x4.lt(least, former)) != 0
  store<i32>(nearest, select<i32>(load<i32>(centerAt + ((ctz(where) & 15) << 2)), load<i32>(nearest), isLess))
  v128.store32_lane(seconds, f32x4.pmin(f32x4.pmin(second, formerSecond), f32x4.pmax(least, former)), 0)
  v128.store32_lane(leasts, f32x4.pmin(least, former), 0)
}

/**
 * For the frames listed with each group: of |c|^2 - 2 x c over its centers the least and the second least. A tile is two
 * frames by 16 centers: eight sums that do not wait for each other.
 */
// @ts-ignore: decorator
@inline
export function searchGroups(plan: BoundsPlan): void {
  const columnBytes = plan.dimensions * 4
  const rowBytes = plan.rowBytes
  const tileCount = plan.tileCount
  const tileBytes = plan.dimensions * tileCenters * 4
  for (let group = 0; group < groupCount; group++) {
    const list = plan.lists + (group + 1) * listBytes
    const listCount = load<i32>(list)
    // An odd last one gets nobody for a partner.
    store<i32>(list + 4 + listCount * 4, blockLength)
    const end = list + 4 + listCount * 4
    for (let tile = group * tileCount; tile < (group + 1) * tileCount; tile++) {
      const norms = plan.centerNorms + tile * tileCenters * 4
      const tiles = plan.tiles + tile * tileBytes
      for (let at = list + 4; at < end; at += 8) {
        const frameX = load<i32>(at)
        const frameY = load<i32>(at, 4)
        let x = plan.rows + frameX * rowBytes
        let y = plan.rows + frameY * rowBytes
        const rowEnd = x + columnBytes
        let center = tiles
        let a0 = v128.load(norms)
        let b0 = v128.load(norms, 16)
        let c0 = v128.load(norms, 32)
        let d0 = v128.load(norms, 48)
        let a1 = a0
        let b1 = b0
        let c1 = c0
        let d1 = d0
        do {
          const valueX = v128.load_splat<f32>(x)
          const valueY = v128.load_splat<f32>(y)
          let four = v128.load(center)
          a0 = multiplyAdd<f32>(four, valueX, a0)
          a1 = multiplyAdd<f32>(four, valueY, a1)
          four = v128.load(center, 16)
          b0 = multiplyAdd<f32>(four, valueX, b0)
          b1 = multiplyAdd<f32>(four, valueY, b1)
          four = v128.load(center, 32)
          c0 = multiplyAdd<f32>(four, valueX, c0)
          c1 = multiplyAdd<f32>(four, valueY, c1)
          four = v128.load(center, 48)
          d0 = multiplyAdd<f32>(four, valueX, d0)
          d1 = multiplyAdd<f32>(four, valueY, d1)
          x += 4
          y += 4
          center += 64
        } while (x < rowEnd)
        const centerAt = plan.centerAt + tile * tileCenters * 4
        let out = (frameX * groupCount + group) * 4
        takeLeast(a0, b0, c0, d0, centerAt, plan.leasts + out, plan.seconds + out, plan.nearest + out)
        out = (frameY * groupCount + group) * 4
        takeLeast(a1, b1, c1, d1, centerAt, plan.leasts + out, plan.seconds + out, plan.nearest + out)
      }
    }
  }
}
