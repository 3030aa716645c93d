import { useState } from 'react'
import { ActionIcon, Button, UnstyledButton } from '@mantine/core'
import { IconFolderOpen, IconFolderPlus, IconPlayerPlay, IconX, type Icon } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../engine'
import { useNavigation } from '../navigation'
import { ErrorNote } from '../widgets/ErrorNote'
import { openProject, startFromSamples } from './projectActs'

interface ChoiceProps {
  readonly icon: Icon
  readonly title: string
  readonly text: string
  readonly busy?: boolean
  readonly disabled?: boolean
  onChoose(): void
}

function Choice({ icon: Icon, title, text, busy = false, disabled = false, onChoose }: ChoiceProps) {
  return (
    <UnstyledButton className="choice" disabled={disabled || busy} onClick={onChoose}>
      <Icon size={28} stroke={1.4} aria-hidden />
      <span className="choice-title">{title}</span>
      <span className="dimmed">{busy ? 'One moment' : text}</span>
    </UnstyledButton>
  )
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

function RecentProjects({ onError }: { readonly onError: (error: unknown) => void }) {
  const engine = useEngine()
  const queries = useQueryClient()
  const { data: recent = [] } = useQuery({ queryKey: queryKeys.recent, queryFn: () => engine.project.recent() })
  if (recent.length === 0) return null
  const forget = async (path: string): Promise<void> => {
    await engine.project.forgetRecent({ path })
    await queries.invalidateQueries({ queryKey: queryKeys.recent })
  }
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title" className="panel-title">
        Recent projects
      </h2>
      <ul>
        {recent.map(({ path, name, openedAt, exists }) => (
          <li key={path}>
            <UnstyledButton className="recent-open" disabled={!exists} onClick={() => openProject(path).catch(onError)}>
              <span className="strong cut">{name}</span>
              <span className="dimmed cut" title={path}>
                {path}
              </span>
              <span className="dimmed tabular">{exists ? day.format(openedAt) : 'not found'}</span>
            </UnstyledButton>
            <ActionIcon size="sm" aria-label={`Take ${name} off the list`} onClick={() => void forget(path)}>
              <IconX size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The first minute: three ways to begin. */
export function WelcomeScreen() {
  const engine = useEngine()
  const openSheet = useNavigation((state) => state.openSheet)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { data: info } = useQuery({ queryKey: queryKeys.info, queryFn: () => engine.system.info() })
  const trySamples = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await startFromSamples()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="welcome">
      <div className="welcome-head">
        <p className="welcome-title">What are your recordings made of?</p>
        <p className="dimmed">
          Cepstra models voices and sounds with Gaussian mixtures, one for each label, and labels new recordings by
          likelihood. Everything stays on this machine.
        </p>
      </div>
      {error !== null && <ErrorNote error={error} />}
      <div className="choices">
        <Choice
          icon={IconPlayerPlay}
          title="Try it with sample voices"
          text={
            info?.samplesAvailable === false
              ? 'The samples are not installed.'
              : 'A dozen voices, offline, in half a minute.'
          }
          busy={busy}
          disabled={info?.samplesAvailable === false}
          onChoose={() => void trySamples()}
        />
        <Choice
          icon={IconFolderPlus}
          title="New project from folders"
          text="One folder a label, or drop anything anywhere."
          onChoose={() => openSheet('newProject')}
        />
        <Choice
          icon={IconFolderOpen}
          title="Open a project"
          text="A folder that holds a project.db."
          onChoose={() => openSheet('openProject')}
        />
      </div>
      <RecentProjects onError={setError} />
      <Button variant="subtle" color="gray" className="welcome-keys" onClick={() => openSheet('keys')}>
        List of keys (?)
      </Button>
    </div>
  )
}
