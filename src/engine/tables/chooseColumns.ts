import { CepstraError } from '../../cepstraError'

/** Columns by their names or their numbers from 1. */
export interface ColumnChoice {
  /** Those that make the frames; without a choice all but the following. */
  readonly columns?: readonly string[]
  /** The weight of each row. */
  readonly weights?: string
  /** What tells which rows belong together, such as a name: rows with the same value stay on one side of a split. */
  readonly groups?: string
}

/** The same by index from 0. */
export interface ChosenColumns {
  readonly columns: readonly number[]
  readonly weights: number | null
  readonly groups: number | null
}

/**
 * Finds the columns of a choice.
 *
 * @throws CepstraError OPTIONS_INVALID naming the columns there are.
 */
export function chooseColumns(names: readonly string[], wanted: ColumnChoice): ChosenColumns {
  const weights = wanted.weights === undefined ? null : indexOf(names, wanted.weights)
  const groups = wanted.groups === undefined ? null : indexOf(names, wanted.groups)
  const columns = wanted.columns
    ? wanted.columns.map((column) => indexOf(names, column))
    : [...names.keys()].filter((column) => column !== weights && column !== groups)
  const repeated = columns.find((column, i) => columns.indexOf(column) !== i)
  if (repeated !== undefined) {
    throw new CepstraError('OPTIONS_INVALID', `Column "${names[repeated] ?? ''}" was chosen twice. Choose it once.`)
  }
  if (columns.length === 0) {
    throw new CepstraError('OPTIONS_INVALID', 'No column is left to fit a mixture to. Add one.')
  }
  return { columns, weights, groups }
}

function indexOf(names: readonly string[], wanted: string): number {
  const named = names.indexOf(wanted)
  if (named >= 0) return named
  const number = Number(wanted)
  if (Number.isInteger(number) && number >= 1 && number <= names.length) return number - 1
  throw new CepstraError(
    'OPTIONS_INVALID',
    `The table has no column "${wanted}". It has ${someOf(names)}; columns can also be told by their numbers, from 1.`,
  )
}

const mostNames = 12

function someOf(names: readonly string[]): string {
  const told = names.slice(0, mostNames).map((name) => `"${name}"`)
  const more = names.length - told.length
  return more > 0 ? `${told.join(', ')} and ${more} more` : told.join(', ')
}
