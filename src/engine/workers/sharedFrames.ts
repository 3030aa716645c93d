import type { Frames } from '../../mixture/frames'
import { readKeptFrames } from '../../project/keptFrames'
import type { FrameSource } from './frameSource'

/** Frames on shared memory, which every thread can read without a copy. */
export interface SharedFrames {
  readonly frames: Frames
  /** For each frame a number; frames with the same number must stay on one side of a split. */
  readonly groups: Int32Array
}

/** A float64 array on shared memory, all 0. */
export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

/** An int32 array on shared memory, all 0. */
export function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))
}

export interface GatherInput {
  /** Where the frames are, how many of them count, and which group they belong to. */
  readonly sources: readonly (FrameSource & { readonly keptCount: number; readonly group: number })[]
  /** Of more frames than this an even sample is taken. */
  readonly maxFrames: number
}

/** Every n-th kept frame of several recordings, on shared memory. */
export function gatherFrames({ sources, maxFrames }: GatherInput): SharedFrames {
  const total = sources.reduce((sum, { keptCount }) => sum + keptCount, 0)
  const step = Math.max(1, Math.ceil(total / maxFrames))
  const count = Math.ceil(total / step)
  const groups = sharedInt32(count)
  let data: Float32Array | undefined
  let dimensions = 1
  let seen = 0
  let taken = 0
  for (const source of sources) {
    const part = readKeptFrames(source)
    dimensions = part.dimensions
    data ??= new Float32Array(new SharedArrayBuffer(count * dimensions * Float32Array.BYTES_PER_ELEMENT))
    for (let i = 0; i < part.count && taken < count; i++) {
      if (seen++ % step !== 0) continue
      data.set(part.data.subarray(i * dimensions, (i + 1) * dimensions), taken * dimensions)
      groups[taken++] = source.group
    }
  }
  return { frames: { data: data ?? new Float32Array(0), count: taken, dimensions }, groups }
}
