import type { Bank } from '../../recognition/bank'
import { scoreHeldOut, type HeldOutScore } from '../../recognition/heldOut'
import { labelRecording, type Labeling } from '../../recognition/labelRecording'
import { framesOf, type FrameSource } from './frameSource'

export interface LabelInput {
  readonly bank: Bank
  readonly source: FrameSource
}

/** Labels one recording whose features are cached. */
export async function labelOne({ bank, source }: LabelInput): Promise<Labeling> {
  return labelRecording(bank, await framesOf([source]))
}

export interface HeldOutInput {
  readonly mixtures: Bank['mixtures']
  readonly trials: readonly { readonly source: FrameSource; readonly truth: string }[]
}

/** Scores recordings with mixtures that have not seen them. */
export async function scoreAllHeldOut({ mixtures, trials }: HeldOutInput): Promise<HeldOutScore[]> {
  const scores: HeldOutScore[] = []
  for (const { source, truth } of trials) scores.push(scoreHeldOut(mixtures, await framesOf([source]), truth))
  return scores
}
