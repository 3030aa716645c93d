import { CepstraError } from '../../cepstraError'
import { foldsByRecording } from '../foldsByRecording'
import { foldAsking, mostFolds, type SplitFold, type SplitRecording } from './splitPlan'

export interface FoldOptions {
  /** Null: each group by itself. */
  readonly folds: number | null
  readonly seed: number
}

/**
 * Folds over recordings, each label spread evenly, copies together. A label with a single content and a content with two
 * labels are trained on but never asked about.
 */
export function recordingFolds(recordings: readonly SplitRecording[], { folds, seed }: FoldOptions): SplitFold[] {
  const contents = new Set(recordings.map(({ contentHash }) => contentHash)).size
  if (folds === null && contents > mostFolds) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `To leave out each of ${contents} recordings in turn would train as many banks, and ${mostFolds} are the most. ` +
        'Use folds, or leave out sessions.',
    )
  }
  // With as many folds as contents, each fold holds at most one of a label; those of other labels may share it.
  const foldOf = folds === null ? eachAlone(recordings, seed) : foldsByRecording(recordings, { folds, seed })
  const count = foldOf.reduce<number>((most, fold) => Math.max(most, (fold ?? -1) + 1), 0)
  return Array.from({ length: count }, (_, fold) => recordings.filter((_, i) => foldOf[i] === fold))
    .filter((asked) => asked.length > 0)
    .map((asked) => foldAsking(asked, recordings))
}

/** A fold of its own for each content that can be asked about. */
function eachAlone(recordings: readonly SplitRecording[], seed: number): (number | null)[] {
  const askable = foldsByRecording(recordings, { folds: 2, seed })
  const foldOfContent = new Map<string, number>()
  return recordings.map(({ contentHash }, i) => {
    if (askable[i] === null) return null
    if (!foldOfContent.has(contentHash)) foldOfContent.set(contentHash, foldOfContent.size)
    return foldOfContent.get(contentHash) ?? null
  })
}
