import { isCepstraError } from '../../cepstraError'
import { openKeptFrames } from '../../project/keptFrames'
import { labelRecording, type Labeling } from '../../recognition/labelRecording'
import { bankOfThread, type BankSent } from './bankOfThread'
import type { FrameSource } from './frameSource'

export interface LabelTogetherInput extends BankSent {
  readonly sources: readonly FrameSource[]
}

/** An answer, or why there is none for this recording. */
export type LabelOutcome =
  { readonly labeling: Labeling } | { readonly error: { readonly code: string; readonly message: string } }

/**
 * Labels several recordings whose features are cached, in their order: for short ones a message each would cost more than the
 * scoring. Null where this thread has to be sent the bank for it.
 */
export function labelTogether({ sources, ...sent }: LabelTogetherInput): LabelOutcome[] | null {
  const bank = bankOfThread(sent)
  if (bank === null) return null
  return sources.map((source) => {
    try {
      using frames = openKeptFrames([source])
      return { labeling: labelRecording(bank, frames) }
    } catch (error) {
      if (!isCepstraError(error)) throw error
      return { error: { code: error.code, message: error.message } }
    }
  })
}
