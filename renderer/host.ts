import { engineOverPort, engineOverSocket } from '../src/engine/client'
import type { EngineClient } from '../src/engine/contract'
import { askForPaths } from './project/folderBrowser'

/** What the desktop's preload gives to the page. */
interface DesktopBridge {
  readonly kind: 'desktop'
  pickFolders(): Promise<string[]>
  pickFiles(): Promise<string[]>
  pickSavePath(suggestedName: string): Promise<string | null>
  pickProjectFolder(): Promise<string | null>
  pathsOf(files: File[]): string[]
  onMenuCommand(callback: (command: string) => void): () => void
  onOpenProject(callback: (path: string) => void): () => void
}

declare global {
  interface Window {
    readonly cepstraHost?: DesktopBridge
  }
}

/** A live way to the engine; `lost` resolves when it is gone. */
export interface Connection {
  readonly engine: EngineClient
  readonly lost: Promise<void>
}

/** What the page needs of whatever it runs in: the desktop's window or a browser. */
export interface Host {
  readonly kind: 'desktop' | 'browser'
  connect(): Promise<Connection>
  pickFiles(): Promise<string[]>
  pickFolders(): Promise<string[]>
  /** The folder of an existing project, or a place for a new one; null when the person thought better of it. */
  pickProjectFolder(): Promise<string | null>
  /**
   * Paths, on the engine's machine, of what was dropped on the page. A browser uploads it first, and before that calls
   * `beforeUpload`, if given, with the first dropped name.
   */
  pathsOf(transfer: DataTransfer, beforeUpload?: (name: string) => Promise<void>): Promise<string[]>
  /** Takes files chosen in a browser's own dialog to the engine's machine. */
  upload(files: readonly File[]): Promise<string[]>
  /** Where to write on the engine's machine; undefined in a browser, which downloads instead, null when cancelled. */
  pickSavePath(suggestedName: string): Promise<string | null | undefined>
  onMenuCommand(callback: (command: string) => void): () => void
  onOpenProject(callback: (path: string) => void): () => void
}

/** Offers `content` as a download, which a desktop window turns into its save dialog. */
export function download(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

function desktopHost(bridge: DesktopBridge): Host {
  return {
    kind: 'desktop',
    connect: () =>
      new Promise((resolve, reject) => {
        const giveUp = setTimeout(() => {
          window.removeEventListener('message', take)
          reject(new Error('The engine did not answer.'))
        }, 10_000)
        const take = (event: MessageEvent): void => {
          const port = event.ports[0]
          if (event.source !== window || event.data !== 'cepstra:engine-port' || !port) return
          window.removeEventListener('message', take)
          clearTimeout(giveUp)
          const lost = new Promise<void>((gone) => port.addEventListener('close', () => gone(), { once: true }))
          // A browser does not tell a port that its other end has died, so the desktop does.
          const hearLoss = (message: MessageEvent): void => {
            if (message.source !== window || message.data !== 'cepstra:engine-lost') return
            window.removeEventListener('message', hearLoss)
            port.dispatchEvent(new Event('close'))
          }
          window.addEventListener('message', hearLoss)
          resolve({ engine: engineOverPort(port), lost })
        }
        window.addEventListener('message', take)
        window.postMessage('cepstra:engine-port-please', '*')
      }),
    pickFiles: () => bridge.pickFiles(),
    pickFolders: () => bridge.pickFolders(),
    pickProjectFolder: () => bridge.pickProjectFolder(),
    pathsOf: (transfer) => Promise.resolve(bridge.pathsOf([...transfer.files])),
    upload: (files) => Promise.resolve(bridge.pathsOf([...files])),
    pickSavePath: (suggestedName) => bridge.pickSavePath(suggestedName),
    onMenuCommand: (callback) => bridge.onMenuCommand(callback),
    onOpenProject: (callback) => bridge.onOpenProject(callback),
  }
}

const tokenKey = 'cepstra-token'

/** The token of the printed address, taken out of the address bar so that it is not shared by copying the address. */
function takeToken(): string {
  const address = new URL(window.location.href)
  const given = address.searchParams.get('token')
  if (given !== null) {
    sessionStorage.setItem(tokenKey, given)
    address.searchParams.delete('token')
    window.history.replaceState(null, '', address)
  }
  return given ?? sessionStorage.getItem(tokenKey) ?? ''
}

/** Every file below what was dropped, with its path relative to the drop. */
async function droppedFiles(transfer: DataTransfer): Promise<{ name: string; file: File }[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const plain = [...transfer.files]
  if (entries.length === 0) return plain.map((file) => ({ name: file.name, file }))
  const found: { name: string; file: File }[] = []
  const visit = async (entry: FileSystemEntry, under: string): Promise<void> => {
    // What the system hides in folders, such as .DS_Store, is not what somebody meant to drop.
    if (under !== '' && entry.name.startsWith('.')) return
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
      found.push({ name: under + entry.name, file })
      return
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (batch.length === 0) return
      for (const child of batch) await visit(child, `${under}${entry.name}/`)
    }
  }
  for (const entry of entries) await visit(entry, '')
  return found
}

/** The engine's own sentence on why it did not take a file, where it gave one. */
async function uploadError(name: string, answer: Response): Promise<Error> {
  if (!answer.headers.get('content-type')?.startsWith('application/json')) {
    return new Error(`${name} could not be sent to the engine (${answer.status} ${answer.statusText}).`)
  }
  const { code, message } = (await answer.json()) as { code: string; message: string }
  return Object.assign(new Error(message), { code })
}

function browserHost(): Host {
  const token = takeToken()
  const send = async (files: readonly { name: string; file: File }[]): Promise<string[]> => {
    const paths: string[] = []
    for (const { name, file } of files) {
      const answer = await fetch(`/upload?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'x-cepstra-token': token },
        body: file,
      })
      if (!answer.ok) throw await uploadError(name, answer)
      const { path } = (await answer.json()) as { path: string }
      paths.push(path)
    }
    return paths
  }
  return {
    kind: 'browser',
    connect: () =>
      new Promise((resolve, reject) => {
        const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws'
        const socket = new WebSocket(`${scheme}://${window.location.host}/rpc?token=${encodeURIComponent(token)}`)
        socket.binaryType = 'arraybuffer'
        const lost = new Promise<void>((gone) => {
          socket.addEventListener('close', () => {
            gone()
            reject(new Error('The engine closed the connection.'))
          })
        })
        socket.addEventListener('open', () => resolve({ engine: engineOverSocket(socket), lost }))
      }),
    pickFiles: () => askForPaths('files'),
    pickFolders: () => askForPaths('folders'),
    pickProjectFolder: async () => (await askForPaths('project'))[0] ?? null,
    pathsOf: async (transfer, beforeUpload) => {
      const files = await droppedFiles(transfer)
      if (files.length > 0) await beforeUpload?.(files[0].name.split('/')[0].replace(/\.[^.]*$/, ''))
      return send(files)
    },
    upload: (files) => send(files.map((file) => ({ name: file.webkitRelativePath || file.name, file }))),
    pickSavePath: () => Promise.resolve(undefined),
    onMenuCommand: () => () => undefined,
    onOpenProject: () => () => undefined,
  }
}

export const host: Host = window.cepstraHost ? desktopHost(window.cepstraHost) : browserHost()
