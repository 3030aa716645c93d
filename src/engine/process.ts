import { resolve } from 'node:path'
import { RPCHandler } from '@orpc/server/message-port'
import { createEngine, router } from './createEngine'
import { version } from './version'

/** What this process uses of Electron's utility process; plain Node has no `process.parentPort`. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: EnginePort[] }) => void): void
  postMessage(message: unknown): void
}

interface EnginePort {
  on(event: string, listener: (event?: { data: unknown }) => void): void
  postMessage(message: unknown): void
  start(): void
}

// The background process of the desktop: every page that connects gets a port of its own, all of them one engine.
const parent = (process as unknown as { parentPort?: ParentPort }).parentPort
if (!parent) {
  throw new Error(
    'The engine process is started by the desktop shell. For a browser run "cepstra serve", for a terminal "cepstra".',
  )
}

const engine = createEngine({
  workerFile: resolve(import.meta.dirname, 'worker.js'),
  version,
  shell: 'desktop',
  ...(process.env['CEPSTRA_RESOURCES'] ? { samplesFolder: resolve(process.env['CEPSTRA_RESOURCES'], 'samples') } : {}),
})
const handler = new RPCHandler(router)

// A page that goes away in the middle of a call leaves promises behind that nobody waits for; the others go on.
process.on('unhandledRejection', (error) => {
  engine.context.log.error({ err: error }, 'a promise was rejected and nobody heard of it')
})
process.on('uncaughtException', (error) => {
  engine.context.log.fatal({ err: error }, 'the engine ends')
  process.exit(1)
})

parent.on('message', ({ data, ports }) => {
  const type = typeof data === 'object' && data !== null && 'type' in data ? data.type : undefined
  const [port] = ports
  if (type === 'connect' && port) {
    handler.upgrade(port, { context: engine.context })
    port.start()
  } else if (type === 'shutdown') {
    void engine.close().finally(() => process.exit(0))
  }
})
parent.postMessage({ type: 'ready' })
