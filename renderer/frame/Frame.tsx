import { Suspense, useEffect } from 'react'
import { Loader } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { queryKeys, useEngine } from '../engine'
import { host } from '../host'
import { useNavigation } from '../navigation'
import { FolderBrowser } from '../project/FolderBrowser'
import { ImportSheet } from '../project/ImportSheet'
import { NewProjectSheet } from '../project/NewProjectSheet'
import { OpenProjectSheet } from '../project/OpenProjectSheet'
import { openProject } from '../project/projectActs'
import { WelcomeScreen } from '../project/WelcomeScreen'
import { screens } from '../screens'
import { errorFrom } from '../widgets/errorFrom'
import { ErrorNote } from '../widgets/ErrorNote'
import { CommandPalette } from './CommandPalette'
import { ConnectionBanner } from './ConnectionBanner'
import { DropAnywhere } from './DropAnywhere'
import { KeyList } from './KeyList'
import { PlayerStrip } from './PlayerStrip'
import { Rail } from './Rail'
import { ScreenBoundary } from './ScreenBoundary'
import { StepsStrip } from './StepsStrip'
import { TopBar } from './TopBar'
import { useCommandKeys } from './useCommandKeys'

/** Everything around the screens. */
export function Frame() {
  const engine = useEngine()
  const { data: project, error } = useQuery({ queryKey: queryKeys.project, queryFn: () => engine.project.current() })
  const current = useNavigation((state) => state.screen)
  const projectOpen = project !== undefined && project !== null
  useCommandKeys(projectOpen)
  useEffect(
    () =>
      host.onOpenProject((path) => {
        openProject(path).catch((failure: unknown) =>
          notifications.show({ color: 'red', title: 'The project did not open', message: errorFrom(failure).message }),
        )
      }),
    [],
  )
  useEffect(() => {
    document.title = project ? `${project.name} – Cepstra` : 'Cepstra'
  }, [project])

  const screen = screens.find(({ id }) => id === current) ?? screens[0]
  const Work = screen.component
  return (
    <div className="frame">
      <Rail disabled={!projectOpen} />
      <TopBar project={project ?? null} />
      <div className="banner-place">
        <ConnectionBanner />
        {project && <StepsStrip project={project} />}
      </div>
      <main className="screen" aria-label={projectOpen ? screen.title : 'Welcome'}>
        <h1 className="visually-hidden">{projectOpen ? screen.title : 'Cepstra'}</h1>
        {error && <ErrorNote error={error} />}
        {project === null && <WelcomeScreen />}
        {projectOpen && (
          <ScreenBoundary key={screen.id}>
            <Suspense fallback={<Loader size="sm" className="centered" />}>
              <Work />
            </Suspense>
          </ScreenBoundary>
        )}
      </main>
      {projectOpen && <PlayerStrip />}
      <CommandPalette projectOpen={projectOpen} />
      <KeyList />
      <NewProjectSheet />
      <OpenProjectSheet />
      {projectOpen && <ImportSheet />}
      <FolderBrowser />
      <DropAnywhere projectOpen={projectOpen} />
    </div>
  )
}
