import { CepstraError } from '../../cepstraError'
import type { CellTrial, SelectionCell } from './scoreCell'
import { criteriaOf, parameterCount } from './informationCriteria'

/** By what a mixture is chosen: a lower BIC or AIC is better, and a higher likelihood of held-out frames. */
export const criteria = ['bic', 'aic', 'held-out'] as const
export type Criterion = (typeof criteria)[number]

/** A cell with what came of its fits: one, or one a fold, the same folds in the same order for every cell. */
export interface TriedCell extends SelectionCell {
  readonly trials: readonly CellTrial[]
}

export interface ScoredCell extends SelectionCell {
  /** Free parameters. */
  readonly parameters: number
  /** Null where the frames were held out. */
  readonly bic: number | null
  readonly aic: number | null
  /** The mean over the folds of the mean log-likelihood of held-out frames, in nats; null for the other criteria. */
  readonly heldOut: number | null
  /** Its standard error over the folds; null for fewer than 2. */
  readonly heldOutError: number | null
  /** Whether every fit came to rest. */
  readonly converged: boolean
  /** Whether what it is worse by than the best may be chance alone; the best itself is. */
  readonly withinNoise: boolean
  /** Why it could not be fitted; null where it could. */
  readonly failure: string | null
}

export interface SelectionTable {
  readonly criterion: Criterion
  /** In the order they were given. */
  readonly cells: readonly ScoredCell[]
  /** The index of the cell with the best score. */
  readonly best: number
  /** The index of the one with the fewest parameters of those within noise of the best. */
  readonly recommended: number
}

/**
 * From a difference of 10 in BIC on, the evidence against the worse model is "very strong" (Kass and Raftery 1995, section
 * 3.2); from 10 in AIC on, it has "essentially no support" (Burnham and Anderson 2002, section 2.6).
 */
const decisive = 10

/**
 * Judges the cells of a grid: which is best, which are within noise of it, and which of those to take.
 *
 * Within noise are, by BIC and AIC, those less than 10 worse than the best; by held-out likelihood those whose mean
 * difference from the best over the folds is at most its standard error. The differences are taken fold by fold, because
 * what makes a fold easy or hard is common to all cells. Recommended is the simplest of them: the one-standard-error rule
 * (Breiman and others 1984, section 3.4.3), with the same reason for BIC and AIC.
 *
 * @param dimensions D of the frames
 * @throws CepstraError `OPTIONS_INVALID` when no cell could be fitted, with the reason of the first.
 */
export function summarizeSelection(
  tried: readonly TriedCell[],
  dimensions: number,
  criterion: Criterion,
): SelectionTable {
  const scored = tried.map((cell) => scoredOf(cell, dimensions, criterion))
  const fitted = Array.from(scored.keys()).filter((i) => Number.isFinite(scored[i].worth))
  if (fitted.length === 0) {
    const reason = scored.find(({ cell }) => cell.failure !== null)?.cell.failure ?? 'It has no cells.'
    throw new CepstraError('OPTIONS_INVALID', `None of the grid could be fitted. ${reason}`)
  }
  const best = fitted.reduce((a, b) => (scored[b].worth > scored[a].worth ? b : a))
  const near = fitted.filter((i) => i === best || isNear(scored[best], scored[i], criterion))
  const simpler = (a: number, b: number): boolean => {
    const difference = scored[b].cell.parameters - scored[a].cell.parameters
    return difference < 0 || (difference === 0 && scored[b].worth > scored[a].worth)
  }
  return {
    criterion,
    cells: scored.map(({ cell }, i) => ({ ...cell, withinNoise: near.includes(i) })),
    best,
    recommended: near.reduce((a, b) => (simpler(a, b) ? b : a)),
  }
}

/** What a cell is judged by: `worth` is higher for the better, -infinity where it could not be fitted. */
interface Judged {
  readonly cell: Omit<ScoredCell, 'withinNoise'>
  readonly worth: number
  readonly folds: readonly number[]
}

function scoredOf({ components, covarianceType, trials }: TriedCell, dimensions: number, criterion: Criterion): Judged {
  const shape = { componentCount: components, covarianceType, dimensions }
  const nothing = { bic: null, aic: null, heldOut: null, heldOutError: null, converged: false, failure: null }
  const cell = { components, covarianceType, parameters: parameterCount(shape), ...nothing }
  const failed = (failure: string): Judged => ({ cell: { ...cell, failure }, worth: -Infinity, folds: [] })
  const folds: number[] = []
  let frameWeight = 0
  let converged = trials.length > 0
  for (const trial of trials) {
    if ('failure' in trial) return failed(trial.failure)
    folds.push(trial.logLikelihood)
    frameWeight += trial.frameWeight
    converged &&= trial.converged
  }
  if (folds.length === 0) return failed('It was not tried.')
  const average = mean(folds)
  if (criterion === 'held-out') {
    const heldOutError = folds.length > 1 ? standardError(folds) : null
    return { cell: { ...cell, heldOut: average, heldOutError, converged }, worth: average, folds }
  }
  const scores = criteriaOf(shape, average, frameWeight)
  return { cell: { ...cell, ...scores, converged }, worth: -scores[criterion], folds }
}

function isNear(best: Judged, other: Judged, criterion: Criterion): boolean {
  if (criterion !== 'held-out') return best.worth - other.worth < decisive
  const differences = best.folds.map((value, fold) => value - other.folds[fold])
  return differences.length > 1 && mean(differences) <= standardError(differences)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function standardError(values: readonly number[]): number {
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1) / values.length)
}
