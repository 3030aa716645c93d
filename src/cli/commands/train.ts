import type { Command } from 'commander'
import { trainJob, type Inputs } from '../../engine/contract'
import {
  addFitOptions,
  componentsOption,
  covarianceOption,
  criterionOption,
  fitFieldsOf,
  listOf,
  positive,
  type FitOptionValues,
} from '../fitOptions'
import { withProject } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'
import { wholeNumber } from '../wholeNumber'

type TrainRequest = Extract<Inputs['jobs']['start']['request'], { kind: 'train' }>

interface TrainOptions extends OutputOptions, FitOptionValues {
  readonly components: number | 'auto'
  readonly covariance: NonNullable<TrainRequest['covarianceType']>
  readonly criterion: NonNullable<TrainRequest['criterion']>
  readonly background?: readonly string[]
  readonly backgroundComponents: number
  readonly labels?: readonly string[]
  readonly adapt?: readonly (NonNullable<TrainRequest['adapt']>[number] | 'none')[]
  readonly relevance: number
  readonly name?: string
}

/** Findings told to a person; with many labels they repeat themselves. */
const mostFindings = 8

export function addTrain(program: Command, places: Places): void {
  const { backgroundComponents } = trainJob.shape
  const defaults = trainJob.parse({ kind: 'train' })
  const command = program
    .command('train')
    .description('fit one Gaussian mixture a label; the result is a bank')
    .argument('<project>', 'the project folder')
    .option('--components <k|auto>', 'components of each mixture', componentsOption, defaults.components)
    .addOption(criterionOption('by what auto chooses the components of each label'))
    .addOption(covarianceOption().default(defaults.covarianceType))
  addFitOptions(command)
    .option('--labels <labels>', 'those that get a mixture; the others play strangers (default: all)', listOf())
    .option('--background <labels>', 'fit a background mixture over these labels (all: every one), adapt it', listOf())
    .option(
      '--background-components <k>',
      'components of the background',
      wholeNumber(backgroundComponents.unwrap()),
      defaults.backgroundComponents,
    )
    .option(
      '--adapt <parameters>',
      'what of the background is moved: means, weights, variances; none: it serves the scores; alone it implies all',
      listOf([...trainJob.shape.adapt.unwrap().element.options, 'none']),
    )
    .option('--relevance <r>', 'frames that move a component halfway', positive, defaults.relevance)
    .option('--name <name>', 'what to call the bank')
    .option('--json', 'answer with one JSON document')
    .action((project: string, options: TrainOptions) => train(project, options, places))
}

function requestOf(options: TrainOptions): TrainRequest {
  const { components, covariance, criterion, background, backgroundComponents, adapt, relevance } = options
  const { labels, name } = options
  const all = background === undefined ? adapt !== undefined : background.includes('all')
  return {
    kind: 'train',
    components,
    covarianceType: covariance,
    ...fitFieldsOf(options),
    criterion,
    background: all ? 'all' : background ? [...background] : null,
    backgroundComponents,
    relevance,
    ...(labels ? { labels: [...labels] } : {}),
    ...(adapt ? { adapt: adapt.filter((parameter) => parameter !== 'none') } : {}),
    ...(name === undefined ? {} : { name }),
  }
}

async function train(project: string, options: TrainOptions, places: Places): Promise<void> {
  await withProject(places, project, async (engine) => {
    const job = await runJob(engine, requestOf(options))
    const bank = await engine.client.banks.get({ id: job.resultId ?? 0 })
    const mixtures = bank.mixtures.map((mixture) => ({
      label: mixture.label,
      frames: mixture.frameCount,
      components: mixture.weights.length,
      covariance: mixture.covarianceType,
      iterations: mixture.lowerBounds.length,
      lowerBound: mixture.lowerBounds.at(-1) ?? null,
      converged: mixture.converged,
      findings: mixture.findings,
    }))
    const { warnings } = bank.decision
    const facts = { bank: bank.id, name: bank.name, outcome: job.outcome, unknownRule: bank.unknownRule, warnings }
    answer(options, { ...facts, mixtures }, [
      `${bank.name}: ${job.outcome ?? ''}`,
      ...table(
        ['label', 'frames', 'components', 'iterations', 'lower bound'],
        mixtures.map((m) => [m.label, m.frames, m.components, m.iterations, (m.lowerBound ?? 0).toFixed(3)]),
      ),
      ...findingLines(mixtures),
      `Unknown: ${bank.unknownRule}`,
      ...warnings.map((warning) => `Mind: ${warning}`),
    ])
  })
}

function findingLines(mixtures: readonly { label: string; findings: readonly string[] }[]): string[] {
  const all = mixtures.flatMap(({ label, findings }) => findings.map((finding) => `${label}: ${finding}`))
  if (all.length <= mostFindings) return all
  return [...all.slice(0, mostFindings), `${all.length - mostFindings} more such findings are told with --json.`]
}
