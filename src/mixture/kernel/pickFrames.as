import { BoundsPlan } from './boundsPlan'

/** Lists those of frames [from, to) that may not keep their center as far as bounds tell; returns how many. */
// @ts-ignore: decorator
@inline
export function pickFrames(plan: BoundsPlan, from: i32, to: i32): i32 {
  const gaps = plan.gaps
  const picked = plan.picked
  let end = picked
  let label = plan.labels + from * 4
  let upper = plan.uppers + from * 4
  let lower = plan.lowers + from * 16
  for (let i = from; i < to; i++) {
    const gap = v128.load(gaps + (load<i32>(label) << 4))
    const farthest = v128.add<f32>(v128.load_splat<f32>(upper), gap)
    const stays = v128.bitmask<i32>(v128.lt<f32>(farthest, v128.load(lower)))
    store<i32>(end, i)
    end += <i32>(stays != 15) << 2
    label += 4
    upper += 4
    lower += 16
  }
  return (end - picked) >> 2
}
