import { app, BrowserWindow, dialog, type IpcMainInvokeEvent, type OpenDialogOptions } from 'electron'
import { basename, join } from 'node:path'
import { channels } from './channels'
import { answerPage } from './security'

/** What the engine decodes by itself, to be found quickly; any other file can be chosen under the second filter. */
const audioFilters = [
  {
    name: 'Audio',
    extensions: [
      ...['wav', 'w64', 'rf64', 'flac', 'mp3', 'ogg', 'oga', 'opus', 'aif', 'aiff', 'aifc'],
      ...['au', 'snd', 'sph', 'nist', 'm4a', 'aac'],
    ],
  },
  { name: 'All files', extensions: ['*'] },
]

async function pick({ sender }: IpcMainInvokeEvent, options: OpenDialogOptions): Promise<string[]> {
  const window = BrowserWindow.fromWebContents(sender)
  if (!window) return []
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  return canceled ? [] : filePaths
}

/** Answers the page's requests for native file dialogs. A dialog that was cancelled answers with nothing chosen. */
export function answerDialogs(): void {
  answerPage(channels.pickFiles, (event) =>
    pick(event, {
      title: 'Import recordings',
      buttonLabel: 'Import',
      filters: audioFilters,
      properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
    }),
  )
  answerPage(channels.pickFolders, (event) =>
    pick(event, {
      title: 'Import folders of recordings',
      buttonLabel: 'Import',
      properties: ['openDirectory', 'multiSelections', 'dontAddToRecent'],
    }),
  )
  answerPage(channels.pickProjectFolder, async (event) => {
    const [folder] = await pick(event, {
      title: 'Choose a project folder',
      buttonLabel: 'Choose',
      properties: ['openDirectory', 'createDirectory'],
    })
    return folder ?? null
  })
  answerPage(channels.pickSavePath, async (event, suggestedName) => {
    if (typeof suggestedName !== 'string') throw new Error('A save dialog needs a suggested name.')
    const window = BrowserWindow.fromWebContents(event.sender)
    if (!window) return null
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: 'Export',
      defaultPath: join(app.getPath('documents'), basename(suggestedName)),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    })
    return canceled || filePath === '' ? null : filePath
  })
}
