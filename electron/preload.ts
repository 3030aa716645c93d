import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels, portMessages } from './channels'

// Everything the page can ask of the desktop. It runs sandboxed, so this file can require nothing but electron's own
// few modules, and what it exposes takes and gives plain values only.

/** Hands on what comes in on a channel; what came before there was anybody to listen is handed on first. */
function subscriptions(channel: string): (callback: (value: string) => void) => () => void {
  const callbacks = new Set<(value: string) => void>()
  const waiting: string[] = []
  ipcRenderer.on(channel, (_event, value: string) => {
    if (callbacks.size === 0) waiting.push(value)
    for (const callback of callbacks) callback(value)
  })
  return (callback) => {
    callbacks.add(callback)
    for (const value of waiting.splice(0)) callback(value)
    return () => callbacks.delete(callback)
  }
}

function isTextField(element: Element | null): boolean {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  )
}

const onMenuCommand = subscriptions(channels.menuCommand)
const onOpenProject = subscriptions(channels.openProject)

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
  onMenuCommand: (callback: (command: string) => void): (() => void) =>
    onMenuCommand((command) => {
      // The menu cannot know where the focus is: in a text field undo means the text, elsewhere the project.
      const edits = (command === 'undo' || command === 'redo') && isTextField(document.activeElement)
      if (edits) ipcRenderer.send(channels.editText, command)
      else callback(command)
    }),
  onOpenProject: (callback: (path: string) => void): (() => void) => onOpenProject(callback),
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
ipcRenderer.send(channels.listening)

export type DesktopBridge = typeof bridge
