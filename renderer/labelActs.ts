import { openEngine } from './connection'
import { queryClient, queryKeys } from './engine'
import { useFocus } from './focus'
import { useSelection } from './selection'
import { useHistory } from './undo'

type Change = { id: number; label: string | null }

async function apply(changes: Change[]): Promise<Change[]> {
  const { before } = await openEngine().recordings.setLabel({ changes })
  // Not waited for: the act can be undone as soon as it is done, however long the tables take to follow.
  void queryClient.invalidateQueries({ queryKey: ['recordings'] })
  return before
}

/** Gives recordings a label, or takes it off with null, as an act that can be undone. */
export async function setLabels(ids: readonly number[], label: string | null): Promise<void> {
  if (ids.length === 0) return
  const changes = ids.map((id) => ({ id, label }))
  const before = await apply(changes)
  useHistory.getState().remember({
    title: ids.length === 1 ? 'Label 1 recording' : `Label ${ids.length} recordings`,
    undo: async () => {
      await apply(before)
    },
    redo: async () => {
      await apply(changes)
    },
  })
}

/** Labels what is selected, or else what is focused, with the `index`-th label of the project; null takes it off. */
export async function labelSelected(index: number | null): Promise<void> {
  const { recordingId } = useFocus.getState()
  const selected = [...useSelection.getState().ids]
  const ids = selected.length > 0 ? selected : recordingId === null ? [] : [recordingId]
  if (index === null) return setLabels(ids, null)
  const summaries = await queryClient.query({
    queryKey: queryKeys.labels,
    queryFn: () => openEngine().recordings.labels(),
    staleTime: 'static',
  })
  const label = summaries.flatMap((summary) => summary.label ?? [])[index]
  if (label !== undefined) await setLabels(ids, label)
}
