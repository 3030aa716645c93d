import type { OpenSetTrials } from './openSetTrials'

/** What is told of the material that a decision was measured on. */
export interface MaterialFacts {
  readonly labels: readonly string[]
  /** Seconds of kept frames of each label, in the same order. */
  readonly seconds: readonly number[]
  /** Those that the background has heard; null where there is none. */
  readonly backgroundLabels: readonly string[] | null
}

/** Fewer labels than this to play the stranger say little of the next one. */
const fewestStrangers = 5
/** With fewer recordings on a side, a share of a few percent is a matter of luck. */
const fewestRecordings = 50
const shortestSeconds = 30

/** Sentences about what the data cannot support, the gravest first. */
export function dataWarnings({ known, unknown }: OpenSetTrials, facts: MaterialFacts): string[] {
  const { labels, seconds, backgroundLabels } = facts
  const strangers = new Set(unknown.map(({ truth }) => truth)).size
  const tried = new Set(known.map(({ truth }) => truth))
  const neverTried = labels.filter((label) => !tried.has(label))
  const short = labels.filter((_, l) => seconds[l] < shortestSeconds)
  const enrolled = new Set(labels)
  return [
    ...(known.length === 0 ? ['No recording could be held out, so nothing is known of how good the answers are.'] : []),
    ...(strangers > 0 && strangers < fewestStrangers
      ? [
          `Only ${counted(strangers, 'label')} could play the stranger: how often the next one is taken for a known ` +
            `label is known roughly. ${fewestStrangers} or more tell it better.`,
        ]
      : []),
    ...(known.length > 0 && known.length < fewestRecordings
      ? [
          `Only ${counted(known.length, 'recording')} could be held out: the rates are rough. ${fewestRecordings} or ` +
            'more tell them better.',
        ]
      : []),
    ...(known.length > 0 && neverTried.length > 0
      ? [`Nothing was held out of ${named(neverTried)}: a label needs two recordings that differ.`]
      : []),
    ...(short.length > 0
      ? [`There are less than ${shortestSeconds} s of ${named(short)}; a minute or more makes its scores steadier.`]
      : []),
    ...(backgroundLabels?.every((label) => enrolled.has(label))
      ? [
          'The background has heard no label but those of the bank, so it fits known recordings better than strangers ' +
            'and its ratio says less than it could. Record others for it.',
        ]
      : []),
  ]
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function named(labels: readonly string[]): string {
  const first = labels.slice(0, 3).map((label) => `"${label}"`)
  const more = labels.length - first.length
  return more > 0 ? `${first.join(', ')} and ${more} more` : first.join(', ')
}
