import { CepstraError } from '../../cepstraError'
import { middleSeconds } from '../../features/framing'
import type { StoredRecording } from '../../project/recordingStore'
import type { Clustering } from '../contract'
import { counted } from '../counted'
import type { ClusteredRecordings } from '../workers/clusterRecordings'
import { ensureFeatures, frontEndOf, sourceOf } from './ensureFeatures'
import { extractAll } from './extractJob'
import { findRecordings, nothingFound } from './findRecordings'
import type { JobContext, JobWork, RequestOf } from './jobContext'
import { settleGiven } from './settleGiven'
import { settleSampleRate } from './settleSampleRate'
import { takeIn } from './takeIn'

type Request = RequestOf<'cluster'>

/** What is kept of a clustering beside its names; recordings that are taken out of the project later are left out then. */
export interface ClusteringBody extends Pick<
  Clustering,
  'method' | 'unit' | 'wanted' | 'seed' | 'recipe' | 'description' | 'warnings' | 'segments'
> {
  readonly version: string
  readonly prototypes: readonly Clustering['clusters'][number]['prototypes'][]
  /** Why nothing of a recording was grouped; null where something was. */
  readonly recordings: readonly { readonly recordingId: number; readonly problem: string | null }[]
}

/** Groups recordings, or what is said in them, by voice without labels, and keeps the clusters to be named. */
export const clusterVoices: JobWork<'cluster'> = async (request, context) => {
  const chosen = await toCluster(request, context)
  const frontEnd = frontEndOf(context)
  await extractAll(chosen, frontEnd, context)
  const units: { recording: StoredRecording; source: NonNullable<ReturnType<typeof sourceOf>>; keptCount: number }[] =
    []
  const problems: ClusteringBody['recordings'][number][] = []
  for (const one of chosen) {
    const { facts, recording } = await ensureFeatures(one, frontEnd, context)
    const source = sourceOf(facts)
    if (source) units.push({ recording, source, keptCount: facts.keptCount })
    else {
      const problem = facts.error?.message ?? 'No frame of this recording holds sound.'
      problems.push({ recordingId: recording.id, problem })
    }
  }
  if (units.length === 0) {
    throw new CepstraError(
      'TOO_FEW_FRAMES',
      `None of ${counted(chosen.length, 'recording')} can be grouped. ${problems[0]?.problem ?? ''}`.trim(),
    )
  }
  // Ids follow the order in which worker threads happened to finish; clusters must follow from what was recorded alone.
  const key = ({ recording }: (typeof units)[number]): string => recording.contentHash ?? ''
  units.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.recording.id - b.recording.id))
  context.title(`Group ${counted(units.length, 'recording')} by voice`)
  context.count(100, 'percent')
  let done = 0
  const { recipe } = frontEnd
  const { method, unit, clusters, seed } = request
  const found = await context.run(
    'cluster',
    {
      sources: units.map(({ source, keptCount }) => ({ ...source, keptCount })),
      options: { method, unit, clusters, seed, hopSeconds: recipe.hopSeconds },
      firstMiddleSeconds: middleSeconds(recipe),
    },
    {
      onMessage: (share) => {
        const now = Math.floor(Number(share) * 100)
        if (now > done) context.advance(now - done)
        done = Math.max(done, now)
      },
    },
  )
  const ids = units.map(({ recording }) => recording.id)
  const stretch = ({
    recording,
    startSeconds,
    endSeconds,
  }: {
    recording: number
    startSeconds: number
    endSeconds: number
  }) => {
    return { recordingId: ids[recording], startSeconds, endSeconds }
  }
  const body: ClusteringBody = {
    ...{ method, unit, wanted: clusters, seed, recipe, version: context.version },
    description: describe(request, units.length, found),
    warnings: warningsOf(found, problems.length),
    segments: found.segments.map((segment) => ({ ...stretch(segment), cluster: segment.cluster + 1 })),
    prototypes: found.prototypes.map((ofCluster) => ofCluster.map(stretch)),
    recordings: [...ids.map((recordingId) => ({ recordingId, problem: null })), ...problems],
  }
  const resultId = context.project.clusterings.add(body)
  context.changed('clusterings')
  const parts = [`${counted(found.prototypes.length, 'cluster')} in ${counted(units.length, 'recording')}`]
  if (problems.length > 0) parts.push(`${problems.length} could not be grouped`)
  return { outcome: `${parts.join('; ')}.`, resultId }
}

async function toCluster(request: Request, context: JobContext): Promise<StoredRecording[]> {
  const { recordings } = context.project
  if (request.paths) {
    const found = await findRecordings(request.paths, context.project, context.run)
    if (found.files.length === 0) throw nothingFound(request.paths, found)
    if (found.given) await settleGiven(found.files, undefined, context)
    // What stands among the training recordings already is not taken in again beside it.
    const known = found.files.flatMap(({ path }) => recordings.byPath(path, 'training') ?? [])
    const paths = new Set(known.map(({ path }) => path))
    const files = found.files.filter(({ path }) => !paths.has(path))
    const taken = await takeIn(files, 'query', () => null, context)
    settleSampleRate(context.project)
    context.changed('recordings')
    return [...known, ...taken]
  }
  const chosen = request.recordingIds
    ? request.recordingIds.flatMap((id) => recordings.get(id) ?? [])
    : [...recordings.all('query'), ...recordings.all('training').filter(({ label }) => label === null)]
  if (chosen.length > 0) return chosen
  throw new CepstraError(
    'NOTHING_TO_DO',
    'There are no recordings to group: all have labels. Drop some on Recognize, or choose files.',
  )
}

function describe(
  { method, unit, clusters }: Request,
  recordings: number,
  { segments, prototypes }: ClusteredRecordings,
): string {
  const seconds = segments.reduce((sum, { speechSeconds }) => sum + speechSeconds, 0)
  const what = unit === 'segments' ? 'what is said in' : 'each whole of'
  const how =
    method === 'merging'
      ? 'merged by the Bayesian information criterion and by mixtures'
      : 'by the components of one mixture that it occupies'
  const number =
    clusters !== 'auto'
      ? `${counted(clusters, 'cluster')} were asked for`
      : method === 'merging'
        ? 'merging ended where nothing more was gained'
        : 'the number is the one with the highest silhouette'
  return `${counted(prototypes.length, 'cluster')} of ${seconds.toFixed(0)} s of speech: ${what} ${counted(recordings, 'recording')}, ${how}; ${number}.`
}

/** With less speech than this a voice is hard to tell from what it says. */
const thinSeconds = 10

function warningsOf({ segments, prototypes, warnings }: ClusteredRecordings, problems: number): string[] {
  const thin = prototypes.flatMap((_, cluster) => {
    const own = segments.filter((segment) => segment.cluster === cluster)
    return own.reduce((sum, { speechSeconds }) => sum + speechSeconds, 0) < thinSeconds ? [cluster + 1] : []
  })
  const list = [...warnings]
  if (thin.length > 0) {
    list.push(
      `${thin.length === 1 ? 'Cluster' : 'Clusters'} ${thin.join(', ')} ${thin.length === 1 ? 'has' : 'have'} less than ${thinSeconds} s of speech and may be a part of another.`,
    )
  }
  if (problems > 0) list.push(`${counted(problems, 'recording')} could not be grouped.`)
  return list
}
