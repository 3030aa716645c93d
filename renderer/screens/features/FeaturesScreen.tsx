import { EmptyState } from '../../widgets/EmptyState'

export function FeaturesScreen() {
  return <EmptyState title="No recordings yet">Drop folders of recordings anywhere.</EmptyState>
}
