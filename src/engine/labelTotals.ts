import type { Project } from '../project/project'

export interface LabelTotal {
  readonly label: string | null
  readonly recordingCount: number
  readonly seconds: number
}

/**
 * Seconds and recordings of each label among the training material, parts of recordings with a label of their own among
 * them; recordings that have none at all come last. A recording with parts of two labels counts under both.
 */
export function labelTotals({ recordings, spans }: Project): LabelTotal[] {
  const totals = recordings.labelTotals()
  const parts = spans.all()
  if (parts.size === 0) return totals
  const ofLabel = new Map(totals.map((total) => [total.label, total]))
  const add = (label: string | null, recordingCount: number, seconds: number): void => {
    const known = ofLabel.get(label)
    ofLabel.set(label, {
      label,
      recordingCount: (known?.recordingCount ?? 0) + recordingCount,
      seconds: Math.max(0, (known?.seconds ?? 0) + seconds),
    })
  }
  for (const [id, list] of parts) {
    add(null, -1, -(recordings.get(id)?.durationSeconds ?? 0))
    for (const label of new Set(list.map((span) => span.label))) {
      const own = list.filter((span) => span.label === label)
      add(
        label,
        1,
        own.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0),
      )
    }
  }
  const labeled = [...ofLabel.values()].filter(({ recordingCount }) => recordingCount > 0)
  return labeled.sort((a, b) =>
    a.label === null || b.label === null
      ? Number(a.label === null) - Number(b.label === null)
      : a.label.localeCompare(b.label, 'en'),
  )
}
