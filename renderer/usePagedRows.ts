import { useMemo } from 'react'
import { keepPreviousData, useQueries, type QueryKey } from '@tanstack/react-query'

const pageRows = 200

export interface PagedRows<Row> {
  readonly total: number
  readonly error: unknown
  readonly loading: boolean
  /** Undefined while the row's page is on its way. */
  rowAt(index: number): Row | undefined
}

interface Page<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

/**
 * The rows in sight of a list that may hold 100,000, fetched in pages.
 *
 * @param first the first row in sight, counted from 0; `last` is the last one.
 * @param pages how a page is named in the cache and asked of the engine, and whether what stood there under another
 *   question is shown until the answer comes.
 */
export function usePagedRows<Row>(
  first: number,
  last: number,
  pages: {
    readonly keyOf: (page: number) => QueryKey
    readonly ask: (part: { offset: number; limit: number }) => Promise<Page<Row>>
    readonly keepsPrevious: (page: number) => boolean
  },
): PagedRows<Row> {
  const inSight = useMemo(() => {
    const from = Math.max(0, Math.floor(first / pageRows))
    const to = Math.max(from, Math.floor(last / pageRows))
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  }, [first, last])
  const answers = useQueries({
    queries: inSight.map((page) => ({
      queryKey: pages.keyOf(page),
      queryFn: () => pages.ask({ offset: page * pageRows, limit: pageRows }),
      placeholderData: pages.keepsPrevious(page) ? keepPreviousData<Page<Row>> : undefined,
    })),
  })
  return {
    total: answers.find(({ data }) => data !== undefined)?.data?.total ?? 0,
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    loading: answers.some(({ isPending }) => isPending),
    rowAt: (index) => {
      const at = inSight.indexOf(Math.floor(index / pageRows))
      return at < 0 ? undefined : answers[at].data?.rows[index % pageRows]
    },
  }
}
