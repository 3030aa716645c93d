import { mixtureFromJson } from '../../exchange/mixtureJson'
import { sampleFiles } from '../sampleFiles'
import { telling } from '../telling'
import { fitTable } from '../tables/fitTable'
import { selectTable } from '../tables/selectTable'
import type { TableProgress } from '../contract'
import { calls } from './base'

export const tableCalls = {
  fit: calls.tables.fit.handler(async function* ({ input, context: { pool, tableWorks, version } }) {
    const { labels, ...fitted } = yield* telling<TableProgress, Awaited<ReturnType<typeof fitTable>>>((tell, signal) =>
      tableWorks.during(pool, { signal, threads: input.threads }, (work) => fitTable(input, work, version, tell)),
    )
    return { ...fitted, labels: labels && new Blob([Int32Array.from(labels)]) }
  }),

  select: calls.tables.select.handler(async function* ({ input, context: { pool, tableWorks } }) {
    return yield* telling<TableProgress, Awaited<ReturnType<typeof selectTable>>>((tell, signal) =>
      tableWorks.during(pool, { signal, threads: input.threads }, (work) => selectTable(input, work, tell)),
    )
  }),

  finish: calls.tables.finish.handler(({ input, context }) => {
    context.tableWorks.finish(input.id)
    return {}
  }),

  sample: calls.tables.sample.handler(({ input, context, signal }) => {
    const { mixture, columns } = mixtureFromJson(input.model)
    const columnNames = columns ?? Array.from({ length: mixture.dimensions }, (_, j) => `column ${j + 1}`)
    const { count, seed, format } = input
    return sampleFiles('Model', { mixture, columnNames, count, seed, format }, context.pool, signal)
  }),
}
