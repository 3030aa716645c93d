import type { Recording } from '../../../src/engine/contract'
import { queryKeys, useEngine } from '../../engine'
import type { RecordingQuery } from '../../recordingOrder'
import { usePagedRows, type PagedRows } from '../../usePagedRows'

/** The rows of the table that are in sight, fetched in pages. */
export function useRecordingWindow(query: RecordingQuery, first: number, last: number): PagedRows<Recording> {
  const engine = useEngine()
  return usePagedRows(first, last, {
    keyOf: (page) => queryKeys.recordings(query, page),
    ask: (part) => engine.recordings.list({ ...query, ...part }),
    keepsPrevious: (page) => page === 0,
  })
}
