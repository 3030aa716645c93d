import { byWeight, weightsTitle } from '../../charts/weights'
import { componentColor } from './componentColor'

/** Of more components than the bar has pixels to tell apart, the lightest are one grey piece. */
const mostShown = 36

/** All weights of a mixture in one small bar, heaviest first. */
export function WeightBar({ weights }: { readonly weights: readonly number[] }) {
  const title = weightsTitle(weights)
  const order = byWeight(weights)
  const rest = order.slice(mostShown).reduce((sum, component) => sum + weights[component], 0)
  return (
    <span className="weight-bar" role="img" aria-label={title} title={title}>
      {order.slice(0, mostShown).map((component) => (
        <span
          key={component}
          style={{ width: `${100 * weights[component]}%`, background: componentColor(component) }}
        />
      ))}
      {rest > 0 && <span className="weight-rest" style={{ width: `${100 * rest}%` }} />}
    </span>
  )
}
