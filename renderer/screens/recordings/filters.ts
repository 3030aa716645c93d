import type { RecordingRole } from '../../../src/engine/contract'
import type { RecordingQuery } from '../../recordingOrder'

/** What the table shows and in which order. */
export interface Filters {
  readonly role: RecordingRole
  readonly text: string
  /** Undefined shows all labels, null the recordings without one. */
  readonly label: string | null | undefined
  readonly problemsOnly: boolean
  readonly sort: NonNullable<RecordingQuery['sort']>
  readonly descending: boolean
}

export const noFilters: Filters = {
  role: 'training',
  text: '',
  label: undefined,
  problemsOnly: false,
  sort: 'added',
  descending: false,
}
