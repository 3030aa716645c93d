import { resolve } from 'node:path'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { evaluateJob, trainJob, type Candidate, type Inputs } from '../../engine/contract'
import { splitGroup } from '../../engine/contract/recognition'
import { evaluationLines } from '../evaluationLines'
import { addFitOptions, covarianceOption, fitFieldsOf, listOf, positive, type FitOptionValues } from '../fitOptions'
import { withProject } from '../openEngine'
import { answer, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'
import { wholeNumber } from '../wholeNumber'

type EvaluateRequest = Extract<Inputs['jobs']['start']['request'], { kind: 'evaluate' }>

interface EvaluateOptions extends OutputOptions, FitOptionValues {
  readonly split: 'folds' | 'leave-one-out' | 'given'
  readonly trainOn?: readonly string[]
  readonly testOn?: readonly string[]
  readonly folds: number
  readonly group: NonNullable<EvaluateRequest['group']>
  readonly components: number
  readonly covariance: Candidate['covarianceType']
  readonly background?: readonly string[]
  readonly backgroundComponents: number
  readonly adapt?: NonNullable<EvaluateRequest['adapt']>
  readonly relevance: number
  readonly lengths: readonly number[]
  readonly minutes: 'auto' | readonly number[]
}

export function addEvaluate(program: Command, places: Places): void {
  const range = evaluateJob.shape
  const defaults = evaluateJob.parse({ kind: 'evaluate' })
  const command = program
    .command('evaluate')
    .description(
      'measure how well recordings are told apart and strangers refused, by mixtures that have not seen them',
    )
    .argument('<project>', 'the project folder')
    .addOption(
      new Option(
        '--split <how>',
        'which recordings are asked about: folds in turn, each group in turn, or as the labels say',
      )
        .choices(['folds', 'leave-one-out', 'given'])
        .default('folds'),
    )
    .option('--train-on <paths...>', 'train on these files and folders; without --test-on all others are asked about')
    .option('--test-on <paths...>', 'ask about these; without --train-on all others are trained on')
    .option('--folds <n>', 'parts that the recordings are split in', wholeNumber(range.folds.unwrap()), defaults.folds)
    .addOption(
      new Option('--group <what>', 'what never stands on both sides; by label, each is also asked about as a stranger')
        .choices(splitGroup.options)
        .default(defaults.group),
    )
    .option(
      '--components <k>',
      'components of each mixture',
      wholeNumber(range.components.unwrap()),
      defaults.components,
    )
    .addOption(covarianceOption().default(defaults.covarianceType))
  addFitOptions(command)
    .option(
      '--background <labels>',
      'measure the ratio to a background mixture over these labels (all: every one)',
      listOf(),
    )
    .option(
      '--background-components <k>',
      'components of the background',
      wholeNumber(range.backgroundComponents.unwrap()),
      defaults.backgroundComponents,
    )
    .option(
      '--adapt <parameters>',
      'what of the background is moved: means, weights, variances; alone it implies --background all',
      listOf(trainJob.shape.adapt.unwrap().element.options),
    )
    .option('--relevance <r>', 'frames that move a component halfway', positive, defaults.relevance)
    .option(
      '--lengths <seconds>',
      'first seconds that are also asked about; none: whole recordings alone',
      numbers,
      defaults.lengths,
    )
    .option('--minutes <list>', 'minutes that labels also learn from: auto, none, or a list', minutesOption, 'auto')
    .option('--json', 'answer with one JSON document')
    .action((project: string, options: EvaluateOptions) => evaluate(project, options, places))
}

async function evaluate(project: string, options: EvaluateOptions, places: Places): Promise<void> {
  const { folds, components, seed, covariance } = options
  await withProject(places, project, async (engine) => {
    const job = await runJob(engine, requestOf(options))
    const evaluation = await engine.client.evaluations.get({ id: job.resultId ?? 0 })
    const { id, accuracy, interval, recordingCount, description, labels, confusion, falseReject, perLabel } = evaluation
    const { split, group, version, figures } = evaluation
    answer(
      options,
      {
        ...{ accuracy, interval, recordings: recordingCount, description, labels, confusion, falseReject, perLabel },
        ...{ folds, components, covariance, seed },
        ...{ evaluation: id, split, group, version, figures },
      },
      evaluationLines(evaluation),
    )
  })
}

function requestOf(options: EvaluateOptions): EvaluateRequest {
  const { split, trainOn, testOn, folds, group, components, covariance, background, adapt, lengths, minutes } = options
  const all = background === undefined ? adapt !== undefined : background.includes('all')
  const listed = trainOn !== undefined || testOn !== undefined
  const paths = (list: readonly string[] | undefined): string[] | null => list?.map((path) => resolve(path)) ?? null
  return {
    kind: 'evaluate',
    split:
      listed || split === 'given'
        ? { kind: 'given', train: paths(trainOn), test: paths(testOn) }
        : { kind: split === 'folds' ? 'folds' : 'leaveOneGroupOut' },
    ...{ folds, group, components, covarianceType: covariance, ...fitFieldsOf(options) },
    background: all ? 'all' : background ? [...background] : null,
    ...{ backgroundComponents: options.backgroundComponents, relevance: options.relevance },
    ...(adapt ? { adapt } : {}),
    lengths: [...lengths],
    trainingMinutes: minutes === 'auto' ? minutes : [...minutes],
  }
}

function numbers(text: string): number[] {
  if (text.trim() === 'none') return []
  return text.split(',').map((part) => {
    const value = Number(part)
    if (part.trim() === '' || !(value > 0))
      throw new InvalidArgumentError('Numbers above 0 are needed, such as 1,3,10.')
    return value
  })
}

function minutesOption(text: string): 'auto' | number[] {
  return text.trim() === 'auto' ? 'auto' : numbers(text)
}
