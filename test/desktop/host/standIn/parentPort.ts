import { EventEmitter } from 'node:events'
import type { EngineMessage } from './engineMessages'
import { MessageChannelMain, type Port } from './ports'

// Loaded into the engine's process before the engine: gives it the `process.parentPort` of a utility process.

const ports = new Map<number, Port>()
const send = (message: EngineMessage): void => {
  if (process.connected) process.send?.(message)
}

function portOf(id: number): Port {
  const { port1, port2 } = new MessageChannelMain()
  port2.moveTo({
    deliver: (data) => send({ kind: 'port', port: id, data }),
    closed: () => {
      ports.delete(id)
      send({ kind: 'port-closed', port: id })
    },
  })
  ports.set(id, port2)
  return port1
}

class ParentPort extends EventEmitter {
  readonly #early: unknown[] = []

  constructor() {
    super()
    this.on('newListener', (event) => {
      if (event === 'message')
        setImmediate(() => this.#early.splice(0).forEach((message) => this.emit('message', message)))
    })
  }

  hear(message: unknown): void {
    if (this.listenerCount('message') > 0) this.emit('message', message)
    else this.#early.push(message)
  }

  postMessage(data: unknown): void {
    send({ kind: 'message', data, ports: [] })
  }
}

const parentPort = new ParentPort()
Object.defineProperty(process, 'parentPort', { value: parentPort })

process.on('message', (message: EngineMessage) => {
  if (message.kind === 'message') parentPort.hear({ data: message.data, ports: message.ports.map(portOf) })
  if (message.kind === 'port') ports.get(message.port)?.postMessage(message.data)
  if (message.kind === 'port-closed') {
    ports.get(message.port)?.close()
    ports.delete(message.port)
  }
})
process.on('disconnect', () => process.exit())
