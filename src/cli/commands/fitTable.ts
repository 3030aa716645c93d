import type { Command } from 'commander'
import { CepstraError } from '../../cepstraError'
import type { FittedTable, Inputs, TableModel } from '../../engine/contract'
import { tableFit } from '../../engine/contract/tables'
import {
  addFitOptions,
  componentsOption,
  covarianceOption,
  criterionOption,
  fitFieldsOf,
  listOf,
  type FitOptionValues,
} from '../fitOptions'
import { withEngine } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runTableWork } from '../runTableWork'
import { readText, writeOut } from '../textFiles'
import { tableOf, type TableOptionValues } from '../tableOptions'
import { wholeNumber } from '../wholeNumber'

type Request = Inputs['tables']['fit']

interface FitTableOptions extends OutputOptions, FitOptionValues, TableOptionValues {
  readonly components: number | 'auto'
  readonly covariance?: NonNullable<Request['covarianceType']>
  readonly criterion: NonNullable<Request['criterion']>
  readonly initFrom?: string
  readonly fixedWeights?: boolean
  readonly threads?: number
  readonly out?: string
  readonly labelsOut?: string
}

export function addFitTable(program: Command, places: Places): void {
  const { components, threads } = tableFit.shape
  const command = program
    .command('fit-table')
    .description('fit a Gaussian mixture to any numbers in columns, without a project')
    .argument('<file>', 'a .csv (columns of numbers, with or without a header) or an .npy file')
    .option('--components <k|auto>', 'components of the mixture', componentsOption, components.parse(undefined))
    .addOption(criterionOption('by what auto chooses the components'))
    .addOption(covarianceOption().default(undefined, 'full, or that of --init-from'))
  addFitOptions(command)
    .option('--init-from <file>', 'start from the weights, means and covariances in this JSON document')
    .option('--fixed-weights', 'keep the weights of the start')
    .option('--columns <names>', 'the columns to use, by name or number from 1, separated by commas', listOf())
    .option('--weights <column>', 'the column that holds the weight of each row')
    .option('--groups <column>', 'the column that tells which rows to keep together when some are held out')
    .option('--threads <n>', 'cores to work with; by default all', wholeNumber(threads.unwrap()))
    .option('--out <file>', 'write the model as a JSON document')
    .option('--labels-out <file>', 'write the component of each row, counted from 0, as CSV')
    .option('--json', 'answer with one JSON document')
    .action((file: string, options: FitTableOptions) => fitTable(file, options, places))
}

async function fitTable(file: string, options: FitTableOptions, places: Places): Promise<void> {
  const request = await requestOf(file, options)
  await withEngine(places, async ({ client }) => {
    const { model, document, labels } = await runTableWork<FittedTable>(client, await client.tables.fit(request))
    if (options.out !== undefined) await writeOut(options.out, document)
    if (options.labelsOut !== undefined && labels) await writeOut(options.labelsOut, await labelsCsv(labels))
    answer(options, model, linesOf(file, model))
    if (model.cancelled)
      throw new CepstraError('CANCELLED', 'Ended before it came to rest; the answer is the best so far.')
  })
}

async function requestOf(file: string, options: FitTableOptions): Promise<Request> {
  const { components, criterion, covariance, initFrom, fixedWeights, threads } = options
  return {
    table: tableOf(file, options),
    ...fitFieldsOf(options),
    components,
    criterion,
    ...(covariance ? { covarianceType: covariance } : {}),
    ...(initFrom === undefined ? {} : { start: await readText(initFrom) }),
    fixedWeights: fixedWeights ?? false,
    labels: options.labelsOut !== undefined,
    ...(threads === undefined ? {} : { threads }),
  }
}

async function labelsCsv(labels: Blob): Promise<string> {
  const components = new Int32Array(await labels.arrayBuffer())
  return `component\n${components.join('\n')}\n`
}

/** Columns of a table that a terminal can show side by side. */
const mostColumns = 8

function linesOf(file: string, model: TableModel): string[] {
  const { components, covarianceType, frames, columns, weights, means, iterations, converged, cancelled } = model
  const shown = columns.slice(0, mostColumns)
  const end = converged ? 'converged' : cancelled ? 'was ended' : 'stopped'
  return [
    `${file}: ${components} ${components === 1 ? 'component' : 'components'} with ${covarianceType} covariances on ${frames} rows of ${columns.length > mostColumns ? `${columns.length} columns` : columns.join(', ')}; ${end} after ${iterations} iterations, ${model.seconds.toFixed(2)} s.`,
    `Mean log-likelihood ${model.logLikelihood.toFixed(4)}, AIC ${model.aic.toFixed(1)}, BIC ${model.bic.toFixed(1)}.`,
    ...(model.selection ? [model.selection.outcome] : []),
    ...table(
      ['component', 'weight', ...shown.map((name) => `mean ${name}`)],
      weights.map((weight, k) => [k, weight.toFixed(4), ...means[k].slice(0, mostColumns).map(shortNumber)]),
    ),
    ...model.mendings,
    ...model.findings,
  ]
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)))
}
