import { EventEmitter } from 'node:events'
import { app } from './app'
import { WebContents } from './webContents'

interface Options {
  x?: number
  y?: number
  width?: number
  height?: number
  webPreferences?: { preload?: string }
}

const windows = new Set<BrowserWindow>()

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  #bounds: { x: number; y: number; width: number; height: number }
  #maximized = false
  #minimized = false
  #destroyed = false

  constructor({ x = 100, y = 50, width = 800, height = 600, webPreferences }: Options) {
    super()
    this.#bounds = { x, y, width, height }
    if (webPreferences?.preload === undefined) throw new Error('The stand-in opens windows with a preload only.')
    this.webContents = new WebContents(webPreferences.preload)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    this.webContents.once('destroyed', () => this.#end())
    windows.add(this)
    app.emit('browser-window-created', {}, this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].at(-1) ?? null
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.emit('show')
  }

  focus(): void {
    this.emit('focus')
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isMinimized(): boolean {
    return this.#minimized
  }

  minimize(): void {
    this.#minimized = true
  }

  restore(): void {
    this.#minimized = false
  }

  isMaximized(): boolean {
    return this.#maximized
  }

  maximize(): void {
    this.#maximized = true
    this.emit('maximize')
  }

  unmaximize(): void {
    this.#maximized = false
    this.emit('unmaximize')
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return this.#bounds
  }

  setBounds(bounds: Partial<{ x: number; y: number; width: number; height: number }>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.emit('resize')
  }

  close(): void {
    this.emit('close', { preventDefault: () => undefined })
    void this.webContents.close()
  }

  async closed(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.once('closed', () => resolve()))
    if (this.#destroyed) return
    this.close()
    await ended
  }

  #end(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    windows.delete(this)
    this.emit('closed')
    if (windows.size === 0) app.lastWindowClosed()
  }
}

app.closeWindows = async () => {
  await Promise.all([...windows].map((window) => window.closed()))
}
