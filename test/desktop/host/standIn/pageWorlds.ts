// These functions are turned into text and run in the page, the first in both of its worlds, the second in the
// preload's own. They can use nothing from around them.

/** What the two worlds of a page share: a way to call each other's functions with copies of plain values and files. */
export interface WorldBridge {
  describe(value: unknown): unknown
  revive(value: unknown): unknown
}

/**
 * Plays the part of contextBridge. The page's own scripts and the preload run in separate worlds, whose objects never
 * meet; events of the document reach both, and the browser copies their detail from one world to the other.
 */
export function joinWorlds(own: string, other: string): WorldBridge {
  interface Described {
    is: 'function' | 'promise' | 'value'
    id: number
    value: unknown
    deep?: 'array' | 'object'
  }
  const functions = new Map<number, (...input: unknown[]) => unknown>()
  const settle = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  let nextId = 1

  const tell = (name: string, detail: unknown): void => {
    window.dispatchEvent(new CustomEvent(`stand-in:${other}:${name}`, { detail }))
  }
  const hear = (name: string, listener: (detail: never) => void): void => {
    window.addEventListener(`stand-in:${own}:${name}`, (event) => listener((event as CustomEvent).detail as never))
  }

  function describe(value: unknown): unknown {
    if (typeof value === 'function') {
      const id = nextId++
      functions.set(id, value as (...input: unknown[]) => unknown)
      return { is: 'function', id }
    }
    if (value instanceof Promise) {
      const id = nextId++
      value.then(
        (answer) => tell('settled', { id, good: true, value: describe(answer) }),
        (error: unknown) => tell('settled', { id, good: false, message: String(error) }),
      )
      return { is: 'promise', id }
    }
    if (Array.isArray(value)) return { is: 'value', value: value.map(describe), deep: 'array' }
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      const entries = Object.entries(value).map(([key, inner]) => [key, describe(inner)])
      return { is: 'value', value: Object.fromEntries(entries), deep: 'object' }
    }
    return { is: 'value', value }
  }

  function revive(described: unknown): unknown {
    const given = described as Described
    if (given.is === 'promise') {
      return new Promise((resolve, reject) => settle.set(given.id, { resolve, reject }))
    }
    if (given.is === 'function') {
      return (...input: unknown[]): unknown => {
        let answer: { good: boolean; value?: unknown; message?: string } | null = null
        const name = `stand-in:${own}:answer`
        const take = (event: Event): void => {
          answer = (event as CustomEvent).detail as NonNullable<typeof answer>
        }
        window.addEventListener(name, take)
        tell('call', { id: given.id, input: input.map(describe) })
        window.removeEventListener(name, take)
        const got = answer as { good: boolean; value?: unknown; message?: string } | null
        if (!got) throw new Error('The other world did not answer.')
        if (!got.good) throw new Error(got.message)
        return revive(got.value)
      }
    }
    if (given.deep === 'array') return (given.value as unknown[]).map(revive)
    if (given.deep === 'object') {
      const entries = Object.entries(given.value as object).map(([key, inner]) => [key, revive(inner)])
      return Object.freeze(Object.fromEntries(entries))
    }
    return given.value
  }

  hear('call', ({ id, input }: { id: number; input: unknown[] }) => {
    try {
      const call = functions.get(id)
      if (!call) throw new Error(`There is no function ${id}.`)
      tell('answer', { good: true, value: describe(call(...input.map(revive))) })
    } catch (error) {
      tell('answer', { good: false, message: String(error) })
    }
  })
  hear('settled', ({ id, good, value, message }: { id: number; good: boolean; value: unknown; message: string }) => {
    const waiting = settle.get(id)
    settle.delete(id)
    if (good) waiting?.resolve(revive(value))
    else waiting?.reject(new Error(message))
  })
  hear('expose', ({ key, api }: { key: string; api: unknown }) => {
    Object.defineProperty(window, key, { value: revive(api) })
  })
  return { describe, revive }
}

type Preload = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void

/** Runs a sandboxed preload: `require` knows electron alone, and of electron what such a preload may use. */
export function runPreload(bridge: WorldBridge, otherWorld: string, preload: Preload): void {
  type Listener = (event: unknown, ...input: unknown[]) => void
  interface World {
    standInCall(message: string): void
    standInHear(message: string): void
    standInFiles: { name: string; path: string }[]
  }
  const world = globalThis as unknown as World
  const listeners = new Map<string, Listener[]>()
  const invoked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const ports = new Map<number, MessagePort>()
  let nextInvoke = 1
  const send = (message: object): void => world.standInCall(JSON.stringify(message))

  // Ports carry text and bytes; through the debugging channel only text goes.
  const toWire = (data: unknown): object => {
    if (typeof data === 'string') return { text: data }
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : (data as Uint8Array)
    let binary = ''
    for (let at = 0; at < bytes.length; at += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
    }
    return { bytes: btoa(binary) }
  }
  const fromWire = ({ text, bytes }: { text?: string; bytes?: string }): unknown =>
    bytes === undefined ? text : Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))

  const newPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.onmessage = ({ data }) => send({ is: 'port', id, data: toWire(data) })
    port1.addEventListener('close', () => send({ is: 'port-closed', id }))
    return port2
  }

  world.standInHear = (text) => {
    const message = JSON.parse(text) as {
      is: string
      id: number
      channel: string
      input: unknown[]
      ports: number[]
      good: boolean
      data: { text?: string; bytes?: string }
      value: unknown
    }
    if (message.is === 'ipc') {
      const event = { ports: message.ports.map(newPort) }
      for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.input)
    }
    if (message.is === 'answer') {
      const waiting = invoked.get(message.id)
      invoked.delete(message.id)
      if (message.good) waiting?.resolve(message.value)
      else waiting?.reject(new Error(String(message.value)))
    }
    if (message.is === 'port') ports.get(message.id)?.postMessage(fromWire(message.data))
    if (message.is === 'port-closed') {
      ports.get(message.id)?.close()
      ports.delete(message.id)
    }
  }

  const electron = {
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown): void => {
        const detail = { key, api: bridge.describe(api) }
        window.dispatchEvent(new CustomEvent(`stand-in:${otherWorld}:expose`, { detail }))
      },
    },
    ipcRenderer: {
      on: (channel: string, listener: Listener): void => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      },
      send: (channel: string, ...input: unknown[]): void => send({ is: 'send', channel, input }),
      invoke: (channel: string, ...input: unknown[]): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const id = nextInvoke++
          invoked.set(id, { resolve, reject })
          send({ is: 'invoke', id, channel, input })
        }),
    },
    webUtils: {
      getPathForFile: (file: File): string =>
        (world.standInFiles ?? []).find(({ name }) => file.name === name)?.path ?? '',
    },
  }
  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }
  const module = { exports: {} }
  preload(require, module, module.exports)
}

/** The text that runs in the page's own world, before any script of the page. */
export const pageWorldScript = `(${joinWorlds.toString()})('page', 'preload')`

/** The text that runs in the preload's world. */
export function preloadWorldScript(preloadSource: string): string {
  const bridge = `(${joinWorlds.toString()})('preload', 'page')`
  return `(${runPreload.toString()})(${bridge}, 'page', function (require, module, exports) {\n${preloadSource}\n})`
}
