import { basename } from 'node:path'
import type { FitFields, Selection, TableProgress, TableSelection } from '../contract'
import { fitOptionsOf } from '../fitOptions'
import { gridSize, selectGrid, type Grid } from '../selection/selectGrid'
import type { OpenTable } from '../workers/readTable'
import { openTable } from './openTable'
import type { TableWork } from './tableWork'

/** A choice of size needs no more frames than this; of more an even sample is taken. */
const mostFrames = 100_000

/** Fits a grid of mixtures to a table and judges them; `tell` hears how far that is. */
export async function selectTable(
  request: TableSelection,
  work: TableWork,
  tell: (progress: TableProgress) => void,
): Promise<Selection> {
  const table = await openTable(request.table, work, tell)
  return selectComponents(table, request, request, work, tell, `Try a grid on ${basename(request.table.path)}`)
}

/** The same for a table that is open. */
export async function selectComponents(
  { at, groups }: OpenTable,
  grid: Grid,
  fields: FitFields,
  work: TableWork,
  tell: (progress: TableProgress) => void,
  title = 'Choose the number of components',
): Promise<Selection> {
  const frames = await work.run('gatherTable', { at, groups, maxFrames: mostFrames })
  const total = gridSize(grid)
  let done = 0
  const count = (fits: number): void => {
    done += fits
    tell({ id: work.id, title, done, total, unit: 'mixtures', lowerBound: null })
  }
  count(0)
  return selectGrid(frames, grid, fitOptionsOf(fields), work, count)
}
