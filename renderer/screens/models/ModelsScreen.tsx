import { EmptyState } from '../../widgets/EmptyState'

export function ModelsScreen() {
  return <EmptyState title="No models yet">Train one mixture for each label of the recordings.</EmptyState>
}
