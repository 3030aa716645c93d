import { CepstraError } from '../../cepstraError'
import type { Frames } from '../../mixture/frames'
import type { FrameSource } from '../../mixture/frameSource'
import type { Bank } from '../bank'
import { meanScores } from '../scoreFrames'

/** What one recording gets under the mixtures of a bank, before any scorer has had its say. */
export interface BaseScores {
  /** Mean log-likelihood of a frame under each label, in nats, in the order of the bank's mixtures. */
  readonly likelihoods: readonly number[]
  /** The same under the background mixture; null where there is none. */
  readonly background: number | null
  readonly frameCount: number
}

/**
 * Scores a recording by the mixtures of a bank and by its background. A source is read a part at a time, so that a long
 * recording takes no more memory than a short one.
 *
 * Throws TOO_FEW_FRAMES where there is no frame and MODEL_MISMATCH where the frames do not fit the bank.
 */
export function baseScores(bank: Pick<Bank, 'mixtures' | 'background'>, frames: Frames | FrameSource): BaseScores {
  if (frames.count === 0) {
    throw new CepstraError(
      'TOO_FEW_FRAMES',
      'No frame of this recording is left to be scored: it is shorter than one frame, or voice activity kept none. ' +
        'Try a longer recording, or a recipe that keeps every frame.',
    )
  }
  const { mixtures, background } = bank
  const scores = Array.from(meanScores({ mixtures: background ? [...mixtures, background] : mixtures }, frames))
  return {
    likelihoods: scores.slice(0, mixtures.length),
    background: background ? scores[mixtures.length] : null,
    frameCount: frames.count,
  }
}
