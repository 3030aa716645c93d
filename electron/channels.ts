/** The names of everything that crosses between the page's preload and the main process, in one place for both. */
export const channels = {
  pickFiles: 'cepstra:pick-files',
  pickFolders: 'cepstra:pick-folders',
  pickProjectFolder: 'cepstra:pick-project-folder',
  pickSavePath: 'cepstra:pick-save-path',
  /** The page wants a port to the engine; the answer comes on `enginePort` as soon as the engine is up. */
  connect: 'cepstra:connect',
  enginePort: 'cepstra:engine-port',
  /** The engine behind the port that the page has is gone. */
  engineLost: 'cepstra:engine-lost',
  /** The page listens from now on for projects that were asked for outside of it. */
  listening: 'cepstra:listening',
  openProject: 'cepstra:open-project',
  menuCommand: 'cepstra:menu-command',
  /** Undo or redo of the text field that has the focus. */
  editText: 'cepstra:edit-text',
} as const

/** The commands of the page that stand in the menu, by the ids that the page's own list of commands gives them. */
export type MenuCommand =
  | 'new-project'
  | 'open-project'
  | 'samples'
  | 'close-project'
  | 'import'
  | 'import-files'
  | 'train'
  | 'evaluate'
  | 'undo'
  | 'redo'
  | 'palette'
  | 'keys'
  | 'screen-recordings'
  | 'screen-features'
  | 'screen-models'
  | 'screen-recognize'
  | 'screen-evaluate'
  | 'screen-lab'

/** What the page and its preload say to each other of the port to the engine, which contextBridge cannot carry. */
export const portMessages = {
  please: 'cepstra:engine-port-please',
  port: 'cepstra:engine-port',
  lost: 'cepstra:engine-lost',
} as const
