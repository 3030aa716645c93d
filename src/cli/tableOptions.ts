import { resolve } from 'node:path'

/** What commands that read a table of numbers are told about its columns. */
export interface TableOptionValues {
  readonly columns?: string[]
  readonly weights?: string
  readonly groups?: string
}

/** The table as the engine is asked for it; a relative path is that of the working folder. */
export function tableOf(file: string, { columns, weights, groups }: TableOptionValues) {
  return {
    path: resolve(file),
    ...(columns ? { columns } : {}),
    ...(weights === undefined ? {} : { weights }),
    ...(groups === undefined ? {} : { groups }),
  }
}
