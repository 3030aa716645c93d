import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { EngineMessage } from './engineMessages'
import type { Port } from './ports'

const living = new Set<UtilityProcess>()
let nextPort = 1

/** A utility process as a child of plain Node, with its ports carried as messages over the channel to the child. */
export class UtilityProcess extends EventEmitter {
  readonly serviceName: string
  readonly #child: ChildProcess
  readonly #ports = new Map<number, Port>()

  constructor(modulePath: string, args: string[], options: { env?: NodeJS.ProcessEnv; serviceName?: string }) {
    super()
    this.serviceName = options.serviceName ?? 'Node Utility Process'
    this.#child = fork(modulePath, args, {
      env: options.env ?? process.env,
      execArgv: ['--import', new URL('parentPort.js', import.meta.url).href],
      serialization: 'advanced',
      stdio: 'inherit',
    })
    living.add(this)
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message: EngineMessage) => {
      if (message.kind === 'message') this.emit('message', message.data)
      if (message.kind === 'port') this.#ports.get(message.port)?.postMessage(message.data)
      if (message.kind === 'port-closed') this.#ports.get(message.port)?.close()
    })
    this.#child.on('exit', (code) => {
      living.delete(this)
      for (const port of this.#ports.values()) port.close()
      this.emit('exit', code ?? 1)
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  postMessage(data: unknown, transfer: Port[] = []): void {
    const ports = transfer.map((port) => {
      const id = nextPort++
      this.#ports.set(id, port)
      return { id, port }
    })
    this.#send({ kind: 'message', data, ports: ports.map(({ id }) => id) })
    for (const { id, port } of ports) {
      port.moveTo({
        deliver: (sent) => this.#send({ kind: 'port', port: id, data: sent }),
        closed: () => this.#send({ kind: 'port-closed', port: id }),
      })
    }
  }

  #send(message: EngineMessage): void {
    if (this.#child.connected) this.#child.send(message)
  }

  kill(): boolean {
    return this.#child.kill()
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: { env?: NodeJS.ProcessEnv; serviceName?: string } = {}) =>
    new UtilityProcess(modulePath.startsWith('file:') ? fileURLToPath(modulePath) : modulePath, args, options),
}

/** Those that run now, for app.getAppMetrics(). */
export function livingUtilityProcesses(): { pid: number; type: string; name: string }[] {
  return [...living].map(({ pid, serviceName }) => ({ pid: pid ?? 0, type: 'Utility', name: serviceName }))
}
