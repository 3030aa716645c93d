import { notifications } from '@mantine/notifications'
import { openEngine } from './connection'
import { dropEndedJobs } from './engineEvents'
import { useFocus } from './focus'
import { host } from './host'
import { labelSelected } from './labelActs'
import { useNavigation } from './navigation'
import { usePlayer } from './player'
import { closeProject, startFromSamples } from './project/projectActs'
import { stepRecording } from './recordingOrder'
import { screens } from './screens'
import { useSettings } from './settings'
import { useHistory } from './undo'
import { errorFrom } from './widgets/errorFrom'

export type CommandGroup = 'Go to' | 'Project' | 'Work' | 'Play' | 'Edit' | 'View'

/** Something a person can ask for, from the palette, by key or from the desktop's menu. */
export interface Command {
  /** Stable: the desktop's menu calls commands by it. */
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** Such as "mod+shift+z", "space", "arrowleft" or "?"; mod is Ctrl, and Command on a Mac. */
  readonly keys?: string
  /** Offered only while a project is open. */
  readonly needsProject: boolean
  /** Too small a thing for the palette: it stands in the list of keys alone. */
  readonly keyOnly?: boolean
  /** How the list of keys writes `keys`, for one that stands for a series; null for the rest of the series. */
  readonly listedAs?: string | null
  run(): void | Promise<void>
}

const stepSeconds = 0.1
const longStepSeconds = 1

const movePlayhead = (seconds: number): Promise<void> =>
  usePlayer.getState().seek(useFocus.getState().playheadSeconds + seconds)

const startJob = async (kind: 'extract' | 'evaluate'): Promise<void> => {
  await openEngine().jobs.start({ request: { kind } })
}

async function addRecordings(kind: 'files' | 'folders'): Promise<void> {
  const paths = kind === 'files' ? await host.pickFiles() : await host.pickFolders()
  if (paths.length > 0) useNavigation.getState().importFrom(paths)
}

function toggleLoop(): void {
  const player = usePlayer.getState()
  const range = useFocus.getState().timeRange
  player.setLoop(player.loop ? null : (range ?? { startSeconds: 0, endSeconds: player.durationSeconds }))
}

const goTo: readonly Command[] = screens.map(({ id, title }, index) => ({
  id: `screen-${id}`,
  title,
  group: 'Go to',
  keys: `alt+${index + 1}`,
  needsProject: true,
  run: () => useNavigation.getState().go(id),
}))

const labelKeys: readonly Command[] = Array.from({ length: 9 }, (_, index) => ({
  id: `label-${index + 1}`,
  title: index === 0 ? 'Give the selected recordings a label' : `Give the selected recordings label ${index + 1}`,
  listedAs: index === 0 ? '1–9' : null,
  group: 'Edit',
  keys: String(index + 1),
  needsProject: true,
  keyOnly: true,
  run: () => labelSelected(index),
}))

