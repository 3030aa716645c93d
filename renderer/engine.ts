import { createContext, useContext } from 'react'
import { QueryClient } from '@tanstack/react-query'
import type { EngineClient, Matrix } from '../src/engine/contract'
import { errorFrom } from './widgets/errorFrom'

/** The open engine; the frame renders screens only while there is one. */
export const EngineContext = createContext<EngineClient | null>(null)

export function useEngine(): EngineClient {
  const engine = useContext(EngineContext)
  if (!engine) throw new Error('useEngine needs an EngineContext above it')
  return engine
}

/**
 * Keys of what is asked of the engine. The first word is what an engine event calls changed, so that one event
 * invalidates everything below it; further words are the call's input.
 */
export const queryKeys = {
  info: ['info'],
  project: ['project'],
  recent: ['project', 'recent'],
  recordings: (...input: unknown[]) => ['recordings', 'list', ...input],
  recording: (id: number | null) => ['recordings', 'one', id],
  recordingFacts: (id: number) => ['recordings', 'facts', id],
  labels: ['recordings', 'labels'],
  waveform: (...input: unknown[]) => ['audio', 'waveform', ...input],
  features: (...input: unknown[]) => ['features', ...input],
  banks: ['banks', 'list'],
  bank: (id: number | null) => ['banks', 'one', id],
  bankView: (...input: unknown[]) => ['banks', 'view', ...input],
  results: (...input: unknown[]) => ['results', ...input],
  evaluations: (...input: unknown[]) => ['evaluations', ...input],
  clusterings: (...input: unknown[]) => ['clusterings', ...input],
} as const

/** Answers are kept until an event says they changed; an expected failure is not tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      retry: (attempts, error) => attempts < 1 && errorFrom(error).code === 'CONNECTION',
    },
  },
})

/** A matrix as one row-major array in memory: `values[row * columns + column]`. */
export interface Values {
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array
}

/** The numbers of a matrix that came over the wire. */
export async function valuesOf(matrix: Matrix): Promise<Values> {
  const { rows, columns } = matrix
  return { rows, columns, values: new Float32Array(await matrix.values.arrayBuffer()) }
}
