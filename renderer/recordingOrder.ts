import { create } from 'zustand'
import type { Inputs } from '../src/engine/contract'
import { openEngine } from './connection'
import { useFocus } from './focus'
import { select } from './selection'

export type RecordingQuery = Omit<Inputs['recordings']['list'], 'offset' | 'limit'>

interface RecordingOrder {
  /** The filter and order of the table, which J and K follow on every screen. */
  query: RecordingQuery
  /** Place of the focused recording in that order; -1 where none is focused. */
  index: number
}

export const useRecordingOrder = create<RecordingOrder>()(() => ({ query: {}, index: -1 }))

/** Focuses the recording that is `by` places further down the table. */
export async function stepRecording(by: number): Promise<void> {
  const { query, index } = useRecordingOrder.getState()
  const offset = index + by
  if (offset < 0) return
  const { rows } = await openEngine().recordings.list({ ...query, offset, limit: 1 })
  const next = rows[0]
  if (!next) return
  useRecordingOrder.setState({ index: offset })
  select([next.id])
  useFocus.getState().focusRecording(next.id)
}