/** Every command of the page, in the order of the palette. */
export const commands: readonly Command[] = [
  ...goTo,
  {
    id: 'new-project',
    title: 'New project from folders…',
    group: 'Project',
    keys: 'alt+n',
    needsProject: false,
    run: () => useNavigation.getState().openSheet('newProject'),
  },
  {
    id: 'open-project',
    title: 'Open a project…',
    group: 'Project',
    keys: 'mod+o',
    needsProject: false,
    run: () => useNavigation.getState().openSheet('openProject'),
  },
  {
    id: 'samples',
    title: 'Try it with sample voices',
    group: 'Project',
    needsProject: false,
    run: () => startFromSamples(),
  },
  { id: 'close-project', title: 'Close the project', group: 'Project', needsProject: true, run: () => closeProject() },
  {
    id: 'import',
    title: 'Import folders…',
    group: 'Work',
    keys: 'mod+i',
    needsProject: true,
    run: () => addRecordings('folders'),
  },
  {
    id: 'import-files',
    title: 'Import files…',
    group: 'Work',
    keys: 'alt+i',
    needsProject: true,
    run: () => addRecordings('files'),
  },
  {
    id: 'extract',
    title: 'Compute the features of all recordings',
    group: 'Work',
    needsProject: true,
    run: () => startJob('extract'),
  },
  {
    id: 'train',
    title: 'Train models…',
    group: 'Work',
    keys: 'alt+t',
    needsProject: true,
    run: () => {
      useNavigation.getState().go('models')
      useNavigation.getState().openSheet('train')
    },
  },
  {
    id: 'export',
    title: 'Export models…',
    group: 'Work',
    needsProject: true,
    run: () => useNavigation.getState().go('models'),
  },
  {
    id: 'evaluate',
    title: 'Evaluate by cross-validation',
    group: 'Work',
    needsProject: true,
    run: async () => {
      useNavigation.getState().go('evaluate')
      await startJob('evaluate')
    },
  },
  {
    id: 'group-voices',
    title: 'Group recordings by voice…',
    group: 'Work',
    needsProject: true,
    run: () => {
      useNavigation.getState().go('recordings')
      useNavigation.getState().openSheet('group')
    },
  },
  {
    id: 'jobs-show',
    title: 'Show the jobs',
    group: 'Work',
    keys: 'mod+j',
    needsProject: true,
    run: () => useNavigation.getState().showJobs(!useNavigation.getState().jobsShown),
  },
  {
    id: 'jobs-clear',
    title: 'Clear ended jobs',
    group: 'Work',
    needsProject: true,
    run: async () => {
      await openEngine().jobs.clear()
      dropEndedJobs()
    },
  },
  {
    id: 'play-toggle',
    title: 'Play or pause',
    group: 'Play',
    keys: 'space',
    needsProject: true,
    run: () => usePlayer.getState().toggle(),
  },
  {
    id: 'play-back',
    title: 'Playhead back by 0.1 s',
    group: 'Play',
    keys: 'arrowleft',
    needsProject: true,
    keyOnly: true,
    run: () => movePlayhead(-stepSeconds),
  },
  {
    id: 'play-forward',
    title: 'Playhead on by 0.1 s',
    group: 'Play',
    keys: 'arrowright',
    needsProject: true,
    keyOnly: true,
    run: () => movePlayhead(stepSeconds),
  },
  {
    id: 'play-back-long',
    title: 'Playhead back by 1 s',
    group: 'Play',
    keys: 'shift+arrowleft',
    needsProject: true,
    keyOnly: true,
    run: () => movePlayhead(-longStepSeconds),
  },
  {
    id: 'play-forward-long',
    title: 'Playhead on by 1 s',
    group: 'Play',
    keys: 'shift+arrowright',
    needsProject: true,
    keyOnly: true,
    run: () => movePlayhead(longStepSeconds),
  },
  {
    id: 'play-start',
    title: 'Playhead to the start',
    group: 'Play',
    keys: 'home',
    needsProject: true,
    keyOnly: true,
    run: () => usePlayer.getState().seek(0),
  },
  {
    id: 'play-loop',
    title: 'Repeat the stretch in view',
    group: 'Play',
    keys: 'l',
    needsProject: true,
    run: toggleLoop,
  },
  {
    id: 'recording-next',
    title: 'Next recording',
    group: 'Play',
    keys: 'j',
    needsProject: true,
    run: () => stepRecording(1),
  },
  {
    id: 'recording-previous',
    title: 'Previous recording',
    group: 'Play',
    keys: 'k',
    needsProject: true,
    run: () => stepRecording(-1),
  },
  {
    id: 'undo',
    title: 'Undo',
    group: 'Edit',
    keys: 'mod+z',
    needsProject: true,
    run: () => useHistory.getState().undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    keys: 'mod+shift+z',
    needsProject: true,
    run: () => useHistory.getState().redo(),
  },
  ...labelKeys,
  {
    id: 'label-none',
    title: 'Take the label off the selected recordings',
    group: 'Edit',
    keys: '0',
    needsProject: true,
    run: () => labelSelected(null),
  },
  {
    id: 'view-whole',
    title: 'Show the whole recording',
    group: 'View',
    keys: 'z',
    needsProject: true,
    run: () => useFocus.getState().setTimeRange(null),
  },
  {
    id: 'view-theme',
    title: 'Switch between dark and light',
    group: 'View',
    needsProject: false,
    run: () => {
      const dark = document.documentElement.dataset['mantineColorScheme'] === 'dark'
      useSettings.getState().setTheme(dark ? 'light' : 'dark')
    },
  },
  {
    id: 'view-hints',
    title: 'Show or hide the lines on how to read a chart',
    group: 'View',
    needsProject: false,
    run: () => useSettings.getState().toggleHints(),
  },
  {
    id: 'view-steps',
    title: 'Show the four first steps',
    group: 'View',
    needsProject: true,
    run: () => useSettings.getState().showSteps(true),
  },
  {
    id: 'palette',
    title: 'Run any command',
    group: 'View',
    keys: 'mod+k',
    needsProject: false,
    keyOnly: true,
    run: () => useNavigation.getState().openSheet('palette'),
  },
  {
    id: 'keys',
    title: 'List of keys',
    group: 'View',
    keys: '?',
    needsProject: false,
    run: () => useNavigation.getState().openSheet('keys'),
  },
]

/** Runs a command and tells a failure as a notification. */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.run()
  } catch (error) {
    notifications.show({ color: 'red', title: command.title, message: errorFrom(error).message })
  }
}
