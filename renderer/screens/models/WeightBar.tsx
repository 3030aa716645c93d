import { byWeight, weightsTitle } from '../../charts/weights'
import { componentColor } from './componentColor'

/** All weights of a mixture in one small bar, heaviest first. */
export function WeightBar({ weights }: { readonly weights: readonly number[] }) {
  const title = weightsTitle(weights)
  return (
    <span className="weight-bar" role="img" aria-label={title} title={title}>
      {byWeight(weights)
        .slice(0, 48)
        .map((component) => (
          <span
            key={component}
            style={{ width: `${100 * weights[component]}%`, background: componentColor(component) }}
          />
        ))}
    </span>
  )
}
