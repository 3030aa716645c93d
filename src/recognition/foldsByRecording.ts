import { CepstraError } from '../cepstraError'
import { shuffle } from './shuffle'

/** What has to be known of a recording to split by it. */
export interface LabeledRecording {
  readonly id: number
  readonly label: string
  /** Copies of one audio share this and always stay on one side. */
  readonly contentHash?: string
}

/**
 * Splits recordings for cross-validation: the answer holds, for each recording in turn, the fold in which it is held
 * out (from 0), or null where it never is.
 *
 * Every label is spread as evenly as its recordings allow, in an order that depends on the seed and the contents alone
 * (on the ids, where contents are not told).
 * Recordings of the same content share a fold. A label with a single content is never held out, for nothing would be
 * left to model it with; it takes part as a wrong answer that the others may be given. Neither is a content that carries
 * two labels, for it has no right answer.
 */
export function foldsByRecording(
  recordings: readonly LabeledRecording[],
  options: { readonly folds: number; readonly seed?: number },
): (number | null)[] {
  const { folds, seed = 0 } = options
  if (!Number.isInteger(folds) || folds < 2) {
    throw new CepstraError('OPTIONS_INVALID', `Recordings cannot be split in ${folds} folds. Use 2 or more.`)
  }
  const groups = new Map<string, LabeledRecording[]>()
  for (const recording of [...recordings].sort(byContent)) {
    const key = recording.contentHash === undefined ? `id ${recording.id}` : `content ${recording.contentHash}`
    const group = groups.get(key)
    if (group) group.push(recording)
    else groups.set(key, [recording])
  }
  const groupsOfLabel = new Map<string, number>()
  for (const group of groups.values()) {
    for (const label of labelsOf(group)) groupsOfLabel.set(label, (groupsOfLabel.get(label) ?? 0) + 1)
  }
  const foldOfRecording = new Map<number, number>()
  const sizes = new Map<string, number[]>()
  const totals = new Array<number>(folds).fill(0)
  for (const group of shuffle([...groups.values()], seed)) {
    const [label, ...otherLabels] = labelsOf(group)
    if (otherLabels.length > 0 || groupsOfLabel.get(label) === 1) continue
    const size = sizes.get(label) ?? new Array<number>(folds).fill(0)
    sizes.set(label, size)
    const fold = smallestFold(size, totals)
    size[fold]++
    totals[fold] += group.length
    for (const { id } of group) foldOfRecording.set(id, fold)
  }
  return recordings.map(({ id }) => foldOfRecording.get(id) ?? null)
}

/** Ids may follow the order in which files happened to be read; the same files shall be split alike in any project. */
function byContent(a: LabeledRecording, b: LabeledRecording): number {
  const [contentA, contentB] = [a.contentHash ?? '', b.contentHash ?? '']
  return contentA === contentB ? a.id - b.id : contentA < contentB ? -1 : 1
}

function labelsOf(group: readonly LabeledRecording[]): string[] {
  return [...new Set(group.map(({ label }) => label))]
}

/** The fold that holds least of a label and, among equals, least in all. */
function smallestFold(ofLabel: readonly number[], totals: readonly number[]): number {
  let best = 0
  for (let fold = 1; fold < totals.length; fold++) {
    const difference = ofLabel[fold] - ofLabel[best]
    if (difference < 0 || (difference === 0 && totals[fold] < totals[best])) best = fold
  }
  return best
}
