import { groupFolds } from '../../mixture/selection/groupFolds'
import type { CellFitOptions, CellTrial, HeldOutFold } from '../../mixture/selection/scoreCell'
import { cellsOf, type SelectionGrid } from '../../mixture/selection/selectMixture'
import { summarizeSelection, type SelectionTable } from '../../mixture/selection/summarizeSelection'
import { counted } from '../counted'
import type { Selection } from '../contract'
import { inParallel } from '../inParallel'
import type { WorkerPool } from '../pool'
import { sharedInt32, type SharedFrames } from '../workers/sharedFrames'

export type Grid = Required<SelectionGrid>

export interface GridContext {
  readonly run: WorkerPool['run']
  /** Fits at the same time. */
  readonly threads: number
  readonly signal: AbortSignal
}

/** Fits that a grid comes down to: one a cell, or one a cell and fold. */
export function gridSize(grid: Grid): number {
  return cellsOf(grid).length * (grid.criterion === 'held-out' ? grid.folds : 1)
}

/**
 * Fits every cell of a grid to the same frames, in parallel, and judges them; see `selectMixtureSteps`, which does the
 * same in one thread.
 *
 * @param onFitted hears of each fit that is done.
 * @throws CepstraError OPTIONS_INVALID when no cell could be fitted, with the reason of the first.
 */
export async function selectGrid(
  { frames, groups }: SharedFrames,
  grid: Grid,
  options: CellFitOptions,
  context: GridContext,
  onFitted: (fits: number) => void,
): Promise<Selection> {
  const { folds, parts } = partsOf(groups, grid, options)
  const cells = cellsOf(grid).map((cell) => ({ ...cell, trials: new Array<CellTrial>(parts.length) }))
  const work = cells.flatMap((cell) => parts.map((heldOut, part) => ({ cell, heldOut, part })))
  const matrices = (type: string): boolean => type === 'full' || type === 'tied'
  const costOf = ({ cell }: (typeof work)[number]): number =>
    cell.components * (matrices(cell.covarianceType) ? frames.dimensions : 1)
  // The longest fits first, so that the cores end together.
  work.sort((a, b) => costOf(b) - costOf(a))
  await inParallel(work, { limit: context.threads, signal: context.signal }, async ({ cell, heldOut, part }) => {
    const { components, covarianceType } = cell
    cell.trials[part] = await context.run('scoreCell', {
      frames,
      cell: { components, covarianceType },
      options,
      ...(heldOut ? { heldOut } : {}),
    })
    onFitted(1)
  })
  // Fewer groups than folds make fewer fits than were counted.
  onFitted(gridSize(grid) - work.length)
  const table = summarizeSelection(cells, frames.dimensions, grid.criterion)
  const { cells: candidates, ...judgement } = table
  return { ...judgement, frames: frames.count, folds, candidates: [...candidates], outcome: outcomeOf(table) }
}

function partsOf(
  groups: Int32Array,
  { criterion, folds }: Grid,
  { seed = 0 }: CellFitOptions,
): { folds: number | null; parts: (HeldOutFold | undefined)[] } {
  if (criterion !== 'held-out') return { folds: null, parts: [undefined] }
  const dealt = groupFolds(groups, { folds, seed })
  const foldOf = sharedInt32(groups.length)
  foldOf.set(dealt.foldOf)
  return { folds: dealt.folds, parts: Array.from({ length: dealt.folds }, (_, fold) => ({ foldOf, fold })) }
}

const names = { bic: 'BIC', aic: 'AIC', 'held-out': 'held-out likelihood' } as const

function outcomeOf({ cells, best, recommended, criterion }: SelectionTable): string {
  const told = (cell: number): string =>
    `${counted(cells[cell].components, 'component')} with ${cells[cell].covarianceType} covariances`
  const others = cells.filter(({ withinNoise }) => withinNoise).length - 1
  const failed = cells.filter(({ failure }) => failure !== null).length
  const noise = others === 0 ? 'no other of the grid is within noise of that' : `${others} more within noise of that`
  const simplest = recommended === best ? '' : `, the simplest ${told(recommended)}`
  const failures = failed === 0 ? '' : ` ${counted(failed, 'candidate')} could not be judged.`
  return `Best by ${names[criterion]}: ${told(best)}; ${noise}${simplest}.${failures}`
}
