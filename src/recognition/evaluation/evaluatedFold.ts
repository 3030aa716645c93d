import type { Decision } from '../decision/decision'
import type { HeldOutFold, HeldOutTrial } from '../heldOut'
import type { FittedScorer } from '../scoring/scorer'

/** What one round of an evaluation measured: base scores of recordings that its mixtures had not seen. Plain JSON. */
export interface EvaluatedFold extends HeldOutFold {
  /** What recordings scored that were held out of the training in turn: the fold decides by these alone. */
  readonly heldOut: readonly HeldOutFold[]
  /** Seconds of training of each label, in the order of `labels`. */
  readonly seconds: readonly number[]
  /** The labels that a background was fitted to; null where none was asked for. */
  readonly backgroundLabels: readonly string[] | null
  /** The same trials by mixtures adapted from the background. */
  readonly adapted: HeldOutFold | null
  /** Trials of the first seconds of those recordings that have as many. */
  readonly byLength: readonly { readonly seconds: number; readonly trials: readonly HeldOutTrial[] }[]
  /** Trials by mixtures that learned from the first minutes of each label; the last is of all there were. */
  readonly byTraining: readonly ({ readonly minutes: number } & HeldOutFold)[]
}

/** The trials of one bank, and what was learned of its labels from its training alone. */
export interface ScoredFold extends HeldOutFold {
  readonly impostors: FittedScorer['impostors']
}

/** A fold with what its training came to. */
export interface DecidedFold extends EvaluatedFold, ScoredFold {
  readonly decision: Decision
}
