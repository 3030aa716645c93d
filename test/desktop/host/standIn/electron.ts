// What stands in for the module "electron" of the main process: the part of it that the desktop shell uses.

export { app } from './app'
export { BrowserWindow } from './browserWindow'
export { ipcMain } from './ipcMain'
export { Menu } from './menu'
export { MessageChannelMain } from './ports'
export { session } from './session'
export { utilityProcess } from './utilityProcess'

const unanswered = (): Promise<never> => Promise.reject(new Error('The specification gave no answer to this dialog.'))

/** Answered by the specification, which replaces these, here as in Electron. */
export const dialog = { showOpenDialog: unanswered, showSaveDialog: unanswered }

export const nativeTheme = { shouldUseDarkColors: false }

export const screen = {
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
}
