import type { Bank } from '../../recognition/bank'
import { heldOutLimits, scoreHeldOut, type HeldOutScores } from '../../recognition/heldOut'
import { labelRecording, type Labeling } from '../../recognition/labelRecording'
import { bankOfThread, type BankSent } from './bankOfThread'
import { openPasses, type ShareOptions } from './framesAt'
import { evenFramesOf, type FrameSource } from './frameSource'

export interface LabelInput extends BankSent {
  readonly source: FrameSource
  readonly share: ShareOptions
}

/** Labels one recording whose features are cached; null where this thread has to be sent the bank for it. */
export function labelOne({ source, share, ...sent }: LabelInput): Labeling | null {
  const bank = bankOfThread(sent)
  if (bank === null) return null
  using opened = openPasses({ kind: 'kept', files: [source] }, share)
  return labelRecording(bank, opened.passes)
}

export interface HeldOutInput extends Pick<Bank, 'mixtures' | 'background'> {
  readonly trials: readonly { readonly source: FrameSource; readonly keptCount: number }[]
}

/** Scores recordings with mixtures that have not seen them. */
export function scoreAllHeldOut({ trials, ...bank }: HeldOutInput): HeldOutScores[] {
  return trials.map(({ source, keptCount }) => {
    const { base, ...others } = scoreHeldOut(bank, evenFramesOf(source, heldOutLimits.trialFrames))
    return { base: { ...base, frameCount: keptCount }, ...others }
  })
}
