import { Argument, InvalidArgumentError, type Command } from 'commander'
import type { Engine } from '../../engine/createEngine'
import { namedBank } from '../namedBank'
import { withProject } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'

/** Rows told to a person; all of them are in the JSON. */
const mostRows = 20

interface Comparison {
  /** For a program. */
  readonly document: unknown
  /** For a person. */
  readonly lines: readonly string[]
}

type Compare = (engine: Engine, first: string, second: string) => Promise<Comparison>

const kinds: Readonly<Record<string, Compare>> = { evaluations: compareEvaluations, banks: compareBanks }

export function addCompare(program: Command, places: Places): void {
  program
    .command('compare')
    .description(
      'compare two results of a project, two evaluations or two banks: which is better, and whether chance would do as much',
    )
    .argument('<project>', 'the project folder')
    .addArgument(new Argument('<what>', 'what is compared').choices(Object.keys(kinds)))
    .argument('<first>', 'the one, by its number as --json tells it; a bank also by its name')
    .argument('<second>', 'the other')
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, what: string, first: string, second: string, options: OutputOptions) => {
      await withProject(places, project, async (engine) => {
        const { document, lines } = await kinds[what](engine, first, second)
        answer(options, document, lines)
      })
    })
}

async function compareEvaluations(engine: Engine, first: string, second: string): Promise<Comparison> {
  const comparison = await engine.client.evaluations.compare({ first: numberOf(first), second: numberOf(second) })
  const { outcome, disagreements } = comparison
  const shown = disagreements.slice(0, mostRows).map((row) => [row.name, row.truth, row.first, row.second])
  const more = disagreements.length - shown.length
  return {
    document: comparison,
    lines: [
      outcome,
      ...(shown.length > 0 ? table(['recording', 'label', `evaluation ${first}`, `evaluation ${second}`], shown) : []),
      ...(more > 0 ? [`${more} more are told with --json.`] : []),
    ],
  }
}

async function compareBanks({ client }: Engine, first: string, second: string): Promise<Comparison> {
  const [one, two] = [await namedBank(client, first), await namedBank(client, second)]
  const comparison = await client.banks.compare({ first: one.id, second: two.id })
  const { outcome, labels, differences, answersNote } = comparison
  const changed = labels.filter(({ change }) => change !== 'same')
  const shown = changed
    .slice(0, mostRows)
    .map(({ label, change, frames, components, divergence }) => [
      ...[label, change, pair(frames), pair(components), divergence === null ? '–' : divergence.toFixed(2)],
    ])
  const more = changed.length - shown.length
  return {
    document: comparison,
    lines: [
      outcome,
      answersNote,
      ...(shown.length > 0 ? table(['label', 'change', 'frames', 'components', 'divergence (nats)'], shown) : []),
      ...(more > 0 ? [`${more} more are told with --json.`] : []),
      ...differences.map(({ what, ...told }) => `${what}: ${told.first} -> ${told.second}`),
    ],
  }
}

function pair({ first, second }: { readonly first: number | null; readonly second: number | null }): string {
  return first === second ? `${first ?? '–'}` : `${first ?? '–'} -> ${second ?? '–'}`
}

function numberOf(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError(`Evaluations are told by their numbers, not "${text}". See evaluate --json.`)
  }
  return value
}
