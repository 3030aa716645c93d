import type { Command } from 'commander'
import { withProject } from '../openEngine'
import { wholeNumber } from '../labelOption'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'

interface TrainOptions extends OutputOptions {
  readonly components: number
  readonly seed: number
  readonly name?: string
}

export function addTrain(program: Command, places: Places): void {
  program
    .command('train')
    .description('fit one Gaussian mixture a label; the result is a bank')
    .argument('<project>', 'the project folder')
    .option('--components <k>', 'components of each mixture', wholeNumber(1), 16)
    .option('--seed <n>', 'the same seed gives the same bank', wholeNumber(0), 0)
    .option('--name <name>', 'what to call the bank')
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, options: TrainOptions) => {
      await withProject(places, project, async (engine) => {
        const job = await runJob(engine, {
          kind: 'train',
          components: options.components,
          seed: options.seed,
          maxIterations: 100,
          tolerance: 1e-3,
          initialization: 'kmeans',
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
            ...mixtures.flatMap(({ label, findings }) => findings.map((finding) => `${label}: ${finding}`)),
            `Unknown: ${bank.unknownRule}`,
          ],
        )
      })
    })
}
