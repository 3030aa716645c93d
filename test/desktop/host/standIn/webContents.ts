import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CDPSession, Page, Route } from 'playwright'
import { app } from './app'
import { newPage, openContext } from './chromium'
import { ipcMain } from './ipcMain'
import { pageWorldScript, preloadWorldScript } from './pageWorlds'
import type { Port } from './ports'
import { session } from './session'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
let nextId = 1
let nextPort = 1

interface FromPage {
  is: 'send' | 'invoke' | 'port' | 'port-closed'
  id: number
  channel: string
  input: unknown[]
  data: { text?: string; bytes?: string }
}

const toWire = (data: unknown): object => {
  if (typeof data === 'string') return { text: data }
  if (data instanceof ArrayBuffer) return { bytes: Buffer.from(data).toString('base64') }
  if (!(data instanceof Uint8Array)) throw new Error(`Ports carry text and bytes here, not ${typeof data}.`)
  return { bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') }
}
const fromWire = ({ text, bytes }: FromPage['data']): unknown =>
  bytes === undefined ? text : new Uint8Array(Buffer.from(bytes, 'base64'))

/** A page of Chromium with a preload in a world of its own, driven through Chromium's debugging interface. */
export class WebContents extends EventEmitter {
  readonly id = nextId++
  readonly session = session.defaultSession
  readonly #preload: string
  readonly #ports = new Map<number, Port>()
  readonly #opened: Promise<{ page: Page; debugging: CDPSession }>
  #preloadContext: number | null = null
  #windowOpen: (() => { action: 'allow' | 'deny' }) | null = null
  #destroyed = false
  #url = ''
  #loading = ''

  constructor(preload: string) {
    super()
    this.#preload = preload
    this.#opened = this.#open()
    app.emit('web-contents-created', {}, this)
  }

  async #open(): Promise<{ page: Page; debugging: CDPSession }> {
    const page = await newPage()
    const debugging = await openContext().newCDPSession(page)
    page.on('close', () => this.#end())
    page.on('popup', (popup) => {
      if (this.#windowOpen?.().action === 'deny') void popup.close()
    })
    await page.route('**/*', (route) => this.#answer(route))
    debugging.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== 'preload') return
      this.#closePorts()
      this.#preloadContext = context.id
    })
    debugging.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === 'standInCall') this.#hear(JSON.parse(payload) as FromPage)
    })
    await debugging.send('Page.enable')
    await debugging.send('Runtime.addBinding', { name: 'standInCall', executionContextName: 'preload' })
    await debugging.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldScript })
    const source = preloadWorldScript(readFileSync(this.#preload, 'utf8'))
    await debugging.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: 'preload' })
    await debugging.send('Runtime.enable')
    for (const { chromium, setting } of this.session.answers()) {
      await debugging.send('Browser.setPermission', { permission: { name: chromium }, setting })
    }
    return { page, debugging }
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const url = request.url()
    if (request.isNavigationRequest() && url !== this.#loading) {
      let prevented = false
      const isMainFrame = request.frame().parentFrame() === null
      this.emit('will-frame-navigate', { url, isMainFrame, preventDefault: () => (prevented = true) })
      if (prevented) {
        await route.abort('aborted')
        return
      }
    }
    if (request.isNavigationRequest()) this.#url = url
    if (!url.startsWith('file:')) {
      await route.continue()
      return
    }
    try {
      const path = fileURLToPath(url.replace(/[?#].*$/, ''))
      const type = contentTypes[extname(path)] ?? 'application/octet-stream'
      const headers = this.session.headersFor(url, { 'content-type': type })
      await route.fulfill({ body: readFileSync(path), headers })
    } catch {
      await route.abort('failed')
    }
  }

  get mainFrame(): { url: string; parent: null } {
    return { url: this.#url, parent: null }
  }

  #hear(message: FromPage): void {
    const event = { sender: this, senderFrame: this.mainFrame, ports: [] }
    if (message.is === 'send') ipcMain.emit(message.channel, event, ...message.input)
    if (message.is === 'invoke') {
      const { id, channel } = message
      ipcMain.answer(channel, event, message.input).then(
        (value) => this.#tell({ is: 'answer', id, good: true, value }),
        (error: unknown) =>
          this.#tell({
            is: 'answer',
            id,
            good: false,
            value: `Error invoking remote method '${channel}': ${String(error)}`,
          }),
      )
    }
    if (message.is === 'port') this.#ports.get(message.id)?.postMessage(fromWire(message.data))
    if (message.is === 'port-closed') {
      this.#ports.get(message.id)?.close()
      this.#ports.delete(message.id)
    }
  }

  #tell(message: object): void {
    const executionContextId = this.#preloadContext
    if (executionContextId === null) return
    void this.#opened.then(({ debugging }) =>
      debugging
        .send('Runtime.callFunctionOn', {
          functionDeclaration: 'function (message) { standInHear(message) }',
          executionContextId,
          arguments: [{ value: JSON.stringify(message) }],
        })
        // The page was left or closed in the meantime, and nobody waits for the message.
        .catch(() => undefined),
    )
  }

  send(channel: string, ...input: unknown[]): void {
    this.#tell({ is: 'ipc', channel, input, ports: [] })
  }

  postMessage(channel: string, message: unknown, transfer: Port[] = []): void {
    const ports = transfer.map((port) => ({ id: nextPort++, port }))
    this.#tell({ is: 'ipc', channel, input: [message], ports: ports.map(({ id }) => id) })
    for (const { id, port } of ports) {
      this.#ports.set(id, port)
      port.moveTo({
        deliver: (data) => this.#tell({ is: 'port', id, data: toWire(data) }),
        closed: () => this.#tell({ is: 'port-closed', id }),
      })
    }
  }

  async loadURL(url: string): Promise<void> {
    const { page } = await this.#opened
    this.#loading = url
    this.#url = url
    await page.goto(url)
    this.#loading = ''
    this.emit('did-finish-load')
  }

  setWindowOpenHandler(handler: () => { action: 'allow' | 'deny' }): void {
    this.#windowOpen = handler
  }

  getURL(): string {
    return this.#url
  }

  reload(): void {
    void this.#opened.then(({ page }) => page.reload())
  }

  undo(): void {
    void this.#opened.then(({ page }) => page.keyboard.press('Control+z'))
  }

  redo(): void {
    void this.#opened.then(({ page }) => page.keyboard.press('Control+Shift+z'))
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  /** Tells the preload which paths the files have that are dropped next: a page cannot ask that of Chromium itself. */
  async setFiles(files: { name: string; path: string }[]): Promise<void> {
    const { debugging } = await this.#opened
    if (this.#preloadContext === null) throw new Error('There is no preload in this page.')
    await debugging.send('Runtime.callFunctionOn', {
      functionDeclaration: 'function (files) { globalThis.standInFiles = files }',
      executionContextId: this.#preloadContext,
      arguments: [{ value: files }],
    })
  }

  async close(): Promise<void> {
    const { page } = await this.#opened
    await page.close().catch(() => undefined)
    this.#end()
  }

  #closePorts(): void {
    for (const port of this.#ports.values()) port.close()
    this.#ports.clear()
  }

  #end(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#closePorts()
    this.emit('destroyed')
  }
}
