import { EmptyState } from '../../widgets/EmptyState'

export function EvaluateScreen() {
  return (
    <EmptyState title="Not evaluated yet">
      Cross-validation tells how often new recordings of these labels would be recognized.
    </EmptyState>
  )
}
