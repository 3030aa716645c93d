import { checkSplit } from './checkSplit'
import { givenFolds, type PartOf } from './givenFolds'
import { labelFolds } from './labelFolds'
import { recordingFolds } from './recordingFolds'
import { sessionFolds } from './sessionFolds'
import type { SplitFold, SplitGroup, SplitPlan, SplitRecording } from './splitPlan'

export interface SplitRequest {
  readonly group: SplitGroup
  readonly seed: number
  /** How many folds; null leaves out each group in turn; or which part of a given split a recording is in. */
  readonly by: number | null | PartOf
}

/**
 * Plans which recordings are asked about by mixtures of which others. The same recordings and seed give the same plan.
 *
 * @throws CepstraError OPTIONS_INVALID where the recordings do not allow the split, or it would leak; see `checkSplit`.
 */
export function planSplit(recordings: readonly SplitRecording[], { group, seed, by }: SplitRequest): SplitPlan {
  const given = typeof by === 'function' ? givenFolds(recordings, by) : null
  const folds = given?.folds ?? ownFolds(recordings, group, typeof by === 'function' ? null : by, seed)
  const ambiguous = ambiguousIds(recordings)
  const asked = folds
    .map((fold) => ({ ...fold, testIds: fold.testIds.filter((id) => !ambiguous.has(id)) }))
    .filter(({ testIds, trainingIds }) => testIds.length > 0 && trainingIds.length > 0)
  checkSplit({ group, folds: asked }, recordings)
  const description = given ? describeGiven(asked.length) : describeOwn(asked.length, group, by === null)
  return { group, folds: asked, description, warnings: given?.warnings ?? [] }
}

/** Recordings whose content carries two labels: there is no right answer to them. */
function ambiguousIds(recordings: readonly SplitRecording[]): Set<number> {
  const labels = new Map<string, Set<string>>()
  for (const { label, contentHash } of recordings) {
    labels.set(contentHash, (labels.get(contentHash) ?? new Set()).add(label))
  }
  return new Set(recordings.flatMap(({ id, contentHash }) => (labels.get(contentHash)?.size === 1 ? [] : [id])))
}

function ownFolds(
  recordings: readonly SplitRecording[],
  group: SplitGroup,
  folds: number | null,
  seed: number,
): SplitFold[] {
  switch (group) {
    case 'recording':
      return recordingFolds(recordings, { folds, seed })
    case 'session':
      return sessionFolds(recordings, { folds, seed })
    case 'label':
      return labelFolds(recordings, { folds, seed })
  }
}

function describeGiven(folds: number): string {
  const parts = folds === 1 ? 'the given training and test recordings' : `the ${folds} given folds in turn`
  return `${parts}, copies of one recording on one side`
}

function describeOwn(folds: number, group: SplitGroup, each: boolean): string {
  switch (group) {
    case 'recording':
      return each
        ? `each of ${folds} recordings left out in turn, copies with it`
        : `${folds} folds split by recording and balanced by label, copies of one recording on one side`
    case 'session':
      return each
        ? `each of ${folds} sessions left out in turn`
        : `${folds} folds split by session, each session and copies of one recording on one side`
    case 'label':
      return each
        ? `each of ${folds} labels left out of the bank in turn, and asked about as unknown`
        : `${folds} folds, in each of which some labels are left out of the bank and asked about as unknown`
  }
}
