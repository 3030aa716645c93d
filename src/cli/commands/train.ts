import type { Command } from 'commander'
import { trainJob } from '../../engine/contract'
import { withProject } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'
import { wholeNumber } from '../wholeNumber'

interface TrainOptions extends OutputOptions {
  readonly components: number
  readonly seed: number
  readonly name?: string
}

/** Findings told to a person; with many labels they repeat themselves. */
const mostFindings = 8

export function addTrain(program: Command, places: Places): void {
  const { components, seed } = trainJob.shape
  const defaults = trainJob.parse({ kind: 'train' })
  program
    .command('train')
    .description('fit one Gaussian mixture a label; the result is a bank')
    .argument('<project>', 'the project folder')
    .option('--components <k>', 'components of each mixture', wholeNumber(components.unwrap()), defaults.components)
    .option('--seed <n>', 'the same seed gives the same bank', wholeNumber(seed.unwrap()), defaults.seed)
    .option('--name <name>', 'what to call the bank')
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, options: TrainOptions) => {
      await withProject(places, project, async (engine) => {
        const job = await runJob(engine, {
          ...defaults,
          components: options.components,
          seed: options.seed,
          ...(options.name === undefined ? {} : { name: options.name }),
        })
        const bank = await engine.client.banks.get({ id: job.resultId ?? 0 })
        const mixtures = bank.mixtures.map(({ label, frameCount, weights, lowerBounds, converged, findings }) => ({
          label,
          frames: frameCount,
          components: weights.length,
          iterations: lowerBounds.length,
          lowerBound: lowerBounds.at(-1) ?? null,
          converged,
          findings,
        }))
        answer(
          options,
          { bank: bank.id, name: bank.name, outcome: job.outcome, unknownRule: bank.unknownRule, mixtures },
          [
            `${bank.name}: ${job.outcome ?? ''}`,
            ...table(
              ['label', 'frames', 'components', 'iterations', 'lower bound'],
              mixtures.map((m) => [m.label, m.frames, m.components, m.iterations, (m.lowerBound ?? 0).toFixed(3)]),
            ),
            ...findingLines(mixtures),
            `Unknown: ${bank.unknownRule}`,
          ],
        )
      })
    })
}

function findingLines(mixtures: readonly { label: string; findings: readonly string[] }[]): string[] {
  const all = mixtures.flatMap(({ label, findings }) => findings.map((finding) => `${label}: ${finding}`))
  if (all.length <= mostFindings) return all
  return [...all.slice(0, mostFindings), `${all.length - mostFindings} more such findings are told with --json.`]
}
