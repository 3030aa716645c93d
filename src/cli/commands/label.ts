import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import type { EngineClient, RecognitionResult } from '../../engine/contract'
import type { Engine } from '../../engine/createEngine'
import { answerCsv, answerJson, answerLine, answerLines, answersJson, AnswerTally, csvHead } from '../answers'
import type { AnswerJson } from '../answers'
import { interruption } from '../interruption'
import { lineSink, type LineSink } from '../lineSink'
import { newestBank } from '../namedBank'
import { withProject } from '../openEngine'
import { documentText, linesText } from '../output'
import type { Places } from '../places'
import { unlessAllFailed } from '../problems'
import { allResults } from '../recordings'
import { runJob } from '../runJob'
import { wholeNumber } from '../wholeNumber'

const formats = ['table', 'json', 'csv', 'jsonl'] as const

interface LabelOptions {
  readonly bank?: number
  readonly truth?: 'folder'
  readonly format: (typeof formats)[number]
  readonly json?: boolean
  readonly output?: string
  readonly keepAnswers?: boolean
  readonly watch?: boolean
}

export function addLabel(program: Command, places: Places): void {
  program
    .command('label')
    .description('label recordings by the likelihood of a bank’s mixtures')
    .argument('<project>', 'the project folder')
    .argument('<paths...>', 'folders and files')
    .option('--bank <id>', 'the bank to label with (default: the newest)', wholeNumber({ minValue: 1, maxValue: null }))
    .addOption(
      new Option('--truth <source>', 'compare with the true labels: the folder each file stands in').choices([
        'folder',
      ]),
    )
    .addOption(
      new Option('--format <format>', 'csv and jsonl tell each answer as soon as it is there')
        .choices([...formats])
        .default('table'),
    )
    .option('--output <file>', 'write the answers to a file')
    .option('--keep-answers', 'do not compute again what this bank has answered before, but tell it')
    .option('--watch', 'go on with what appears in the folders, each file once, until Ctrl C')
    .option('--json', 'answer with one JSON document; the same as --format json')
    .action(async (project: string, paths: string[], options: LabelOptions) => {
      const chosen = options.json ? { ...options, format: 'json' as const } : options
      if (chosen.watch && chosen.format === 'json') {
        throw new CepstraError(
          'OPTIONS_INVALID',
          'Watching has no end that a document could be written at. Use --format jsonl or csv.',
        )
      }
      await withProject(places, project, async (engine) => {
        const bank = await chosenBank(engine.client, chosen.bank)
        await using sink = await lineSink(chosen.output)
        const places = paths.map((path) => resolve(path))
        if (chosen.watch) await watch(engine, bank, places, chosen, sink)
        else if (chosen.format === 'csv' || chosen.format === 'jsonl') await stream(engine, bank, places, chosen, sink)
        else await atTheEnd(engine, bank, places, chosen, sink)
      })
    })
}

interface NamedBank {
  readonly id: number
  readonly name: string
}

/** The bank of that number, or the newest one. */
export async function chosenBank(client: EngineClient, id: number | undefined): Promise<NamedBank> {
  return id === undefined ? newestBank(client) : client.banks.get({ id })
}

function requestOf(bank: NamedBank, paths: readonly string[], { keepAnswers = false }: LabelOptions) {
  return { kind: 'label' as const, bankId: bank.id, paths: [...paths], keepAnswers }
}

async function atTheEnd(
  engine: Engine,
  bank: NamedBank,
  paths: readonly string[],
  options: LabelOptions,
  sink: LineSink,
): Promise<void> {
  const job = await runJob(engine, requestOf(bank, paths, options))
  const results = await allResults(engine.client, job.id)
  const document = answersJson(results, bank, options.truth === 'folder')
  const lines = [...answerLines(document), job.outcome ?? '']
  await sink.write([options.format === 'json' ? documentText(document) : linesText(lines)])
  if (options.output !== undefined) process.stderr.write(`${job.outcome ?? ''}\n`)
  unlessAllFailed(job.fileErrors, results.length, 'be labeled')
}

/** Tells answers as they are finished. */
async function stream(
  engine: Engine,
  bank: NamedBank,
  paths: readonly string[],
  options: LabelOptions,
  sink: LineSink,
): Promise<void> {
  const tell = teller(options, sink)
  await tell.head()
  let told: Promise<void> = Promise.resolve()
  const left = new AbortController()
  let id: number | undefined
  const started = (jobId: number): void => {
    id = jobId
    told = (async () => {
      for await (const results of await engine.client.recognition.stream({ jobId }, { signal: left.signal })) {
        await tell.results(results)
      }
    })()
    told.catch(() => undefined)
  }
  // Rows on the same terminal would be written over by a bar.
  const quiet = options.output === undefined && process.stdout.isTTY
  try {
    const job = await runJob(engine, requestOf(bank, paths, options), { started, stop: sink.gone, quiet })
    await told
    if (tell.tally) process.stderr.write(`${tell.tally.lines().join('\n')}\n`)
    process.stderr.write(`${job.outcome ?? ''}\n`)
    unlessAllFailed(job.fileErrors, job.total, 'be labeled')
  } catch (error) {
    // Where the job has not ended, but is left to be gone on with, its answers do not end by themselves.
    if (id === undefined || (await engine.client.jobs.get({ id })).endedAt === null) left.abort()
    await told.catch(() => undefined)
    if (!sink.gone.aborted) throw error
  }
}

/** Tells answers to what appears in folders, until it is interrupted. */
async function watch(
  engine: Engine,
  bank: NamedBank,
  paths: readonly string[],
  options: LabelOptions,
  sink: LineSink,
): Promise<void> {
  const tell = teller(options, sink)
  await tell.head()
  process.stderr.write(`Watching ${paths.join(', ')} with "${bank.name}"; Ctrl C ends it.\n`)
  const signal = AbortSignal.any([interruption(), sink.gone])
  const answers = await engine.client.recognition.watch({ bankId: bank.id, paths: [...paths] }, { signal })
  for await (const results of answers) await tell.results(results)
}

interface Teller {
  readonly head: () => Promise<void>
  readonly results: (results: readonly RecognitionResult[]) => Promise<void>
  /** Of the answers so far; null without the truth. */
  readonly tally: AnswerTally | null
}

function teller({ format, truth }: LabelOptions, sink: LineSink): Teller {
  const withTruth = truth === 'folder'
  const tally = withTruth ? new AnswerTally() : null
  const line = (answer: AnswerJson): string => {
    if (format === 'csv') return answerCsv(answer)
    return format === 'jsonl' ? JSON.stringify(answer) : linesText([answerLine(answer)])
  }
  return {
    head: () => sink.write(format === 'csv' ? [csvHead()] : []),
    results: (results) => {
      const answers = results.map((result) => answerJson(result, withTruth))
      for (const answer of answers) tally?.add(answer)
      return sink.write(answers.map(line))
    },
    tally,
  }
}
