import type { FitStep } from '../expectationMaximization'
import { checkChoice, checkWhole } from '../fitOptions'
import { checkFrames, type Frames } from '../frames'
import { covarianceTypes, type CovarianceType } from '../gaussianMixture'
import { groupFolds } from './groupFolds'
import { scoreCellSteps, type CellFitOptions, type CellTrial, type HeldOutFold, type SelectionCell } from './scoreCell'
import { criteria, summarizeSelection, type Criterion, type SelectionTable, type TriedCell } from './summarizeSelection'

/** The numbers of components and covariance types that are tried, each with each, and what decides between them. */
export interface SelectionGrid {
  readonly components: readonly number[]
  /** Default: all four. */
  readonly covarianceTypes?: readonly CovarianceType[]
  /** Default `bic`. */
  readonly criterion?: Criterion
  /** Folds of held-out likelihood, at least 2. Default 5. */
  readonly folds?: number
}

/** A moment at which a selection can be watched or left. */
export interface SelectionStep {
  /** Fits that are done, of so many. */
  readonly done: number
  readonly total: number
  /** What is being fitted, and how far that is. */
  readonly cell: SelectionCell
  readonly fit: FitStep
}

/** The cells of a grid, by covariance type and then by number of components. */
export function cellsOf({ components, covarianceTypes: types = covarianceTypes }: SelectionGrid): SelectionCell[] {
  return types.flatMap((covarianceType) => components.map((count) => ({ components: count, covarianceType })))
}

/**
 * Fits every cell of a grid to the same frames and judges them, in this thread; the fits are independent (see
 * `scoreCell`), so that a caller with several threads can hand them out and judge by `summarizeSelection` alike. By
 * held-out likelihood each cell is fitted once a fold, to the frames of the others.
 *
 * @param groups for each frame a number; frames with the same number are never on both sides of a split. Null where
 *   nothing is known: then blocks of frames that follow each other stay together.
 * @throws CepstraError `OPTIONS_INVALID` naming the option, or when no cell could be fitted.
 */
export function* selectMixtureSteps(
  frames: Frames,
  groups: Int32Array | null,
  grid: SelectionGrid,
  options: CellFitOptions = {},
): Generator<SelectionStep, SelectionTable> {
  const { criterion = 'bic', folds = 5 } = grid
  checkFrames(frames)
  checkChoice('criterion', criterion, criteria)
  for (const count of grid.components) checkWhole('components', count)
  const parts: (HeldOutFold | undefined)[] = []
  if (criterion === 'held-out') {
    const { foldOf, folds: count } = groupFolds(groups ?? new Int32Array(frames.count), {
      folds,
      seed: options.seed ?? 0,
    })
    for (let fold = 0; fold < count; fold++) parts.push({ foldOf, fold })
  } else parts.push(undefined)
  const cells = cellsOf(grid)
  const total = cells.length * parts.length
  const tried: TriedCell[] = []
  let done = 0
  for (const cell of cells) {
    const trials: CellTrial[] = []
    tried.push({ ...cell, trials })
    for (const heldOut of parts) {
      const steps = scoreCellSteps(frames, cell, options, heldOut)
      let next = steps.next()
      while (!next.done) {
        yield { done, total, cell, fit: next.value }
        next = steps.next()
      }
      trials.push(next.value)
      done++
    }
  }
  return summarizeSelection(tried, frames.dimensions, criterion)
}

/** Runs {@link selectMixtureSteps} to its end. */
export function selectMixture(
  frames: Frames,
  groups: Int32Array | null,
  grid: SelectionGrid,
  options: CellFitOptions = {},
): SelectionTable {
  const steps = selectMixtureSteps(frames, groups, grid, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}
