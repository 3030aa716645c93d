import { CepstraError } from '../../cepstraError'
import { counted } from '../counted'
import type { Selection } from '../contract'
import { fitOptionsOf } from '../fitOptions'
import { gridSize, selectGrid } from '../selection/selectGrid'
import { framesOfLabel } from './labelFrames'
import type { JobContext, JobWork, RequestOf } from './jobContext'
import { labelsToModel } from './trainJob'
import { trainingSet } from './trainingSet'
import type { LabelToFit } from './fitLabels'

/** Fits a grid of mixtures to the frames of one label, or of each, and keeps which are best. */
export const selectMixtures: JobWork<'select'> = async (request, context) => {
  const set = await trainingSet(context)
  const { modeled } = labelsToModel(set)
  const chosen = request.label === null ? modeled : modeled.filter(({ label }) => label === request.label)
  if (chosen.length === 0) {
    throw new CepstraError(
      'NOT_FOUND',
      `No label "${request.label ?? ''}" has sound enough to model. This project has: ${modeled.map(({ label }) => label).join(', ')}.`,
    )
  }
  context.title(
    `Try ${counted(gridSize({ ...request, criterion: 'bic' }), 'mixture')} on ${counted(chosen.length, 'label')}`,
  )
  context.count(gridSize(request) * chosen.length, 'mixtures')
  const labels: { label: string; selection: Selection }[] = []
  for (const entry of chosen) {
    const key = `selection of ${entry.label} in ${set.hash} by ${context.version}`
    const kept = context.checkpoint(key) as Selection | undefined
    if (kept) context.advance(gridSize(request))
    const selection = kept ?? (await selectFor(entry, request, context))
    if (!kept) context.setCheckpoint(key, selection)
    labels.push({ label: entry.label, selection })
  }
  const resultId = context.project.selections.add({ recipe: set.frontEnd.recipe, labels })
  return { outcome: outcomeOf(labels), resultId }
}

/** Fits a grid to the frames of one label and judges it. Copies of one content stay on one side of a split. */
async function selectFor(entry: LabelToFit, request: RequestOf<'select'>, context: JobContext): Promise<Selection> {
  const frames = await framesOfLabel(entry, context)
  return selectGrid(
    frames,
    request,
    fitOptionsOf(request),
    { ...context, threads: context.pool.threadCount },
    (fits) => {
      context.advance(fits)
    },
  )
}

function outcomeOf(labels: readonly { label: string; selection: Selection }[]): string {
  const [only, ...others] = labels
  if (others.length === 0) return `${only.label}: ${only.selection.outcome}`
  const counts = labels.map(({ selection }) => selection.candidates[selection.best].components)
  return `${counted(labels.length, 'label')}: ${Math.min(...counts)} to ${Math.max(...counts)} components are best.`
}
