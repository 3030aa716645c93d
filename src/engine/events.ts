import { EventPublisher } from '@orpc/server'
import type { EngineEvent } from './contract'

export type ChangedWhat = Extract<EngineEvent, { type: 'changed' }>['what']

/** What happens in the engine, told to whoever listens: pages, the command line. */
export class EngineEvents {
  readonly #publisher = new EventPublisher<{ event: EngineEvent }>({ maxBufferedEvents: 10_000 })

  tell(event: EngineEvent): void {
    this.#publisher.publish('event', event)
  }

  changed(what: ChangedWhat): void {
    this.tell({ type: 'changed', what })
  }

  listen(signal?: AbortSignal): AsyncGenerator<EngineEvent> {
    return this.#publisher.subscribe('event', signal ? { signal } : {})
  }

  /** Calls `listener` with each event; returns what ends that. */
  on(listener: (event: EngineEvent) => void): () => void {
    return this.#publisher.subscribe('event', listener)
  }
}
