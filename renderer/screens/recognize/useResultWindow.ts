import { useMemo } from 'react'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import type { RecognitionResult } from '../../../src/engine/contract'
import { queryKeys, useEngine } from '../../engine'

export type ResultSort = 'added' | 'name' | 'doubt'

const pageRows = 200

interface ResultWindow {
  readonly total: number
  readonly error: unknown
  readonly loading: boolean
  /** Undefined while the row's page is on its way. */
  rowAt(index: number): RecognitionResult | undefined
}

/** The answers that are in sight, fetched in pages. */
export function useResultWindow(bankId: number, sort: ResultSort, first: number, last: number): ResultWindow {
  const engine = useEngine()
  const pages = useMemo(() => {
    const from = Math.max(0, Math.floor(first / pageRows))
    const to = Math.max(from, Math.floor(last / pageRows))
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  }, [first, last])
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: queryKeys.results(bankId, sort, page),
      queryFn: () => engine.recognition.results({ bankId, sort, offset: page * pageRows, limit: pageRows }),
      placeholderData: keepPreviousData,
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
