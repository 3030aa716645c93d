import type { SharedFrames } from '../workers/sharedFrames'
import type { LabelToFit } from './fitLabels'
import type { JobContext } from './jobContext'

/** A choice of size needs no more frames than this; of more an even sample is taken. */
const mostFrames = 100_000

/** The frames of a label on shared memory, those of one content as one group. */
export function framesOfLabel({ recordings }: LabelToFit, context: JobContext): Promise<SharedFrames> {
  const contents = [...new Set(recordings.map(({ contentHash }) => contentHash))]
  const sources = recordings.map(({ source, keptCount, contentHash }) => ({
    ...source,
    keptCount,
    group: contents.indexOf(contentHash),
  }))
  return context.run('gather', { sources, maxFrames: mostFrames })
}
