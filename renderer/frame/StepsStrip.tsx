import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled, IconX } from '@tabler/icons-react'
import type { ProjectSummary } from '../../src/engine/contract'
import { commands, runCommand } from '../commands'
import { useNavigation } from '../navigation'
import { useSettings } from '../settings'

interface Step {
  readonly title: string
  readonly hint: string
  readonly done: boolean
  act(): void
}

const run = (id: string) => (): void => {
  const command = commands.find((candidate) => candidate.id === id)
  if (command) void runCommand(command)
}

/** The way through the first minute; ticks itself off and can be put away. */
export function StepsStrip({ project }: { readonly project: ProjectSummary }) {
  const shown = useSettings((settings) => settings.stepsShown)
  const showSteps = useSettings((settings) => settings.showSteps)
  const go = useNavigation((state) => state.go)
  if (!shown) return null
  const { imported, trained, recognized, exported } = project.steps
  const steps: readonly Step[] = [
    { title: 'Import', hint: 'labeled recordings', done: imported, act: run('import') },
    { title: 'Train', hint: 'one mixture a label', done: trained, act: run('train') },
    { title: 'Recognize', hint: 'a new recording', done: recognized, act: () => go('recognize') },
    { title: 'Export', hint: 'the models', done: exported, act: () => go('models') },
  ]
  const next = steps.findIndex(({ done }) => !done)
  return (
    <section className="steps" aria-label="First steps">
      <ol>
        {steps.map(({ title, hint, done, act }, index) => (
          <li key={title}>
            <UnstyledButton
              className={index === next ? 'step next' : 'step'}
              aria-current={index === next ? 'step' : undefined}
              onClick={act}
            >
              {done ? <IconCircleCheckFilled size={16} aria-hidden /> : <IconCircle size={16} aria-hidden />}
              <span className="strong">{title}</span>
              <span className="dimmed">{done ? 'done' : hint}</span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
      <ActionIcon size="sm" aria-label="Put the first steps away" onClick={() => showSteps(false)}>
        <IconX size={14} />
      </ActionIcon>
    </section>
  )
}
