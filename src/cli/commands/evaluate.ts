import type { Command } from 'commander'
import { evaluateJob, type Candidate } from '../../engine/contract'
import { addFitOptions, covarianceOption, fitFieldsOf, type FitOptionValues } from '../fitOptions'
import { withProject } from '../openEngine'
import { answer, percent, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'
import { wholeNumber } from '../wholeNumber'

interface EvaluateOptions extends OutputOptions, FitOptionValues {
  readonly folds: number
  readonly components: number
  readonly covariance: Candidate['covarianceType']
}

export function addEvaluate(program: Command, places: Places): void {
  const range = evaluateJob.shape
  const defaults = evaluateJob.parse({ kind: 'evaluate' })
  const command = program
    .command('evaluate')
    .description('measure the accuracy by cross-validation, every recording labeled by mixtures that have not seen it')
    .argument('<project>', 'the project folder')
    .option('--folds <n>', 'parts that the recordings are split in', wholeNumber(range.folds.unwrap()), defaults.folds)
    .option(
      '--components <k>',
      'components of each mixture',
      wholeNumber(range.components.unwrap()),
      defaults.components,
    )
    .addOption(covarianceOption().default(defaults.covarianceType))
  addFitOptions(command)
    .option('--json', 'answer with one JSON document')
    .action(async (project: string, options: EvaluateOptions) => {
      const { folds, components, seed, covariance } = options
      await withProject(places, project, async (engine) => {
        const job = await runJob(engine, {
          kind: 'evaluate',
          folds,
          components,
          covarianceType: covariance,
          ...fitFieldsOf(options),
        })
        const evaluation = await engine.client.evaluations.get({ id: job.resultId ?? 0 })
        const { accuracy, interval, recordingCount, description, labels, confusion, falseReject, perLabel } = evaluation
        const share = (value: number | null): string => (value === null ? '–' : percent(value))
        answer(
          options,
          {
            accuracy,
            interval,
            recordings: recordingCount,
            description,
            labels,
            confusion,
            falseReject,
            perLabel,
            folds,
            components,
            covariance,
            seed,
          },
          [
            `Accuracy ${percent(accuracy)} (95 % interval ${percent(interval[0])} to ${percent(interval[1])})`,
            description,
            ...table(
              ['label', 'recordings', 'precision', 'recall', 'F1'],
              perLabel.map((row) => [
                row.label,
                row.recordings,
                share(row.precision),
                share(row.recall),
                share(row.f1),
              ]),
            ),
            ...(falseReject === null ? [] : [`The rule for unknown refuses ${percent(falseReject)} of them.`]),
          ],
        )
      })
    })
}
