import { framesPerComponent, type RelativeFloor } from '../../recognition/trainLabel'
import type { Selection } from '../contract'
import { fitOptionsOf } from '../fitOptions'
import { gridSize, selectGrid, type Grid } from '../selection/selectGrid'
import type { LabelToFit } from './fitLabels'
import type { JobContext, RequestOf } from './jobContext'
import { isAdapted } from './fitBackground'
import { framesOfLabel } from './labelFrames'

/** Numbers of components that `auto` tries. */
const autoComponents = [1, 2, 4, 8, 16, 32, 64]

/** A variational fit empties the components that it does not need, so `auto` just gives it enough. */
const enoughComponents = 32

const folds = 3

type TrainRequest = RequestOf<'train'>

/** The components that are asked for, before any are chosen: with `auto` the most that a label may get. */
export function mostComponents(request: TrainRequest): number {
  const { components, backgroundComponents, bayesian } = request
  if (isAdapted(request)) return backgroundComponents
  if (components !== 'auto') return components
  return bayesian === null ? Math.max(...autoComponents) : enoughComponents
}

/** Whether the components of each label are chosen by fitting a grid. */
export function choosesComponents(request: TrainRequest): boolean {
  return request.components === 'auto' && !isAdapted(request) && request.bayesian === null
}

/** Fits that the choice of all labels comes down to. */
export function choiceSize(labels: readonly LabelToFit[], request: TrainRequest): number {
  return labels.reduce((sum, label) => sum + gridSize(gridOf(label, request)), 0)
}

/** Chooses the number of components of each label, on its frames alone; each choice is a checkpoint of the job. */
export async function chooseComponents(
  labels: readonly LabelToFit[],
  request: TrainRequest,
  { floor, planHash }: { readonly floor: RelativeFloor; readonly planHash: string },
  context: JobContext,
): Promise<Map<string, number>> {
  const varianceFloor = floor.pooledVariance.map((variance) => variance * floor.share)
  const chosen = new Map<string, number>()
  for (const label of labels) {
    const grid = gridOf(label, request)
    const key = `components of ${label.label} in ${planHash}`
    const kept = context.checkpoint(key) as number | undefined
    if (kept === undefined) {
      const frames = await framesOfLabel(label, context)
      const lanes = { ...context, threads: context.pool.threadCount }
      const found = bestOf(
        await selectGrid(frames, grid, { ...fitOptionsOf(request), varianceFloor }, lanes, (fits) => {
          context.advance(fits)
        }),
      )
      context.setCheckpoint(key, found)
      chosen.set(label.label, found)
    } else {
      context.advance(gridSize(grid))
      chosen.set(label.label, kept)
    }
  }
  return chosen
}

function bestOf({ candidates, best }: Selection): number {
  return candidates[best].components
}

function gridOf({ recordings }: LabelToFit, { covarianceType, criterion }: TrainRequest): Grid {
  const frames = recordings.reduce((sum, { keptCount }) => sum + keptCount, 0)
  const most = Math.max(1, Math.floor(frames / framesPerComponent))
  const components = autoComponents.filter((count) => count <= most)
  return { components, covarianceTypes: [covarianceType], criterion, folds }
}
