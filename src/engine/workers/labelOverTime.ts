import { openKeptFrames } from '../../project/keptFrames'
import type { Bank } from '../../recognition/bank'
import { labelTimeline, type TimelineSegment } from '../../recognition/timeline/labelTimeline'
import type { TimelineOptions } from '../../recognition/timeline/timelineOptions'
import type { FrameSource } from './frameSource'

export interface TimelineInput {
  readonly bank: Pick<Bank, 'mixtures' | 'background' | 'decision' | 'recipe'>
  readonly source: FrameSource
  readonly options: TimelineOptions
}

/** Labels a recording over time whose features are cached, reading them a part at a time. */
export function labelOverTime({ bank, source, options }: TimelineInput): TimelineSegment[] {
  const { speech } = source
  if (!speech.includes(1)) {
    const none = { data: new Float32Array(0), count: 0, dimensions: bank.mixtures[0].mixture.dimensions }
    return labelTimeline(bank, { ...none, read: () => none }, speech, options)
  }
  using kept = openKeptFrames([source])
  return labelTimeline(bank, kept, speech, options)
}
