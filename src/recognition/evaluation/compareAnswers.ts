import { mcNemar } from '../figures/mcNemar'

/** What an evaluation answered to one recording of a label that its mixtures knew. */
export interface ComparedAnswer {
  readonly recordingId: number
  readonly name: string
  readonly truth: string
  readonly best: string
}

export interface AnswerComparison {
  /** Recordings that both answered. */
  readonly shared: number
  readonly bothRight: number
  readonly onlyFirstRight: number
  readonly onlySecondRight: number
  readonly bothWrong: number
  /** Of McNemar's exact test; 1 where they share no recording. */
  readonly pValue: number
  readonly outcome: string
  readonly disagreements: {
    readonly recordingId: number
    readonly name: string
    readonly truth: string
    readonly first: string
    readonly second: string
  }[]
}

/** Differences that are rarer than this by chance are told as such. */
const significance = 0.05

/**
 * Compares two evaluations over the recordings that both were asked about: whether one is better, and whether chance would
 * do as much. A recording whose label was changed in between is left out, for the two were asked different questions.
 */
export function compareAnswers(
  first: readonly ComparedAnswer[],
  second: readonly ComparedAnswer[],
  names: readonly [string, string] = ['The first', 'the second'],
): AnswerComparison {
  const answers = new Map(second.map((answer) => [answer.recordingId, answer]))
  const counts = { shared: 0, bothRight: 0, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0 }
  const disagreements: AnswerComparison['disagreements'] = []
  for (const { recordingId, name, truth, best } of first) {
    const other = answers.get(recordingId)
    if (other?.truth !== truth) continue
    const [rightOne, rightTwo] = [best === truth, other.best === truth]
    counts.shared++
    if (rightOne && rightTwo) counts.bothRight++
    else if (rightOne) counts.onlyFirstRight++
    else if (rightTwo) counts.onlySecondRight++
    else counts.bothWrong++
    if (rightOne !== rightTwo) disagreements.push({ recordingId, name, truth, first: best, second: other.best })
  }
  const pValue = mcNemar(counts)
  return { ...counts, pValue, outcome: outcomeOf(counts, pValue, names), disagreements }
}

function outcomeOf(
  {
    shared,
    onlyFirstRight,
    onlySecondRight,
    bothRight,
  }: Omit<AnswerComparison, 'pValue' | 'outcome' | 'disagreements'>,
  pValue: number,
  [first, second]: readonly [string, string],
): string {
  if (shared === 0) return 'No recording was asked about in both with the same label, so they cannot be compared.'
  const asked = `${shared} ${shared === 1 ? 'recording' : 'recordings'}`
  const rights = `${bothRight + onlyFirstRight} against ${bothRight + onlySecondRight} of ${asked} right`
  const chance = `McNemar's test, p = ${pValue < 0.001 ? '< 0.001' : pValue.toFixed(3)}`.replace('= <', '<')
  if (onlyFirstRight === onlySecondRight) return `Neither is better: ${rights}.`
  const [better, worse] = onlyFirstRight > onlySecondRight ? [first, second] : [second, first]
  const lead = `${capital(better)} is better than ${worse.toLowerCase()}: ${rights}`
  if (pValue < significance) return `${lead}, more than chance would do (${chance}).`
  return `${lead}, which chance alone may do (${chance}).`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
