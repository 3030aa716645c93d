import { CepstraError } from '../../cepstraError'
import { foldsByRecording } from '../foldsByRecording'
import { shuffle } from '../shuffle'
import type { FoldOptions } from './recordingFolds'
import { foldAsking, mostFolds, type SplitFold, type SplitRecording } from './splitPlan'

/**
 * Folds for the open set: each label is left out of the bank in one fold, where all its recordings are asked about as
 * strangers, and is spread over the others, where each of its recordings is asked about once as known.
 *
 * @throws CepstraError OPTIONS_INVALID where there are fewer than three labels, for a bank is to hold two of them.
 */
export function labelFolds(recordings: readonly SplitRecording[], { folds, seed }: FoldOptions): SplitFold[] {
  const labels = [...new Set(recordings.map(({ label }) => label))].sort()
  const count = folds === null ? labels.length : Math.min(folds, labels.length)
  if (labels.length < 3 || count < 3 || count > mostFolds) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `To leave out labels in turn takes three or more of them and from 3 to ${mostFolds} folds; there are ` +
        `${labels.length} labels and ${count} folds.`,
    )
  }
  const strangerFold = new Map(shuffle(labels, seed).map((label, i) => [label, i % count]))
  // A label's recordings are spread over all folds but the one where it is a stranger.
  const partOf = foldsByRecording(recordings, { folds: count - 1, seed })
  const knownFold = recordings.map(({ label }, i) => {
    const part = partOf[i]
    return part === null ? null : ((strangerFold.get(label) ?? 0) + 1 + part) % count
  })
  return Array.from({ length: count }, (_, fold) => {
    const leftOut = new Set(labels.filter((label) => strangerFold.get(label) === fold))
    const asked = recordings.filter(({ label }, i) => leftOut.has(label) || knownFold[i] === fold)
    return foldAsking(asked, recordings, leftOut)
  })
}
