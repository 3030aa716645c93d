import { Tooltip, UnstyledButton } from '@mantine/core'
import { useNavigation } from '../navigation'
import { screens } from '../screens'

/** The six screens in the order of the work. */
export function Rail({ disabled }: { readonly disabled: boolean }) {
  const screen = useNavigation((state) => state.screen)
  const go = useNavigation((state) => state.go)
  return (
    <nav className="rail" aria-label="Screens">
      {screens.map(({ id, title, icon: Icon }, index) => (
        <Tooltip key={id} label={`${title} (Alt ${index + 1})`} position="right">
          <UnstyledButton
            className="rail-button"
            aria-current={!disabled && id === screen ? 'page' : undefined}
            disabled={disabled}
            onClick={() => go(id)}
          >
            <Icon size={20} stroke={1.6} aria-hidden />
            <span>{title}</span>
          </UnstyledButton>
        </Tooltip>
      ))}
    </nav>
  )
}
