import { useMemo } from 'react'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import type { Recording } from '../../../src/engine/contract'
import { queryKeys, useEngine } from '../../engine'
import type { RecordingQuery } from '../../recordingOrder'

const pageRows = 200

interface RecordingWindow {
  readonly total: number
  readonly error: unknown
  readonly loading: boolean
  /** Undefined while the row's page is on its way. */
  rowAt(index: number): Recording | undefined
}

/** The rows that are in sight, fetched in pages, of a list that may hold 100,000. */
export function useRecordingWindow(query: RecordingQuery, first: number, last: number): RecordingWindow {
  const engine = useEngine()
  const pages = useMemo(() => {
    const from = Math.max(0, Math.floor(first / pageRows))
    const to = Math.max(from, Math.floor(last / pageRows))
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  }, [first, last])
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: queryKeys.recordings(query, page),
      queryFn: () => engine.recordings.list({ ...query, offset: page * pageRows, limit: pageRows }),
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
  })
  return {
    total: answers.find(({ data }) => data !== undefined)?.data?.total ?? 0,
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    loading: answers.some(({ isPending }) => isPending),
    rowAt: (index) => {
      const at = pages.indexOf(Math.floor(index / pageRows))
      return at < 0 ? undefined : answers[at].data?.rows[index % pageRows]
    },
  }
}
