import { basename } from 'node:path'
import type { TableFit, TableProgress } from '../contract'
import type { OpenTable } from '../workers/readTable'
import type { TableWork } from './tableWork'

/** Reads or opens a table in a worker thread. */
export function openTable(
  { path, columns, weights, groups }: TableFit['table'],
  work: TableWork,
  tell: (progress: TableProgress) => void,
): Promise<OpenTable> {
  tell({ id: work.id, title: `Read ${basename(path)}`, done: 0, total: 0, unit: 'rows', lowerBound: null })
  const choice = {
    ...(columns ? { columns } : {}),
    ...(weights === undefined ? {} : { weights }),
    ...(groups === undefined ? {} : { groups }),
  }
  return work.run('readTable', { path, choice })
}
