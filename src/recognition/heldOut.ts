import type { Frames } from '../mixture/frames'
import { foldsByRecording, type LabeledRecording } from './foldsByRecording'
import { meanScores } from './scoreFrames'
import type { Bank } from './bank'
import { shuffle } from './shuffle'
import { thinFrames } from './thinFrames'

/** How the held-out mixtures are kept cheap against the training itself. */
export const heldOutLimits = {
  folds: 3,
  /** Frames that one held-out mixture is fitted to, evenly spaced over its recordings. */
  fitFrames: 4000,
  fitIterations: 12,
  /** Frames that a held-out background is fitted to. */
  backgroundFrames: 20_000,
  /** Recordings scored in all. */
  trials: 600,
  /** Frames scored of one recording, evenly spaced. */
  trialFrames: 1000,
} as const

/** Which mixtures to fit and which recordings to score with them, to learn how held-out recordings score. */
export interface HeldOutPlan {
  readonly foldCount: number
  /** One mixture to fit a fold and label, from these recordings. */
  readonly fits: readonly { readonly fold: number; readonly label: string; readonly recordingIds: readonly number[] }[]
  /** Each of these recordings is scored by all mixtures of its fold, none of which has seen it. */
  readonly trials: readonly { readonly fold: number; readonly recordingId: number; readonly truth: string }[]
}

/** What one held-out recording scored. */
export interface HeldOutScore {
  readonly truth: string
  /** The best of all labels, and its mean log-likelihood a frame, nats. */
  readonly best: string
  readonly score: number
  /** Score of the best less the second best; null in a bank of one label. */
  readonly margin: number | null
  /** The best score among the other labels, as if the bank had never known this one; null in a bank of one label. */
  readonly scoreAsUnknown: number | null
  /** The margin of that score among the other labels; null where there are fewer than two of them. */
  readonly marginAsUnknown: number | null
}

/**
 * Plans the held-out scores of a training set: folds by recording, and where there are very many recordings an even
 * random choice among them. `fits` and `trials` are empty where no label has two recordings of different content.
 */
export function heldOutPlan(
  recordings: readonly LabeledRecording[],
  options: { readonly folds?: number; readonly seed?: number; readonly maxTrials?: number } = {},
): HeldOutPlan {
  const { folds = heldOutLimits.folds, seed = 0, maxTrials = heldOutLimits.trials } = options
  const foldOf = foldsByRecording(recordings, { folds, seed })
  const heldOut = recordings.flatMap(({ id, label }, i) => {
    const fold = foldOf[i]
    return fold === null ? [] : [{ fold, recordingId: id, truth: label }]
  })
  if (heldOut.length === 0) return { foldCount: folds, fits: [], trials: [] }
  const labels = [...new Set(recordings.map(({ label }) => label))]
  const fits = Array.from({ length: folds }, (_, fold) =>
    labels.map((label) => ({
      fold,
      label,
      recordingIds: recordings.filter((r, i) => r.label === label && foldOf[i] !== fold).map(({ id }) => id),
    })),
  )
  return { foldCount: folds, fits: fits.flat(), trials: shuffle(heldOut, seed).slice(0, maxTrials) }
}

/**
 * Scores one held-out recording with the mixtures of its fold. Long recordings are thinned, which changes their mean
 * little. Throws MODEL_MISMATCH where dimensions differ; the frames must not be empty.
 */
export function scoreHeldOut(mixtures: Bank['mixtures'], frames: Frames, truth: string): HeldOutScore {
  const scores = meanScores({ mixtures }, thinFrames(frames, heldOutLimits.trialFrames))
  const ranked = mixtures.map(({ label }, l) => ({ label, score: scores[l] })).sort((a, b) => b.score - a.score)
  const others = ranked.filter(({ label }) => label !== truth)
  return {
    truth,
    best: ranked[0].label,
    score: ranked[0].score,
    margin: marginOf(ranked),
    scoreAsUnknown: others.length > 0 ? others[0].score : null,
    marginAsUnknown: marginOf(others),
  }
}

function marginOf(ranked: readonly { readonly score: number }[]): number | null {
  return ranked.length < 2 ? null : ranked[0].score - ranked[1].score
}
