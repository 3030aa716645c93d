import type { Bank } from '../../recognition/bank'
import { heldOutLimits, scoreHeldOut, type HeldOutScore } from '../../recognition/heldOut'
import { labelRecording, type Labeling } from '../../recognition/labelRecording'
import { openKeptFrames } from '../../project/keptFrames'
import { evenFramesOf, type FrameSource } from './frameSource'

export interface LabelInput {
  readonly bank: Bank
  readonly source: FrameSource
}

/** Labels one recording whose features are cached. */
export function labelOne({ bank, source }: LabelInput): Labeling {
  using frames = openKeptFrames([source])
  return labelRecording(bank, frames)
}

export interface HeldOutInput {
  readonly mixtures: Bank['mixtures']
  readonly trials: readonly { readonly source: FrameSource; readonly truth: string }[]
}

/** Scores recordings with mixtures that have not seen them. */
export function scoreAllHeldOut({ mixtures, trials }: HeldOutInput): HeldOutScore[] {
  return trials.map(({ source, truth }) =>
    scoreHeldOut(mixtures, evenFramesOf(source, heldOutLimits.trialFrames), truth),
  )
}
