import { EventEmitter } from 'node:events'

type Headers = Record<string, string | string[]>
type HeadersListener = (
  details: { url: string; responseHeaders: Headers },
  answer: (changed: { responseHeaders?: Headers }) => void,
) => void

/** What a page may be asked for, by Electron's name and by the name under which Chromium's debugging interface sets it. */
const permissions = [
  { electron: 'geolocation', chromium: 'geolocation' },
  { electron: 'notifications', chromium: 'notifications' },
  { electron: 'media', chromium: 'microphone' },
  { electron: 'media', chromium: 'camera' },
  { electron: 'midi', chromium: 'midi' },
  { electron: 'local-fonts', chromium: 'local-fonts' },
  { electron: 'clipboard-read', chromium: 'clipboard-read' },
  { electron: 'clipboard-sanitized-write', chromium: 'clipboard-write' },
]

type RequestHandler = (contents: null, permission: string, answer: (granted: boolean) => void) => void
type CheckHandler = (contents: null, permission: string) => boolean

export class Session extends EventEmitter {
  #request: RequestHandler | null = null
  #check: CheckHandler | null = null
  #headers: HeadersListener | null = null

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler
  }

  setDevicePermissionHandler(): void {
    // Nothing here asks for a device.
  }

  readonly webRequest = {
    onHeadersReceived: (listener: HeadersListener | null): void => {
      this.#headers = listener
    },
  }

  /** What the handlers say of each permission. Without a handler everything is granted, as it is in Electron. */
  answers(): { chromium: string; setting: 'granted' | 'denied' }[] {
    return permissions.map(({ electron, chromium }) => {
      let granted = true
      this.#request?.(null, electron, (answer) => {
        granted = answer
      })
      if (this.#check && !this.#check(null, electron)) granted = false
      return { chromium, setting: granted ? 'granted' : 'denied' }
    })
  }

  headersFor(url: string, responseHeaders: Headers): Record<string, string> {
    let headers = responseHeaders
    this.#headers?.({ url, responseHeaders }, (changed) => {
      headers = changed.responseHeaders ?? responseHeaders
    })
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
  }
}

export const session = { defaultSession: new Session() }
