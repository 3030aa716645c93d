import { CepstraError } from '../../cepstraError'
import type { StoredClustering } from '../../project/clusteringStore'
import type { Project } from '../../project/project'
import { applyClusters } from '../applyClusters'
import { wireClustering } from '../wireClustering'
import type { Clustering } from '../contract'
import { calls } from './base'

export const clusteringCalls = {
  list: calls.clusterings.list.handler(({ context }) => {
    const { project } = context.session.required()
    return project.clusterings.list().map((stored) => summaryOf(project, stored))
  }),

  get: calls.clusterings.get.handler(({ input, context }) => {
    const { project } = context.session.required()
    return wireClustering(project, project.clusterings.get(input.id))
  }),

  name: calls.clusterings.name.handler(({ input, context }) => {
    const { project } = context.session.required()
    const { clusters } = wireClustering(project, project.clusterings.get(input.id))
    if (!clusters.some(({ cluster }) => cluster === input.cluster)) {
      throw new CepstraError(
        'NOT_FOUND',
        `There are ${clusters.length} clusters, and no cluster ${input.cluster} to name.`,
      )
    }
    project.clusterings.name(input.id, input.cluster, input.name)
    context.events.changed('clusterings')
    return {}
  }),

  apply: calls.clusterings.apply.handler(({ input, context }) => {
    const { project } = context.session.required()
    const applied = applyClusters(project, wireClustering(project, project.clusterings.get(input.id)))
    for (const what of ['clusterings', 'recordings', 'project'] as const) context.events.changed(what)
    return applied
  }),

  remove: calls.clusterings.remove.handler(({ input, context }) => {
    const { project } = context.session.required()
    project.clusterings.get(input.id)
    project.clusterings.remove(input.id)
    context.events.changed('clusterings')
    return {}
  }),
}

function summaryOf(
  project: Project,
  stored: StoredClustering,
): Omit<Clustering, 'clusters' | 'segments' | 'recordings'> {
  const {
    clusters: _clusters,
    segments: _segments,
    recordings: _recordings,
    ...summary
  } = wireClustering(project, stored)
  return summary
}
