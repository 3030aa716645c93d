import { resolve } from 'node:path'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { parse } from 'csv-parse/sync'
import { CepstraError } from '../../cepstraError'
import { clusterJob } from '../../engine/contract/clusters'
import type { AppliedClusters, Cluster, Clustering, EngineClient } from '../../engine/contract'
import { counted } from '../../engine/counted'
import type { Engine } from '../../engine/createEngine'
import { withProject } from '../openEngine'
import { answer, percent, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'
import { readText } from '../textFiles'
import { wholeNumber } from '../wholeNumber'

interface ClusterValues extends OutputOptions {
  readonly method?: 'merging' | 'occupancy'
  readonly unit?: 'segments' | 'recordings'
  readonly clusters?: number | 'auto'
  readonly seed?: number
  readonly of?: number
  readonly name?: ReadonlyMap<number, string>
  readonly apply?: string
}

export function addCluster(program: Command, places: Places): void {
  const { method, unit } = clusterJob.shape
  const most = 200
  program
    .command('cluster')
    .description('group what is said, or whole recordings, by voice without labels; then name the voices')
    .argument('<project>', 'the project folder')
    .argument('[paths...]', 'folders and files (default: every recording of the project without a label)')
    .addOption(
      new Option('--method <name>', 'how voices are told apart (default: merging)').choices(method.unwrap().options),
    )
    .addOption(
      new Option('--unit <name>', 'whether a recording may hold several voices (default: segments)').choices(
        unit.unwrap().options,
      ),
    )
    .option('--clusters <n>', 'how many there are, or auto (default: auto)', (text: string) =>
      text === 'auto' ? text : wholeNumber({ minValue: 1, maxValue: most })(text),
    )
    .option('--seed <n>', 'the seed of the mixtures (default: 0)', wholeNumber({ minValue: 0, maxValue: 0xffffffff }))
    .option(
      '--of <id>',
      'name the clusters found earlier under this number, and group nothing',
      wholeNumber({ minValue: 1, maxValue: null }),
    )
    .option('--name <names>', 'names of clusters, such as 1=anna,2=ben; they become labels', namesOf)
    .option('--apply <csv>', 'the same from a CSV file with the columns cluster and name')
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, paths: string[], options: ClusterValues) => {
      if (options.of !== undefined && paths.length > 0) {
        throw new CepstraError('OPTIONS_INVALID', '--of names clusters that were found earlier. Leave the paths out.')
      }
      const names = new Map([
        ...(options.apply === undefined ? [] : await namesIn(options.apply)),
        ...(options.name ?? []),
      ])
      if (options.of !== undefined && names.size === 0) {
        throw new CepstraError(
          'OPTIONS_INVALID',
          '--of needs names for the clusters. Give --name 1=anna or --apply FILE.',
        )
      }
      await withProject(places, project, async (engine) => {
        const id = options.of ?? (await grouped(engine, paths, options))
        const applied = names.size > 0 ? await named(engine.client, id, names) : null
        const clustering = await engine.client.clusterings.get({ id })
        answer(options, { ...clustering, applied }, [...linesOf(clustering), ...appliedLines(applied)])
      })
    })
}

async function grouped(engine: Engine, paths: readonly string[], options: ClusterValues): Promise<number> {
  const { method, unit, clusters, seed } = options
  const job = await runJob(engine, {
    kind: 'cluster',
    ...(paths.length > 0 ? { paths: paths.map((path) => resolve(path)) } : {}),
    ...{ method, unit, clusters, seed },
  })
  return job.resultId ?? 0
}

async function named(client: EngineClient, id: number, names: ReadonlyMap<number, string>): Promise<AppliedClusters> {
  for (const [cluster, name] of names) await client.clusterings.name({ id, cluster, name })
  return client.clusterings.apply({ id })
}

/** Reads 1=anna,2=ben. */
function namesOf(text: string): Map<number, string> {
  return new Map(
    text.split(',').map((part) => {
      const [, cluster, name] = /^\s*([1-9]\d*)\s*=\s*(.*\S)\s*$/.exec(part) ?? []
      if (cluster === undefined || name === undefined) {
        throw new InvalidArgumentError(`"${part}" is not a cluster and its name, such as 1=anna.`)
      }
      return [Number(cluster), name]
    }),
  )
}

/** @throws CepstraError TABLE_INVALID naming the line that is no cluster and its name. */
async function namesIn(path: string): Promise<[number, string][]> {
  const invalid = (why: string): CepstraError =>
    new CepstraError(
      'TABLE_INVALID',
      `${path} cannot be read as names of clusters: ${why}. Write a line "cluster,name", then one for each, such as "1,anna".`,
    )
  let rows: Record<string, string>[]
  try {
    rows = parse(await readText(path), { columns: true, bom: true, trim: true, skip_empty_lines: true })
  } catch (error) {
    if (error instanceof CepstraError) throw error
    throw invalid(error instanceof Error ? error.message : String(error))
  }
  return rows.flatMap(({ cluster = '', name = '' }, i): [number, string][] => {
    if (!/^[1-9]\d*$/.test(cluster))
      throw invalid(`row ${i + 1} has "${cluster}" where the number of a cluster should be`)
    return name === '' ? [] : [[Number(cluster), name]]
  })
}

function linesOf({ id, clusters, recordings, speechSeconds, description, warnings }: Clustering): string[] {
  const problems = recordings.flatMap(({ path, problem }) => (problem === null ? [] : [`${path}: ${problem}`]))
  return [
    ...table(
      ['cluster', 'name', 'seconds', 'share', 'segments', 'recordings', 'to listen to'],
      clusters.map((one) => [
        one.cluster,
        one.name ?? '',
        one.seconds.toFixed(1),
        percent(one.seconds / speechSeconds),
        one.segmentCount,
        one.recordingCount,
        listenTo(one.prototypes[0], recordings),
      ]),
    ),
    `${description} They are kept under the number ${id}.`,
    ...warnings,
    ...problems,
  ]
}

function listenTo(prototype: Cluster['prototypes'][number] | undefined, recordings: Clustering['recordings']): string {
  if (!prototype) return ''
  const name = recordings.find(({ recordingId }) => recordingId === prototype.recordingId)?.name ?? ''
  return `${name} ${prototype.startSeconds.toFixed(1)}-${prototype.endSeconds.toFixed(1)} s`
}

function appliedLines(applied: AppliedClusters | null): string[] {
  if (applied === null)
    return ['Name them to make them labels: cepstra cluster PROJECT --of NUMBER --name 1=anna,2=ben']
  const { labels, labeledRecordings, partlyLabeledRecordings, spans, keptLabels } = applied
  const parts: string[] = []
  if (labeledRecordings > 0) parts.push(`${counted(labeledRecordings, 'recording')} as a whole`)
  if (spans > 0) parts.push(`${counted(spans, 'part')} of ${counted(partlyLabeledRecordings, 'recording')}`)
  if (keptLabels > 0) parts.push(`${keptLabels} had a label and keep it`)
  return [`Labeled ${labels.join(', ')}: ${parts.join('; ')}. Train to recognize them.`]
}
