import type { Frames } from '../mixture/frames'
import type { GaussianMixture } from '../mixture/gaussianMixture'
import { foldsByRecording, type LabeledRecording } from './foldsByRecording'
import type { Bank } from './bank'
import { meanScores } from './scoreFrames'
import { baseScores, type BaseScores } from './scoring/baseScores'
import { pooledGaussian } from './scoring/pooledGaussian'
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

/** What a recording gets where some labels were kept from the background, and from the mixtures adapted from it. */
export interface ScoresWithout {
  readonly background: number
  /** In the order of the fold's labels; absent where they are no different, since nothing is adapted. */
  readonly likelihoods?: readonly number[]
  readonly pooledWithout?: readonly number[]
}

/** What one held-out recording scored under the mixtures of its fold, none of which has seen it. */
export interface HeldOutTrial {
  /** The project's; absent where the frames came from nowhere in particular. */
  readonly recordingId?: number
  /** Its label. One that is not among the fold's makes it a stranger to all of them. */
  readonly truth: string
  /** In the order of the fold's labels. */
  readonly base: BaseScores
  /** In the order of the fold's labels: `base.pooled` as it would be without that label; absent where there is but one. */
  readonly pooledWithout?: readonly number[]
  /** One a group of `backgroundGroups` of its fold. */
  readonly without?: readonly ScoresWithout[]
}

/** The trials of one fold. A label that had too little left to be modeled without the fold is not among its labels. */
export interface HeldOutFold {
  readonly labels: readonly string[]
  readonly trials: readonly HeldOutTrial[]
  /**
   * The labels that the background has heard, in groups that were kept from it together: one who plays a stranger must be
   * unknown to the background as well. Absent where there is no background.
   */
  readonly backgroundGroups?: readonly (readonly string[])[]
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

/** What a held-out recording scored, before it is said whose it is. */
export type HeldOutScores = Pick<HeldOutTrial, 'base' | 'pooledWithout'>

/**
 * Scores one held-out recording with the mixtures of its fold. Long recordings are thinned, which changes their mean
 * little. Throws MODEL_MISMATCH where dimensions differ and TOO_FEW_FRAMES where there are none.
 */
export function scoreHeldOut(bank: Pick<Bank, 'mixtures' | 'background'>, frames: Frames): HeldOutScores {
  const thinned = thinFrames(frames, heldOutLimits.trialFrames)
  const base = { ...baseScores(bank, thinned), frameCount: frames.count }
  if (bank.mixtures.length < 2) return { base }
  return { base, pooledWithout: Array.from(meanScores({ mixtures: pooledWithoutEach(bank.mixtures) }, thinned)) }
}

const pooledOfOthers = new WeakMap<readonly object[], readonly { readonly mixture: GaussianMixture }[]>()

/** One Gaussian a label, of all the others; reckoned once for a list of mixtures. */
function pooledWithoutEach(mixtures: Bank['mixtures']): readonly { readonly mixture: GaussianMixture }[] {
  let pooled = pooledOfOthers.get(mixtures)
  if (!pooled) {
    const each = mixtures.map(({ mixture }) => pooledGaussian([mixture]))
    pooled = each.map((_, l) => ({ mixture: pooledGaussian(each.filter((_other, other) => other !== l)) }))
    pooledOfOthers.set(mixtures, pooled)
  }
  return pooled
}
