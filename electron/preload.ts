import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels, portMessages } from './channels'

// Everything the page can ask of the desktop. It runs sandboxed, so this file can require nothing but electron's own
// few modules, and what it exposes takes and gives plain values only.

const menuCallbacks = new Set<(command: string) => void>()
const projectCallbacks = new Set<(path: string) => void>()
let askedProject: string | null = null

ipcRenderer.on(channels.menuCommand, (_event, command: string) => {
  // The menu cannot know where the focus is: in a text field undo means the text, elsewhere the project.
  const editsText = (command === 'undo' || command === 'redo') && isTextField(document.activeElement)
  if (editsText) ipcRenderer.send(channels.editText, command)
  else for (const callback of menuCallbacks) callback(command)
})
// A project is asked for as soon as the window is up, long before the page has a connection to open it with.
ipcRenderer.on(channels.openProject, (_event, path: string) => {
  if (projectCallbacks.size === 0) askedProject = path
  for (const callback of projectCallbacks) callback(path)
})

function isTextField(element: Element | null): boolean {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  )
}

const bridge = {
  kind: 'desktop',
  pickFolders: (): Promise<string[]> => ipcRenderer.invoke(channels.pickFolders),
  pickFiles: (): Promise<string[]> => ipcRenderer.invoke(channels.pickFiles),
  pickSavePath: (suggestedName: string): Promise<string | null> =>
    ipcRenderer.invoke(channels.pickSavePath, suggestedName),
  pickProjectFolder: (): Promise<string | null> => ipcRenderer.invoke(channels.pickProjectFolder),
  /** Files that have no path, such as a picture dragged out of a page, are left out. */
  pathsOf: (files: File[]): string[] =>
    files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
  /** Answers with the way to stop listening. */
  onMenuCommand: (callback: (command: string) => void): (() => void) => {
    menuCallbacks.add(callback)
    return () => menuCallbacks.delete(callback)
  },
  onOpenProject: (callback: (path: string) => void): (() => void) => {
    projectCallbacks.add(callback)
    if (askedProject !== null) callback(askedProject)
    askedProject = null
    return () => projectCallbacks.delete(callback)
  },
} as const

contextBridge.exposeInMainWorld('cepstraHost', bridge)

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === portMessages.please) ipcRenderer.send(channels.connect)
})
ipcRenderer.on(channels.enginePort, (event) => {
  // A page loaded from a file has the origin "null", which can only be addressed as anybody. The message goes to this
  // window alone, and there are no frames in it.
  window.postMessage(portMessages.port, '*', event.ports)
})
ipcRenderer.on(channels.engineLost, () => window.postMessage(portMessages.lost, '*'))
ipcRenderer.send(channels.listening)

export type DesktopBridge = typeof bridge
