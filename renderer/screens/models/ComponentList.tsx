import { UnstyledButton } from '@mantine/core'
import { countText, percentText } from '../../charts/rounded'
import { byWeight } from '../../charts/weights'
import { useFocus } from '../../focus'
import { componentColor } from './componentColor'

interface ComponentListProps {
  readonly weights: readonly number[]
  readonly frameCount: number
}

/** The components by weight, to choose one without a pointer; the chosen one lights up in every chart. */
export function ComponentList({ weights, frameCount }: ComponentListProps) {
  const chosen = useFocus((focus) => focus.component)
  const focusComponent = useFocus((focus) => focus.focusComponent)
  const heaviest = Math.max(...weights)
  return (
    <ul className="component-list" aria-label="Components by weight">
      {byWeight(weights).map((component) => (
        <li key={component}>
          <UnstyledButton
            className="component-row"
            aria-pressed={component === chosen}
            aria-label={`Component ${component + 1}, ${percentText(weights[component], 1)}`}
            title={`About ${countText(Math.round(weights[component] * frameCount), 'frame')}`}
            onClick={() => focusComponent(component === chosen ? null : component)}
          >
            <span className="component-number tabular">{component + 1}</span>
            <span className="component-track">
              <span
                style={{ width: `${(100 * weights[component]) / heaviest}%`, background: componentColor(component) }}
              />
            </span>
            <span className="number">{percentText(weights[component], 1)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
