import { EmptyState } from '../../widgets/EmptyState'

export function RecognizeScreen() {
  return <EmptyState title="Nothing recognized yet">Train a bank of models, then drop recordings here.</EmptyState>
}
