import { openEngine } from '../connection'
import { queryClient } from '../engine'
import { useJobs } from '../engineEvents'
import { useFocus } from '../focus'
import { useNavigation } from '../navigation'
import { usePlayer } from '../player'
import { useRecordingOrder } from '../recordingOrder'
import { select } from '../selection'
import { useHistory } from '../undo'

/** Forgets everything that belonged to the project before, then asks for the one that is open now. */
async function turnToProject(): Promise<void> {
  usePlayer.getState().unload()
  useFocus.setState({
    recordingId: null,
    timeRange: null,
    playheadSeconds: 0,
    label: null,
    bankId: null,
    component: null,
  })
  useHistory.getState().forget()
  useRecordingOrder.setState({ query: {}, index: -1 })
  useJobs.setState({
    jobs: await openEngine()
      .jobs.list()
      .catch(() => []),
    fits: {},
  })
  select([])
  useNavigation.setState({ screen: 'recordings', sheet: null, importPaths: [] })
  await queryClient.resetQueries()
}

export async function openProject(path: string): Promise<void> {
  await openEngine().project.open({ path })
  await turnToProject()
}

/** Makes a project in a new folder; null takes the rate that most of the first import's recordings have. */
export async function createProject(path: string, sampleRateHz: number | null): Promise<void> {
  await openEngine().project.create(sampleRateHz === null ? { path } : { path, sampleRateHz })
  await turnToProject()
}

export async function startFromSamples(): Promise<void> {
  await openEngine().project.createFromSamples({})
  await turnToProject()
}

export async function closeProject(): Promise<void> {
  await openEngine().project.close()
  await turnToProject()
}

/** What to do with dropped or chosen paths: open a project's folder, import into the open project, or start a new one. */
export async function takePaths(paths: readonly string[], projectIsOpen: boolean): Promise<void> {
  if (paths.length === 0) return
  if (paths.length === 1) {
    const inside = await openEngine()
      .system.listFolder({ path: paths[0] })
      .catch(() => null)
    if (inside?.entries.some(({ name }) => name === 'project.db')) return openProject(paths[0])
  }
  if (projectIsOpen) useNavigation.getState().importFrom(paths)
  else useNavigation.setState({ sheet: 'newProject', importPaths: paths })
}
