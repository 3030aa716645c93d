import { CepstraError } from '../cepstraError'
import type { Frames } from '../mixture/frames'
import type { FrameSource } from '../mixture/frameSource'
import type { Bank } from './bank'
import { posterior } from './posterior'
import { meanScores } from './scoreFrames'
import { isUnknown, scoreToReach } from './unknownRule'

export interface RankedLabel {
  readonly label: string
  /** Mean per-frame log-likelihood, nats. */
  readonly score: number
  /** See `posterior`: equal priors, sums to 1 over the bank's labels, and leaves "none of them" out of account. */
  readonly posterior: number
}

export interface Labeling {
  /** The label with the highest score, whether or not it fell under the threshold. */
  readonly best: string
  /** Whether the best score fell under `threshold`. */
  readonly unknown: boolean
  /** Every label of the bank, the best first. */
  readonly ranked: readonly RankedLabel[]
  /** Score of the best less the second best, nats a frame; null in a bank of one label. */
  readonly margin: number | null
  /** The score that the best label has to reach, in nats a frame; it is lower the larger the margin, where that counts. */
  readonly threshold: number | null
  readonly frameCount: number
}

/**
 * Labels one recording by the mean log-likelihood of its kept frames under each label's mixture. A source is read a part at
 * a time, so that a long recording takes no more memory than a short one.
 *
 * Throws TOO_FEW_FRAMES where no frame was kept and MODEL_MISMATCH where the frames do not fit the bank.
 */
export function labelRecording(bank: Bank, frames: Frames | FrameSource): Labeling {
  if (frames.count === 0) {
    throw new CepstraError(
      'TOO_FEW_FRAMES',
      'No frame of this recording is left to be scored: it is shorter than one frame, or voice activity kept none. ' +
        'Try a longer recording, or a recipe that keeps every frame.',
    )
  }
  const scores = meanScores(bank, frames)
  const posteriors = posterior(scores, frames.count, bank.recipe.hopSeconds)
  const ranked = bank.mixtures
    .map(({ label }, l) => ({ label, score: scores[l], posterior: posteriors[l] }))
    .sort((a, b) => b.score - a.score)
  const margin = ranked.length > 1 ? ranked[0].score - ranked[1].score : null
  return {
    best: ranked[0].label,
    unknown: isUnknown(bank.unknownRule, ranked[0].score, margin),
    ranked,
    margin,
    threshold: scoreToReach(bank.unknownRule, margin),
    frameCount: frames.count,
  }
}
