import { basename, dirname, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import { counted } from '../../engine/counted'
import type { EngineClient, RecognitionResult } from '../../engine/contract'
import { withProject } from '../openEngine'
import { answer, percent, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { unlessAllFailed } from '../problems'
import { allResults } from '../recordings'
import { runJob } from '../runJob'
import { wholeNumber } from '../wholeNumber'

interface LabelOptions extends OutputOptions {
  readonly bank?: number
  readonly truth?: 'folder'
}

/** One recording's answer as --json tells it. */
export interface LabeledRecordingJson {
  readonly path: string
  /** The label it should have got; null without --truth. */
  readonly truth: string | null
  /** The best label, whether or not it fell under the threshold; null where the recording met an error. */
  readonly label: string | null
  readonly unknown: boolean
  readonly scores: Record<string, number>
  readonly margin: number | null
  /** The score that the best label had to reach, given its margin; null where nothing is ever called unknown. */
  readonly threshold: number | null
  readonly posterior: number | null
  readonly error: { readonly code: string; readonly message: string } | null
}

export interface LabelJson {
  /** Share of the recordings whose best label is the true one; those with an error count as wrong. Null without --truth. */
  readonly accuracy: number | null
  readonly confusion: Record<string, Record<string, number>> | null
  readonly bank: { readonly id: number; readonly name: string }
  readonly recordings: readonly LabeledRecordingJson[]
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
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, paths: string[], options: LabelOptions) => {
      await withProject(places, project, async (engine) => {
        const bank = await chosenBank(engine.client, options.bank)
        const job = await runJob(engine, { kind: 'label', bankId: bank.id, paths: paths.map((path) => resolve(path)) })
        const results = await allResults(engine.client, job.id)
        const document = labelJson(results, bank, options.truth === 'folder')
        answer(options, document, [...labelLines(document), job.outcome ?? ''])
        unlessAllFailed(job.fileErrors, results.length, 'be labeled')
      })
    })
}

/** The bank of that number, or the newest one. */
export async function chosenBank(client: EngineClient, id: number | undefined): Promise<{ id: number; name: string }> {
  if (id !== undefined) return client.banks.get({ id })
  const [newest] = await client.banks.list()
  if (!newest)
    throw new CepstraError('NOT_FOUND', 'This project has no bank yet. Train one first: cepstra train PROJECT')
  return newest
}

export function labelJson(
  results: readonly RecognitionResult[],
  bank: { readonly id: number; readonly name: string },
  withTruth: boolean,
): LabelJson {
  const recordings = results.map((result) => ({
    path: result.path,
    truth: withTruth ? basename(dirname(result.path)) : null,
    label: result.best,
    unknown: result.unknown,
    scores: Object.fromEntries(result.ranked.map(({ label, score }) => [label, score])),
    margin: result.margin,
    threshold: result.threshold,
    posterior: result.ranked[0]?.posterior ?? null,
    error: result.error ? { code: result.error.code, message: result.error.message } : null,
  }))
  const right = recordings.filter(({ truth, label }) => truth !== null && truth === label).length
  return {
    accuracy: withTruth && recordings.length > 0 ? right / recordings.length : null,
    confusion: withTruth ? confusionOf(recordings) : null,
    bank: { id: bank.id, name: bank.name },
    recordings,
  }
}

function confusionOf(recordings: readonly LabeledRecordingJson[]): Record<string, Record<string, number>> {
  const confusion: Record<string, Record<string, number>> = {}
  for (const { truth, label } of recordings) {
    if (truth === null || label === null) continue
    const row = (confusion[truth] ??= {})
    row[label] = (row[label] ?? 0) + 1
  }
  return confusion
}

/** The answers as a table, then what could not be labeled, then the accuracy and who was taken for whom. */
export function labelLines({ accuracy, confusion, recordings }: LabelJson): string[] {
  const rows = recordings.map(({ path, truth, label, unknown, margin, posterior, error }) => {
    const shown = error ? 'error' : unknown ? `unknown (nearest ${label ?? ''})` : (label ?? '')
    const file = `${basename(dirname(path))}/${basename(path)}`
    const sure = posterior === null ? '' : percent(posterior)
    return [file, ...(truth === null ? [] : [truth]), shown, sure, margin === null ? '' : margin.toFixed(2)]
  })
  const head = ['recording', ...(accuracy === null ? [] : ['truth']), 'label', 'posterior', 'margin']
  const lines = table(head, rows)
  for (const { path, error } of recordings) if (error) lines.push(`${path}: ${error.message}`)
  if (accuracy === null) return lines
  const wrong = Object.entries(confusion ?? {}).flatMap(([truth, row]) =>
    Object.entries(row)
      .filter(([label]) => label !== truth)
      .map(([label, count]) => `  ${truth} taken for ${label}: ${count}`),
  )
  const refused = recordings.filter(({ unknown }) => unknown).length
  const told = `Accuracy ${percent(accuracy)} on ${counted(recordings.length, 'recording')}`
  return [...lines, '', `${told}; ${refused} under the threshold for unknown.`, ...wrong]
}
