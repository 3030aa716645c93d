import type { MessagePort } from 'node:worker_threads'
import { MomentSums, type ColumnMoments } from '../../features/columnMoments'
import { openKeptFrames } from '../../project/keptFrames'
import type { FrameSource } from './frameSource'

export interface MeasureInput {
  readonly sources: readonly FrameSource[]
  readonly port?: MessagePort
}

const framesAtOnce = 4096

/** The moments of each recording's columns over its kept frames, read some at a time. Each recording has at least one. */
export function measureColumns({ sources }: MeasureInput): ColumnMoments[] {
  return sources.map((source) => {
    using frames = openKeptFrames([source])
    const sums = new MomentSums(frames.dimensions)
    for (let from = 0; from < frames.count; from += framesAtOnce) {
      const { data, count, dimensions } = frames.read(from, Math.min(frames.count, from + framesAtOnce))
      for (let i = 0; i < count; i++) sums.add(data, i * dimensions)
    }
    return sums.moments()
  })
}
