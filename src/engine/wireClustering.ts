import { storedRecipeSchema } from '../features/storedRecipe'
import type { StoredClustering } from '../project/clusteringStore'
import type { Project } from '../project/project'
import type { Cluster, Clustering } from './contract'
import type { ClusteringBody } from './jobs/clusterJob'

/** A clustering as shells see it: without recordings that were taken out of the project since. */
export function wireClustering({ recordings }: Project, stored: StoredClustering): Clustering {
  const body = JSON.parse(stored.body) as ClusteringBody
  const here = new Map(
    body.recordings.flatMap(({ recordingId }) => {
      const recording = recordings.get(recordingId)
      return recording ? [[recordingId, recording] as const] : []
    }),
  )
  const segments = body.segments.filter(({ recordingId }) => here.has(recordingId))
  const clusters = body.prototypes.map((prototypes, i): Cluster => {
    const own = segments.filter(({ cluster }) => cluster === i + 1)
    return {
      cluster: i + 1,
      name: stored.names.get(i + 1) ?? null,
      seconds: secondsOf(own),
      segmentCount: own.length,
      recordingCount: new Set(own.map(({ recordingId }) => recordingId)).size,
      prototypes: prototypes.filter(({ recordingId }) => here.has(recordingId)),
    }
  })
  return {
    id: stored.id,
    createdAt: stored.createdAt,
    appliedAt: stored.appliedAt,
    ...{ method: body.method, unit: body.unit, wanted: body.wanted, seed: body.seed },
    recipe: storedRecipeSchema.parse(body.recipe),
    clusterCount: clusters.length,
    namedCount: clusters.filter(({ name }) => name !== null).length,
    recordingCount: here.size,
    segmentCount: segments.length,
    speechSeconds: secondsOf(segments),
    description: body.description,
    warnings: body.warnings,
    clusters,
    segments,
    recordings: body.recordings.flatMap(({ recordingId, problem }) => {
      const recording = here.get(recordingId)
      if (!recording) return []
      const own = segments.filter((segment) => segment.recordingId === recordingId)
      return [{ recordingId, name: recording.name, path: recording.path, ...mainOf(own), problem }]
    }),
  }
}

/** The cluster with most of the segments' time, and its share. */
function mainOf(segments: Clustering['segments']): { cluster: number | null; share: number | null } {
  const seconds = new Map<number, number>()
  for (const segment of segments) {
    seconds.set(segment.cluster, (seconds.get(segment.cluster) ?? 0) + segment.endSeconds - segment.startSeconds)
  }
  const [main] = [...seconds].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  if (!main) return { cluster: null, share: null }
  return { cluster: main[0], share: Math.min(1, main[1] / secondsOf(segments)) }
}

function secondsOf(segments: Clustering['segments']): number {
  return segments.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)
}
