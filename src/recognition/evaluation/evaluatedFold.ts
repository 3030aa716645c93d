import type { Decision } from '../decision/decision'
import type { HeldOutFold, HeldOutTrial } from '../heldOut'
import type { FittedScorer } from '../scoring/scorer'

/** The trials of one bank, and what was learned of its labels from its training alone. */
export interface ScoredFold extends HeldOutFold {
  readonly impostors: FittedScorer['impostors']
}

/** What one round of an evaluation measured: base scores of recordings that its mixtures had not seen. Plain JSON. */
export interface EvaluatedFold extends ScoredFold {
  /** What the training of the fold came to, measured on recordings held out of the training. */
  readonly decision: Decision
  /** The same trials by mixtures adapted from a background; null where none was asked for. */
  readonly adapted: ScoredFold | null
  /** Trials of the first seconds of those recordings that have as many. */
  readonly byLength: readonly { readonly seconds: number; readonly trials: readonly HeldOutTrial[] }[]
  /** Trials by mixtures that learned from the first minutes of each label; the last is of all there were. */
  readonly byTraining: readonly ({ readonly minutes: number } & HeldOutFold)[]
}
