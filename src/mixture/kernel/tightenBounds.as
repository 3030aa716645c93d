import { currentLowers, keptUpper } from './boundArithmetic'
import { BoundsPlan, listBytes } from './boundsPlan'

/**
 * Lets the picked frames stay whose distance from their center, now that it is known, is less than all others. Lists the
 * rest, and by group those that have to be compared with its centers.
 */
// @ts-ignore: decorator
@inline
export function tightenBounds(plan: BoundsPlan, pickedCount: i32): void {
  const groupGaps = v128.load(plan.groupGaps)
  const lists = plan.lists
  let list = lists + 4
  let list0 = list + listBytes
  let list1 = list0 + listBytes
  let list2 = list1 + listBytes
  let list3 = list2 + listBytes
  for (let p = 0; p < pickedCount; p++) {
    const i = load<i32>(plan.picked + p * 4)
    const label = load<i32>(plan.labels + i * 4)
    const upper = load<f32>(plan.farthest + p * 4)
    store<f32>(plan.uppers + i * 4, keptUpper(upper, load<f32>(plan.ways + label * 4)))
    const lowers = currentLowers(v128.load(plan.lowers + i * 16), groupGaps)
    const searched = v128.not(f32x4.lt(f32x4.splat(upper), lowers))
    v128.store(plan.nowLowers + p * 16, lowers)
    v128.store(plan.searched + p * 16, searched)
    v128.store(plan.leasts + p * 16, f32x4.splat(Infinity))
    v128.store(plan.seconds + p * 16, f32x4.splat(Infinity))
    v128.store(plan.nearest + p * 16, i32x4.splat(label))
    const groups = i32x4.bitmask(searched)
    store<i32>(list, p)
    store<i32>(list0, p)
    store<i32>(list1, p)
    store<i32>(list2, p)
    store<i32>(list3, p)
    list += <i32>(groups != 0) << 2
    list0 += (groups & 1) << 2
    list1 += (groups & 2) << 1
    list2 += groups & 4
    list3 += (groups & 8) >> 1
  }
  store<i32>(lists, (list - lists - 4) >> 2)
  store<i32>(lists + listBytes, (list0 - lists - listBytes - 4) >> 2)
  store<i32>(lists + 2 * listBytes, (list1 - lists - 2 * listBytes - 4) >> 2)
  store<i32>(lists + 3 * listBytes, (list2 - lists - 3 * listBytes - 4) >> 2)
  store<i32>(lists + 4 * listBytes, (list3 - lists - 4 * listBytes - 4) >> 2)
}
