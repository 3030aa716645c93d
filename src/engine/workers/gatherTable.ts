import { framesAt } from '../../mixture/sampleFrames'
import { openFrames, type FramesAt } from './framesAt'
import { sharedFloat64, sharedInt32, type SharedFrames } from './sharedFrames'

export interface GatherTableInput {
  readonly at: FramesAt
  readonly groups: Int32Array | null
  /** Of more frames than this an even sample is taken. */
  readonly maxFrames: number
}

/** Every n-th frame of a table on shared memory; rows without groups are all of one. */
export function gatherTable({ at, groups, maxFrames }: GatherTableInput): SharedFrames {
  using source = openFrames(at)
  if (at.kind === 'memory' && source.count <= maxFrames) {
    return { frames: at.frames, groups: groups ?? sharedInt32(source.count) }
  }
  const step = Math.max(1, Math.ceil(source.count / maxFrames))
  const rows = Array.from({ length: Math.ceil(source.count / step) }, (_, i) => i * step)
  const { data, count, dimensions, weights } = framesAt(source, rows)
  const shared = sharedFloat64(data.length)
  shared.set(data)
  const groupsOfRows = sharedInt32(count)
  if (groups) rows.forEach((row, i) => (groupsOfRows[i] = groups[row]))
  return { frames: { data: shared, count, dimensions, ...(weights ? { weights } : {}) }, groups: groupsOfRows }
}
