import { resolve, sep } from 'node:path'
import { Option, type Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import type { EngineClient, Timeline } from '../../engine/contract'
import { timelineOptions } from '../../engine/contract/recognition'
import type { Engine } from '../../engine/createEngine'
import { inParallel } from '../../engine/inParallel'
import { decimalNumber } from '../decimalNumber'
import { expectedFailure } from '../expectedFailure'
import { interruption } from '../interruption'
import { namedBank } from '../namedBank'
import { withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { unlessAllFailed } from '../problems'
import { allRecordings } from '../recordings'
import { runJob } from '../runJob'
import { timelineFormats, timelineHead, timelineLines, timelineTable, type TimelineFormat } from '../timelineText'

interface TimelineValues extends OutputOptions {
  readonly bank?: string
  readonly format?: TimelineFormat
  readonly switchPenalty?: number
  readonly minDuration?: number
  readonly silence?: number
  readonly unknownShare?: number
}

/** One recording as --json tells it: its timeline, or why there is none. */
interface Done {
  readonly path: string
  readonly timeline: Timeline | null
  readonly error: { readonly code: string; readonly message: string } | null
}

export function addTimeline(program: Command, places: Places): void {
  const { switchPenalty, minimumSeconds, silenceSeconds, unknownShare } = timelineOptions.shape
  const range = (field: typeof switchPenalty) => decimalNumber(field.unwrap().unwrap())
  program
    .command('timeline')
    .description('label recordings over time: who or what is heard from when to when, unknown, or silence')
    .argument('<project>', 'the project folder')
    .argument('<paths...>', 'folders and files')
    .option('--bank <bank>', 'the bank to label with, by its number or name (default: the newest)')
    .option(
      '--min-duration <seconds>',
      'the shortest segment of sound, in seconds (default: 0.5)',
      range(minimumSeconds),
    )
    .option(
      '--silence <seconds>',
      'the shortest pause between two voices that is silence, in seconds; within one twice that (default: 0.5)',
      range(silenceSeconds),
    )
    .option('--switch-penalty <nats>', 'what a change of label costs (default: by the bank)', range(switchPenalty))
    .option(
      '--unknown-share <share>',
      'unknown is what speaks less for all labels than this share of what their own voices do; -1: nothing (default: 0.4)',
      range(unknownShare),
    )
    .addOption(new Option('--format <type>', 'one line a segment instead of a table').choices([...timelineFormats]))
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, paths: string[], options: TimelineValues) => {
      if (options.json && options.format) {
        throw new CepstraError('OPTIONS_INVALID', '--json and --format are two ways to answer. Choose one.')
      }
      await withProject(places, project, (engine) => timelines(engine, paths, options))
    })
}

async function timelines(engine: Engine, paths: readonly string[], options: TimelineValues): Promise<void> {
  const { client, context } = engine
  const bank = options.bank === undefined ? await newestBank(client) : await namedBank(client, options.bank)
  const asked = await takenIn(engine, paths)
  const { format, switchPenalty, minDuration, silence, unknownShare } = options
  const how = { switchPenalty, minimumSeconds: minDuration, silenceSeconds: silence, unknownShare }
  const done: Done[] = []
  let told = 0
  if (format) tell(timelineHead(format))
  const lanes = { limit: context.pool.threadCount, signal: interruption() }
  await inParallel(asked.keys(), lanes, async (index) => {
    const { path, recordingId } = asked[index]
    try {
      if (recordingId === null) throw new CepstraError('FILE_NOT_FOUND', 'There is no recording here. Check the name.')
      const request = { bankId: bank.id, recordingId, options: how }
      const timeline = await client.recognition.timeline(request, { signal: lanes.signal })
      done[index] = { path, timeline, error: null }
    } catch (error) {
      const failure = expectedFailure(error)
      // What is wrong with one recording is told of it; what is wrong with the request is wrong with all of them.
      if (!failure || failure.code === 'CANCELLED' || failure.code === 'OPTIONS_INVALID') throw error
      done[index] = { path, timeline: null, error: failure }
    }
    // Lines go out as they are known, in the order of the recordings.
    for (; format && told in done; told++) {
      const { path, timeline, error } = done[told]
      if (timeline) tell(timelineLines(format, path, timeline.segments))
      if (error) process.stderr.write(`${path}: ${error.message}\n`)
    }
  })
  if (!format) {
    const document = {
      bank: { id: bank.id, name: bank.name },
      recordings: done.map(({ path, timeline, error }) => ({
        ...{ path, durationSeconds: timeline?.durationSeconds ?? null },
        ...{ segments: timeline?.segments ?? [], totals: timeline?.totals ?? [], error },
      })),
    }
    answer(options, document, done.flatMap(linesOf))
  }
  unlessAllFailed(done.filter(({ error }) => error !== null).length, done.length, 'be labeled over time')
}

async function newestBank(client: EngineClient): Promise<{ readonly id: number; readonly name: string }> {
  const banks = await client.banks.list()
  if (banks.length > 0) return banks[0]
  throw new CepstraError('NOT_FOUND', 'This project has no bank yet. Train one first: cepstra train PROJECT')
}

/** The recordings under the paths, taken into the project to be asked about; null where a path leads to none. */
async function takenIn(
  engine: Engine,
  paths: readonly string[],
): Promise<{ readonly path: string; readonly recordingId: number | null }[]> {
  const places = paths.map((path) => resolve(path))
  await runJob(engine, { kind: 'import', paths: places, role: 'query', labels: { from: 'none' } })
  const all = await allRecordings(engine.client, { role: 'query', sort: 'name' })
  const isAt = (path: string, place: string): boolean =>
    path === place || path.startsWith(place + sep) || path.startsWith(`${place}:`)
  const found = all.filter(({ path }) => places.some((place) => isAt(path, place)))
  const missing = places.filter((place) => !found.some(({ path }) => isAt(path, place)))
  return [
    ...found.map(({ path, id }) => ({ path, recordingId: id })),
    ...missing.map((path) => ({ path, recordingId: null })),
  ]
}

function linesOf({ path, timeline, error }: Done, index: number): string[] {
  const space = index > 0 ? [''] : []
  return [...space, ...(timeline ? [path, ...timelineTable(timeline)] : [`${path}: ${error?.message ?? ''}`])]
}

function tell(lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
}
