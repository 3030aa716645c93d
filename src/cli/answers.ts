import { basename, dirname } from 'node:path'
import { counted } from '../engine/counted'
import type { RecognitionResult } from '../engine/contract'
import { csvRow } from './csvRow'
import { percent, table } from './output'

/** One recording's answer as --json and --format jsonl tell it. */
export interface AnswerJson {
  readonly path: string
  /** The label it should have got; null without --truth. */
  readonly truth: string | null
  /** The best label, whether or not it fell under the threshold; null where the recording met an error. */
  readonly label: string | null
  readonly unknown: boolean
  /** Mean log-likelihood of a frame under each label, nats; the best label first. */
  readonly scores: Record<string, number>
  /** What the bank's scorer makes of them, which is what ranks the labels. */
  readonly evidence: Record<string, number>
  readonly secondBest: string | null
  readonly margin: number | null
  /** The score that the best label had to reach, given its margin; null where nothing is ever called unknown. */
  readonly threshold: number | null
  readonly posterior: number | null
  /** Natural log of the likelihood ratio of the best label against unknown; null in a bank without a calibration. */
  readonly logLikelihoodRatio: number | null
  readonly error: { readonly code: string; readonly message: string } | null
}

export interface AnswersJson {
  /** Share of the recordings whose best label is the true one; those with an error count as wrong. Null without --truth. */
  readonly accuracy: number | null
  readonly confusion: Record<string, Record<string, number>> | null
  readonly bank: { readonly id: number; readonly name: string }
  readonly recordings: readonly AnswerJson[]
}

/** @param withTruth the true label is the folder that the file stands in. */
export function answerJson(result: RecognitionResult, withTruth: boolean): AnswerJson {
  const { path, best, unknown, ranked, margin, threshold, logLikelihoodRatio, error } = result
  return {
    path,
    truth: withTruth ? basename(dirname(path)) : null,
    label: best,
    unknown,
    scores: Object.fromEntries(ranked.map(({ label, score }) => [label, score])),
    evidence: Object.fromEntries(ranked.map(({ label, evidence }) => [label, evidence])),
    secondBest: ranked.at(1)?.label ?? null,
    margin,
    threshold,
    posterior: ranked.at(0)?.posterior ?? null,
    logLikelihoodRatio,
    error: error ? { code: error.code, message: error.message } : null,
  }
}

export function answersJson(
  results: readonly RecognitionResult[],
  bank: { readonly id: number; readonly name: string },
  withTruth: boolean,
): AnswersJson {
  const recordings = results.map((result) => answerJson(result, withTruth))
  const tally = new AnswerTally()
  for (const recording of recordings) tally.add(recording)
  return {
    accuracy: withTruth ? tally.accuracy : null,
    confusion: withTruth ? tally.confusion : null,
    bank: { id: bank.id, name: bank.name },
    recordings,
  }
}

/** Counts answers against the truth as they pass by, so that they need not be kept. */
export class AnswerTally {
  readonly confusion: Record<string, Record<string, number>> = {}
  #all = 0
  #right = 0
  #unknown = 0

  add({ truth, label, unknown }: Pick<AnswerJson, 'truth' | 'label' | 'unknown'>): void {
    this.#all++
    if (unknown) this.#unknown++
    if (truth === null || label === null) return
    if (truth === label) this.#right++
    const row = (this.confusion[truth] ??= {})
    row[label] = (row[label] ?? 0) + 1
  }

  /** Null where nothing was answered. */
  get accuracy(): number | null {
    return this.#all === 0 ? null : this.#right / this.#all
  }

  /** How many were right and who was taken for whom. */
  lines(): string[] {
    if (this.accuracy === null) return []
    const wrong = Object.entries(this.confusion).flatMap(([truth, row]) =>
      Object.entries(row)
        .filter(([label]) => label !== truth)
        .map(([label, count]) => `  ${truth} taken for ${label}: ${count}`),
    )
    const told = `Accuracy ${percent(this.accuracy)} on ${counted(this.#all, 'recording')}`
    return [`${told}; ${this.#unknown} under the threshold for unknown.`, ...wrong]
  }
}

/** The answers as a table, then what could not be labeled, then the accuracy and who was taken for whom. */
export function answerLines({ accuracy, recordings }: AnswersJson): string[] {
  const rows = recordings.map(({ path, truth, label, unknown, margin, posterior, error }) => {
    const shown = error ? 'error' : unknown ? `unknown (nearest ${label ?? ''})` : (label ?? '')
    const sure = posterior === null ? '' : percent(posterior)
    return [shortPath(path), ...(truth === null ? [] : [truth]), shown, sure, margin === null ? '' : margin.toFixed(2)]
  })
  const head = ['recording', ...(accuracy === null ? [] : ['truth']), 'label', 'posterior', 'margin']
  const lines = table(head, rows)
  for (const { path, error } of recordings) if (error) lines.push(`${path}: ${error.message}`)
  if (accuracy === null) return lines
  const tally = new AnswerTally()
  for (const recording of recordings) tally.add(recording)
  return [...lines, '', ...tally.lines()]
}

/** One answer as a line for a person who watches them come. */
export function answerLine({ path, label, unknown, posterior, margin, error }: AnswerJson): string {
  if (error) return `${shortPath(path)}  error: ${error.message}`
  const shown = unknown ? `unknown (nearest ${label ?? ''})` : (label ?? '')
  return [shortPath(path), shown, percent(posterior ?? 0), margin === null ? '' : margin.toFixed(2)]
    .join('  ')
    .trimEnd()
}

function shortPath(path: string): string {
  return `${basename(dirname(path))}/${basename(path)}`
}

const columns = [
  ...['path', 'truth', 'label', 'unknown', 'posterior', 'score', 'evidence', 'second_best', 'margin', 'threshold'],
  ...['log_likelihood_ratio', 'error'],
]

export function csvHead(): string {
  return csvRow(columns)
}

export function answerCsv(answer: AnswerJson): string {
  const { path, truth, label, unknown, posterior, scores, evidence, secondBest, margin, threshold, error } = answer
  const of = (values: Record<string, number>): number | null => (label === null ? null : values[label])
  return csvRow([
    ...[path, truth, label, error ? null : unknown, posterior, of(scores), of(evidence), secondBest, margin, threshold],
    ...[answer.logLikelihoodRatio, error && `${error.message} [${error.code}]`],
  ])
}
