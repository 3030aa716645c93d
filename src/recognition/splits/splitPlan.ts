import type { LabeledRecording } from '../foldsByRecording'

/** What has to be known of a recording to put it on a side of a split. */
export interface SplitRecording extends LabeledRecording {
  readonly contentHash: string
  /** Null where it is of none. */
  readonly session: string | null
}

/** What never stands on both sides of a split. */
export type SplitGroup = 'recording' | 'session' | 'label'

/** One round: mixtures of some recordings are asked about others. */
export interface SplitFold {
  readonly trainingIds: readonly number[]
  readonly testIds: readonly number[]
  /** Labels of test recordings that nothing is trained for: the recordings are strangers to the fold's bank. */
  readonly leftOutLabels: readonly string[]
}

export interface SplitPlan {
  readonly group: SplitGroup
  readonly folds: readonly SplitFold[]
  /** How it was split, in a part of a sentence: "5 folds by recording, ...". */
  readonly description: string
  /** What was left out and why, in sentences. */
  readonly warnings: readonly string[]
}

/** More than this many rounds would take too long to be worth it. */
export const mostFolds = 500

/**
 * A fold that asks about some recordings. What is trained on are those told, without copies of what is asked, without
 * recordings of the labels to leave out and copies of them.
 */
export function foldAsking(
  asked: readonly SplitRecording[],
  training: readonly SplitRecording[],
  withoutLabels: ReadonlySet<string> = new Set(),
): SplitFold {
  const forbidden = new Set(asked.map(({ contentHash }) => contentHash))
  for (const { label, contentHash } of training) if (withoutLabels.has(label)) forbidden.add(contentHash)
  const kept = training.filter(({ contentHash }) => !forbidden.has(contentHash))
  const labels = new Set(kept.map(({ label }) => label))
  return {
    trainingIds: kept.map(({ id }) => id),
    testIds: asked.map(({ id }) => id),
    leftOutLabels: [...new Set(asked.map(({ label }) => label))].filter((label) => !labels.has(label)).sort(),
  }
}
