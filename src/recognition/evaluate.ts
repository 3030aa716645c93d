import { wilsonInterval } from './wilsonInterval'

/** What one held-out recording was answered. */
export interface Answer {
  readonly truth: string
  readonly best: string
  /** Whether the unknown rule would have refused it; null where there is no rule. */
  readonly unknown: boolean | null
}

export interface LabelFigures {
  readonly label: string
  /** How many recordings of this label were asked about. */
  readonly recordings: number
  /** Of those answered with this label, the share that was right; null where none was. */
  readonly precision: number | null
  /** Of those of this label, the share that was answered with it; null where none was asked about. */
  readonly recall: number | null
  /** Harmonic mean of the two; null where either is. */
  readonly f1: number | null
}

export interface Figures {
  readonly accuracy: number
  /** Wilson's 95 % interval of the accuracy. */
  readonly interval: [number, number]
  readonly recordingCount: number
  readonly labels: readonly string[]
  /** confusion[truth][answer], in the order of `labels`. */
  readonly confusion: number[][]
  /** Share of the recordings that the unknown rule refused; null where there is no rule for any. */
  readonly falseReject: number | null
  readonly perLabel: LabelFigures[]
}

/**
 * Accuracy, confusion and figures a label, from one answer a recording. Accuracy counts the best label, whether or not
 * the unknown rule would have refused it. `labels` are all that could be answered, in the order wanted.
 */
export function evaluateAnswers(answers: readonly Answer[], labels: readonly string[]): Figures {
  const index = new Map(labels.map((label, l) => [label, l]))
  const confusion = labels.map(() => new Array<number>(labels.length).fill(0))
  for (const { truth, best } of answers) confusion[at(index, truth)][at(index, best)]++
  const right = labels.reduce((sum, _, l) => sum + confusion[l][l], 0)
  const ruled = answers.filter(({ unknown }) => unknown !== null)
  return {
    accuracy: answers.length === 0 ? 0 : right / answers.length,
    interval: wilsonInterval(right, answers.length),
    recordingCount: answers.length,
    labels,
    confusion,
    falseReject: ruled.length === 0 ? null : ruled.filter(({ unknown }) => unknown).length / ruled.length,
    perLabel: labels.map((label, l) => figuresOf(label, l, confusion)),
  }
}

/** Sentences that tell what an evaluation was measured on, how it was split, and what took no part as a question. */
export function describeEvaluation(facts: {
  /** Recordings that were asked about with their label in the bank. */
  readonly recordingCount: number
  readonly labelCount: number
  /** How it was split, such as "5 folds by recording". */
  readonly split: string
  readonly components: number
  /** Recordings that were asked about with their label left out of the bank. */
  readonly strangerCount?: number
  /** Labels that could not be held out, having a single recording. */
  readonly singleLabels?: readonly string[]
}): string {
  const { recordingCount, labelCount, split, components, strangerCount = 0, singleLabels = [] } = facts
  const sentences = [
    `${counted(recordingCount, 'recording')} of ${counted(labelCount, 'label')}, each labeled once by mixtures of ` +
      `${counted(components, 'component')} ` +
      `that had not seen it: ${split}.`,
  ]
  if (strangerCount > 0) {
    sentences.push(`${counted(strangerCount, 'recording')} asked about with their label left out of the bank.`)
  }
  if (singleLabels.length > 0) {
    const named = singleLabels.slice(0, 3).map((label) => `"${label}"`)
    const names = singleLabels.length > named.length ? `${named.join(', ')}, …` : named.join(', ')
    sentences.push(
      `${counted(singleLabels.length, 'label')} with a single recording ` +
        `(${names}) could not be held out, only be answered.`,
    )
  }
  return sentences.join(' ')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function figuresOf(label: string, l: number, confusion: readonly (readonly number[])[]): LabelFigures {
  const right = confusion[l][l]
  const recordings = confusion[l].reduce((a, b) => a + b, 0)
  const answered = confusion.reduce((sum, row) => sum + row[l], 0)
  const precision = answered === 0 ? null : right / answered
  const recall = recordings === 0 ? null : right / recordings
  const f1 = precision === null || recall === null ? null : right === 0 ? 0 : (2 * right) / (answered + recordings)
  return { label, recordings, precision, recall, f1 }
}

function at(index: ReadonlyMap<string, number>, label: string): number {
  const l = index.get(label)
  if (l === undefined) throw new RangeError(`The label "${label}" is not among those evaluated.`)
  return l
}
