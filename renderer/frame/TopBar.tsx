import { ActionIcon, Kbd, Menu, Tooltip, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconDeviceDesktop, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import type { ProjectSummary } from '../../src/engine/contract'
import { commands, runCommand } from '../commands'
import { keyCaps } from '../keyPress'
import { useNavigation } from '../navigation'
import { useSettings, type ThemeChoice } from '../settings'
import { JobsRing } from './JobsRing'

const themes: readonly { choice: ThemeChoice; title: string; icon: typeof IconSun }[] = [
  { choice: 'auto', title: 'As the system', icon: IconDeviceDesktop },
  { choice: 'light', title: 'Light', icon: IconSun },
  { choice: 'dark', title: 'Dark', icon: IconMoon },
]

function ThemeSwitch() {
  const chosen = useSettings((settings) => settings.theme)
  const setTheme = useSettings((settings) => settings.setTheme)
  const at = Math.max(
    0,
    themes.findIndex(({ choice }) => choice === chosen),
  )
  const { title, icon: Icon } = themes[at]
  return (
    <Tooltip label={`Theme: ${title.toLowerCase()}`}>
      <ActionIcon aria-label={`Theme: ${title}`} onClick={() => setTheme(themes[(at + 1) % themes.length].choice)}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Project, search and commands, jobs, theme. */
export function TopBar({ project }: { readonly project: ProjectSummary | null }) {
  const openSheet = useNavigation((state) => state.openSheet)
  const projectCommands = commands.filter(({ group }) => group === 'Project')
  return (
    <header className="top-bar">
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className="project-button" aria-label={`Project: ${project?.name ?? 'none open'}`}>
            <span className="cut strong">{project?.name ?? 'Cepstra'}</span>
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {project && <Menu.Label>{project.path}</Menu.Label>}
          {projectCommands
            .filter(({ needsProject }) => !needsProject || project !== null)
            .map((command) => (
              <Menu.Item key={command.id} onClick={() => void runCommand(command)}>
                {command.title}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      <UnstyledButton className="search-button" onClick={() => openSheet('palette')}>
        <IconSearch size={14} aria-hidden />
        <span>Search or run a command</span>
        <span className="caps">
          {keyCaps('mod+k').map((cap) => (
            <Kbd key={cap} size="xs">
              {cap}
            </Kbd>
          ))}
        </span>
      </UnstyledButton>
      <div className="top-end">
        {project && <JobsRing />}
        <ThemeSwitch />
      </div>
    </header>
  )
}
