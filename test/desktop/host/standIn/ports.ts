import { EventEmitter } from 'node:events'

/** Where the messages of a port go that has left the main process: into the page, or into the engine. */
export interface FarEnd {
  deliver(data: unknown): void
  closed(): void
}

/** One end of a channel, as Electron's MessagePortMain: it queues until it is started, or until it is taken elsewhere. */
export class Port extends EventEmitter {
  other: Port | null = null
  readonly #queue: unknown[] = []
  #started = false
  #farEnd: FarEnd | null = null
  #closed = false

  postMessage(data: unknown): void {
    this.other?.receive(data)
  }

  receive(data: unknown): void {
    if (this.#closed) return
    if (this.#farEnd) this.#farEnd.deliver(data)
    else if (this.#started) this.emit('message', { data, ports: [] })
    else this.#queue.push(data)
  }

  start(): void {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }

  /** Transfers this end: from now on its messages go to `farEnd`, and what that posts comes in by `postMessage`. */
  moveTo(farEnd: FarEnd): void {
    this.#farEnd = farEnd
    for (const data of this.#queue.splice(0)) farEnd.deliver(data)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.other?.hearClosed()
  }

  hearClosed(): void {
    if (this.#closed) return
    this.#closed = true
    this.#farEnd?.closed()
    this.emit('close')
  }
}

export class MessageChannelMain {
  readonly port1 = new Port()
  readonly port2 = new Port()

  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}
