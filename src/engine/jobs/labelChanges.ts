import type { BankMaterial } from '../../project/bankStore'
import { counted } from '../counted'
import type { FrontEnd } from './ensureFeatures'
import type { LabelToFit } from './fitLabels'
import { digestOf } from './trainingMaterial'

/** What became of a label's training material since a bank learned from it. */
export interface LabelChange {
  readonly label: string
  readonly change: 'same' | 'changed' | 'added' | 'removed' | 'unknown'
  /** In words; empty where it is the same. */
  readonly reason: string
}

/**
 * Compares what a bank was fitted to with the material as it is now, label by label in alphabetical order.
 *
 * @param material null where it is not known: then every label of the bank may have changed.
 * @param modeled what a training would model now.
 */
export function labelChanges(
  labels: readonly string[],
  material: BankMaterial | null,
  modeled: readonly LabelToFit[],
  frontEnd: FrontEnd,
): LabelChange[] {
  const before = new Map(material?.labels.map((entry) => [entry.label, entry]))
  const now = new Map(modeled.map((entry) => [entry.label, entry]))
  const all = [...new Set([...labels, ...now.keys()])].sort((a, b) => a.localeCompare(b, 'en'))
  return all.map((label) => {
    const found = now.get(label)
    if (!found) return { label, change: 'removed', reason: 'no recordings with sound enough are left of it' }
    if (!labels.includes(label)) {
      return { label, change: 'added', reason: `${counted(found.recordings.length, 'recording')} of a new label` }
    }
    const known = before.get(label)
    if (!known) return { label, change: 'unknown', reason: 'the bank does not tell what it was fitted to' }
    if (known.digest === digestOf(found, frontEnd)) return { label, change: 'same', reason: '' }
    return { label, change: 'changed', reason: reasonOf(known, found) }
  })
}

function reasonOf(known: BankMaterial['labels'][number], { recordings }: LabelToFit): string {
  const before = new Set(known.contents)
  const now = new Set(recordings.map(({ contentHash }) => contentHash))
  const added = [...now].filter((content) => !before.has(content)).length
  const removed = [...before].filter((content) => !now.has(content)).length
  const parts: string[] = []
  if (added > 0) parts.push(`${counted(added, 'recording')} added`)
  if (removed > 0) parts.push(`${counted(removed, 'recording')} gone`)
  if (parts.length > 0) return parts.join(', ')
  if (known.recordings !== recordings.length) return 'copies of its recordings were added or taken out'
  return 'other parts of its recordings are used'
}
