import { EmptyState } from '../../widgets/EmptyState'

/** The Lab is not built yet and says so, with what it is meant for. */
export function LabScreen() {
  return (
    <EmptyState title="The Lab is not built yet">
      <p>
        It will teach how mixtures work: k-means and a Gaussian mixture side by side on the same points, moved one
        E-step and one M-step at a time, with the log-likelihood growing below and the formula beside it in its actual
        numbers.
      </p>
      <p>Until then, the Models screen shows the lower bound climb step by step on real recordings while it trains.</p>
    </EmptyState>
  )
}
