import type { FramePasses } from '../mixture/framePasses'
import type { Frames } from '../mixture/frames'
import type { FrameSource } from '../mixture/frameSource'
import type { Bank } from './bank'
import { observationsIn, posterior } from './posterior'
import { baseScores, type BaseScores } from './scoring/baseScores'
import { labelScores, likelihoodToReach } from './scoring/labelScores'

export interface RankedLabel {
  readonly label: string
  /** Mean per-frame log-likelihood, nats. */
  readonly score: number
  /** What the bank's scorer makes of it; the best label is the one where this, with its prior, is highest. */
  readonly evidence: number
  /** See `posterior`: by the bank's priors, sums to 1 over its labels, and leaves "none of them" out of account. */
  readonly posterior: number
  /** True where the score is an estimate from a part of the frames, because the label fell far behind the first three. */
  readonly estimated?: boolean
}

export interface Labeling {
  /** The label with the highest evidence, whether or not it fell under the threshold. */
  readonly best: string
  /** Whether the evidence of the best label fell under the bank's threshold. */
  readonly unknown: boolean
  /** Every label of the bank, the best first. */
  readonly ranked: readonly RankedLabel[]
  /** Score of the best less the second best, nats a frame; null in a bank of one label. */
  readonly margin: number | null
  /** The score that the best label has to reach so as not to be unknown, nats a frame; null where nothing is unknown. */
  readonly threshold: number | null
  /** Natural log of the calibrated likelihood ratio of the best label against unknown; null without a calibration. */
  readonly logLikelihoodRatio: number | null
  readonly frameCount: number
  /** Under how many components of each frame it was scored; absent where under all. See `topScoringOf`. */
  readonly topComponents?: number
}

/**
 * Labels one recording by its kept frames. A source is read a part at a time, so that a long recording takes no more memory
 * than a short one.
 *
 * Throws TOO_FEW_FRAMES where no frame was kept and MODEL_MISMATCH where the frames do not fit the bank.
 */
export function labelRecording(bank: Bank, frames: Frames | FrameSource | FramePasses): Labeling {
  return labelByScores(bank, baseScores(bank, frames))
}

/** What a bank decides of a recording with these scores. */
export function labelByScores(bank: Pick<Bank, 'mixtures' | 'decision' | 'recipe'>, base: BaseScores): Labeling {
  const { scorer, priors, threshold, calibration } = bank.decision
  const { likelihoods, frameCount } = base
  const evidence = labelScores(scorer, base)
  const posteriors = posterior(likelihoods, frameCount, bank.recipe.hopSeconds, priors)
  const observations = observationsIn(frameCount, bank.recipe.hopSeconds)
  const place = (l: number): number => evidence[l] + (priors ? Math.log(priors[l]) / observations : 0)
  const order = bank.mixtures.map((_, l) => l).sort((a, b) => place(b) - place(a))
  const ranked = order.map((l) => ({
    label: bank.mixtures[l].label,
    score: likelihoods[l],
    evidence: evidence[l],
    posterior: posteriors[l],
    ...(base.estimated?.[l] && { estimated: true }),
  }))
  const [best] = order
  return {
    best: ranked[0].label,
    unknown: threshold !== null && evidence[best] < threshold,
    ranked,
    margin: ranked.length > 1 ? ranked[0].score - ranked[1].score : null,
    threshold: threshold === null ? null : likelihoodToReach(scorer, base, best, threshold),
    logLikelihoodRatio: calibration ? calibration.scale * evidence[best] + calibration.offset : null,
    frameCount,
    ...(base.topComponents !== undefined && { topComponents: base.topComponents }),
  }
}
