import { CepstraError } from '../cepstraError'
import type { Project } from '../project/project'
import type { AppliedClusters, Clustering } from './contract'

/** A recording with so much of its speech in clusters of one name is of that voice as a whole. */
const wholeShare = 0.9

/**
 * Turns the names of clusters into labels of training material, all or nothing. A recording that is nearly all of one voice
 * gets its label; of others the segments of named clusters do. What had a label keeps it.
 *
 * @throws CepstraError NOTHING_TO_DO where no cluster has a name.
 */
export function applyClusters(project: Project, clustering: Clustering): AppliedClusters {
  const nameOf = new Map(clustering.clusters.flatMap(({ cluster, name }) => (name === null ? [] : [[cluster, name]])))
  if (nameOf.size === 0) {
    throw new CepstraError(
      'NOTHING_TO_DO',
      'No cluster has a name yet. Listen to some of each, and name those you know.',
    )
  }
  const segmentsOf = new Map<number, Clustering['segments']>()
  for (const segment of clustering.segments) {
    const known = segmentsOf.get(segment.recordingId)
    if (known) known.push(segment)
    else segmentsOf.set(segment.recordingId, [segment])
  }
  const { recordings, spans, clusterings, database } = project
  const applied = { labeledRecordings: 0, partlyLabeledRecordings: 0, spans: 0, keptLabels: 0 }
  const labels = new Set<string>()
  database.durably(() => {
    for (const [id, segments] of segmentsOf) {
      const recording = recordings.get(id)
      const named = segments.flatMap(({ cluster, startSeconds, endSeconds }) => {
        const label = nameOf.get(cluster)
        return label === undefined ? [] : [{ startSeconds, endSeconds, label }]
      })
      if (!recording || recording.contentHash === null || named.length === 0) continue
      if (recording.label !== null) {
        applied.keptLabels++
        continue
      }
      for (const { label } of named) labels.add(label)
      const whole = wholeLabel(named, secondsOf(segments))
      if (whole !== null) {
        recordings.setLabels([{ id, label: whole }])
        applied.labeledRecordings++
      } else {
        applied.partlyLabeledRecordings++
        applied.spans += named.length
      }
      spans.put(id, recording.contentHash, whole === null ? named : [])
      if (recording.role !== 'training') recordings.setRole(id, 'training')
    }
    clusterings.markApplied(clustering.id)
  })
  return { ...applied, labels: [...labels].sort((a, b) => a.localeCompare(b, 'en')) }
}

interface NamedStretch {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly label: string
}

function wholeLabel(named: readonly NamedStretch[], total: number): string | null {
  const labels = [...new Set(named.map(({ label }) => label))]
  return labels.find((label) => secondsOf(named.filter((one) => one.label === label)) >= wholeShare * total) ?? null
}

function secondsOf(stretches: readonly { readonly startSeconds: number; readonly endSeconds: number }[]): number {
  return stretches.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)
}
