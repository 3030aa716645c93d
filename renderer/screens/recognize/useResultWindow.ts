import type { RecognitionResult } from '../../../src/engine/contract'
import { queryKeys, useEngine } from '../../engine'
import { usePagedRows, type PagedRows } from '../../usePagedRows'

export type ResultSort = 'added' | 'name' | 'doubt'

/** The answers that are in sight, fetched in pages. */
export function useResultWindow(
  bankId: number,
  sort: ResultSort,
  first: number,
  last: number,
): PagedRows<RecognitionResult> {
  const engine = useEngine()
  return usePagedRows(first, last, {
    keyOf: (page) => queryKeys.results(bankId, sort, page),
    ask: (part) => engine.recognition.results({ bankId, sort, ...part }),
    keepsPrevious: () => true,
  })
}
