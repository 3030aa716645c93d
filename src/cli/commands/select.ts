import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { selectJob, type Inputs, type Selection } from '../../engine/contract'
import { covarianceType } from '../../engine/contract/mixtures'
import { tableFit } from '../../engine/contract/tables'
import {
  addFitOptions,
  componentsList,
  criterionOption,
  fitFieldsOf,
  listOf,
  type FitOptionValues,
} from '../fitOptions'
import { withEngine, withProject } from '../openEngine'
import { answer, table, type OutputOptions } from '../output'
import type { Places } from '../places'
import { runJob } from '../runJob'
import { runTableWork } from '../runTableWork'
import { tableOf, type TableOptionValues } from '../tableOptions'
import { wholeNumber } from '../wholeNumber'

type Request = Inputs['tables']['select']

interface SelectOptions extends OutputOptions, FitOptionValues, TableOptionValues {
  readonly components: number[]
  readonly covariance: NonNullable<Request['covarianceTypes']>
  readonly criterion: NonNullable<Request['criterion']>
  readonly folds: number
  readonly label?: string
  readonly threads?: number
}

export function addSelect(program: Command, places: Places): void {
  const { folds } = selectJob.shape
  const defaults = selectJob.parse({ kind: 'select' })
  const command = program
    .command('select')
    .description('choose the number of components and the covariances by fitting a grid of both')
    .argument('<project-or-table>', 'a project folder, or a .csv or .npy file')
    .option('--components <list>', 'numbers of components, such as 1,2,4,8 or 1-6', componentsList, defaults.components)
    .option('--covariance <list>', 'covariance types', listOf(covarianceType.options), defaults.covarianceTypes)
    .addOption(criterionOption('by what they are judged'))
    .option('--folds <n>', 'folds of held-out likelihood', wholeNumber(folds.unwrap()), defaults.folds)
  addFitOptions(command)
    .option('--label <name>', 'of a project, this label alone; by default each by itself')
    .option('--columns <names>', 'of a table, the columns to use, by name or number from 1', listOf())
    .option('--weights <column>', 'of a table, the column that holds the weight of each row')
    .option('--groups <column>', 'of a table, the column that tells which rows to hold out together')
    .option(
      '--threads <n>',
      'of a table, cores to work with; by default all',
      wholeNumber(tableFit.shape.threads.unwrap()),
    )
    .option('--json', 'answer with one JSON document')
    .action(async (place: string, options: SelectOptions) => {
      const isTable = statSync(place, { throwIfNoEntry: false })?.isFile() === true && !place.endsWith('project.db')
      await (isTable ? selectForTable(place, options, places) : selectForProject(place, options, places))
    })
}

function gridOf({ components, covariance, criterion, folds }: SelectOptions) {
  return { components, covarianceTypes: covariance, criterion, folds }
}

async function selectForTable(file: string, options: SelectOptions, places: Places): Promise<void> {
  const { threads } = options
  await withEngine(places, async ({ client }) => {
    const work = await client.tables.select({
      table: tableOf(file, options),
      ...fitFieldsOf(options),
      ...gridOf(options),
      ...(threads === undefined ? {} : { threads }),
    })
    const selection = await runTableWork<Selection>(client, work)
    answer(options, { file: resolve(file), ...documentOf(selection) }, linesOf(file, selection))
  })
}

async function selectForProject(project: string, options: SelectOptions, places: Places): Promise<void> {
  await withProject(places, project, async (engine) => {
    const job = await runJob(engine, {
      kind: 'select',
      label: options.label ?? null,
      ...fitFieldsOf(options),
      ...gridOf(options),
    })
    const { id, labels } = await engine.client.selections.get({ id: job.resultId ?? 0 })
    answer(
      options,
      {
        selection: id,
        outcome: job.outcome,
        labels: labels.map(({ label, selection }) => ({ label, ...documentOf(selection) })),
      },
      labels.flatMap(({ label, selection }) => linesOf(label, selection)),
    )
  })
}

/** A selection with its best candidate in full, and those within noise of it by themselves. */
function documentOf(selection: Selection) {
  const { candidates, best, recommended, ...rest } = selection
  const withinNoise = candidates.filter((each) => each.withinNoise)
  return { ...rest, best: candidates[best], recommended: candidates[recommended], withinNoise, candidates }
}

function linesOf(name: string, { criterion, candidates, best, frames, outcome }: Selection): string[] {
  const worth = criterion === 'held-out' ? 'held-out likelihood' : criterion.toUpperCase()
  return [
    `${name}, ${frames} frames: ${outcome}`,
    ...table(
      ['components', 'covariance', 'parameters', worth, ''],
      candidates.map((candidate, i) => [
        candidate.components,
        candidate.covarianceType,
        candidate.parameters,
        worthOf(candidate, criterion),
        i === best ? 'best' : candidate.withinNoise ? 'within noise' : (candidate.failure ?? ''),
      ]),
    ),
  ]
}

function worthOf(candidate: Selection['candidates'][number], criterion: Selection['criterion']): string {
  if (criterion !== 'held-out') return candidate[criterion]?.toFixed(1) ?? '–'
  if (candidate.heldOut === null) return '–'
  return `${candidate.heldOut.toFixed(4)} ± ${candidate.heldOutError?.toFixed(4) ?? '–'}`
}
