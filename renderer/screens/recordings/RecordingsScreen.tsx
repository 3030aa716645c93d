import { EmptyState } from '../../widgets/EmptyState'

export function RecordingsScreen() {
  return <EmptyState title="No recordings yet">Drop folders of recordings anywhere.</EmptyState>
}
