import { create } from 'zustand'

export type ScreenId = 'recordings' | 'features' | 'models' | 'recognize' | 'evaluate' | 'lab'

/** A dialog of the frame, at most one at a time. `train` is shown by the Models screen, `group` by Recordings. */
export type Sheet = 'palette' | 'keys' | 'import' | 'train' | 'group' | 'newProject' | 'openProject'

interface Navigation {
  screen: ScreenId
  sheet: Sheet | null
  /** Files or folders that the import sheet is asked to look at. */
  importPaths: readonly string[]
  jobsShown: boolean
  go(screen: ScreenId): void
  openSheet(sheet: Sheet | null): void
  importFrom(paths: readonly string[]): void
  showJobs(shown: boolean): void
}

/** Which screen and which dialog are open. */
export const useNavigation = create<Navigation>()((set) => ({
  screen: 'recordings',
  sheet: null,
  importPaths: [],
  jobsShown: false,
  go: (screen) => set({ screen }),
  openSheet: (sheet) => set({ sheet }),
  importFrom: (importPaths) => set({ importPaths, sheet: importPaths.length > 0 ? 'import' : null }),
  showJobs: (jobsShown) => set({ jobsShown }),
}))
