import type { JobRequest } from '../../../../src/engine/contract'

/** What the dialog offers; the number of groups is as typed, so that the field may stand empty. */
export interface GroupChoices {
  readonly of: 'selected' | 'unlabeled'
  readonly unit: 'segments' | 'recordings'
  readonly method: 'merging' | 'occupancy'
  readonly automatic: boolean
  readonly clusters: number | string
}

export const methodWords = {
  merging: 'Changes of voice, merged by BIC',
  occupancy: 'One mixture over everything',
} as const

/** The request of the choices, or null where the number of groups is missing. */
export function groupRequest(choices: GroupChoices, selectedIds: readonly number[]): JobRequest | null {
  const { of, unit, method, automatic, clusters } = choices
  if (!automatic && typeof clusters !== 'number') return null
  return {
    kind: 'cluster',
    ...(of === 'selected' ? { recordingIds: [...selectedIds] } : {}),
    unit,
    method,
    clusters: automatic || typeof clusters !== 'number' ? 'auto' : clusters,
  }
}
