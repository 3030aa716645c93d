import type { Bank } from '../../recognition/bank'
import { heldOutLimits, scoreHeldOut } from '../../recognition/heldOut'
import { labelRecording, type Labeling } from '../../recognition/labelRecording'
import type { BaseScores } from '../../recognition/scoring/baseScores'
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

export interface HeldOutInput extends Pick<Bank, 'mixtures' | 'background'> {
  readonly trials: readonly { readonly source: FrameSource; readonly keptCount: number }[]
}

/** Scores recordings with mixtures that have not seen them. */
export function scoreAllHeldOut({ trials, ...bank }: HeldOutInput): BaseScores[] {
  return trials.map(({ source, keptCount }) => ({
    ...scoreHeldOut(bank, evenFramesOf(source, heldOutLimits.trialFrames)),
    frameCount: keptCount,
  }))
}
