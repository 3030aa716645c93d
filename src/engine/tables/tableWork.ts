import { randomUUID } from 'node:crypto'
import type { WorkerPool } from '../pool'
import { sharedInt32 } from '../workers/sharedFrames'

/** A fit or selection of a table while it runs. */
export interface TableWork {
  readonly id: string
  readonly signal: AbortSignal
  /** On shared memory, for the thread that fits: anything but 0 says that the best so far is wanted. */
  readonly stop: Int32Array
  /** A task in a worker thread, ended when the work is abandoned. */
  readonly run: WorkerPool['run']
  /** Cores to work with. */
  readonly threads: number
  /** The built entry of threads that share in one fit. */
  readonly shardFile: string
  /** From here on there is a best so far, so that an end that is asked for does not abandon the work. */
  hasBest(): void
}

/** The work on tables that is under way, by its id. */
export class TableWorks {
  readonly #ends = new Map<string, () => void>()

  /** Runs `work`; abandons it when `signal` is aborted. */
  async during<Result>(
    pool: WorkerPool,
    { signal, threads = pool.threadCount }: { readonly signal: AbortSignal; readonly threads?: number | undefined },
    work: (under: TableWork) => Promise<Result>,
  ): Promise<Result> {
    const id = randomUUID()
    const stop = sharedInt32(1)
    const abandon = new AbortController()
    const either = AbortSignal.any([signal, abandon.signal])
    let best = false
    this.#ends.set(id, () => {
      Atomics.store(stop, 0, 1)
      if (!best) abandon.abort()
    })
    try {
      return await work({
        id,
        signal: either,
        stop,
        threads,
        shardFile: pool.shardFile,
        run: (name, input, options) => pool.run(name, input, { signal: either, ...options }),
        hasBest: () => {
          best = true
        },
      })
    } finally {
      this.#ends.delete(id)
    }
  }

  /** Asks for the end of a work: with the best it has, or abandoned where it has none. */
  finish(id: string): void {
    this.#ends.get(id)?.()
  }
}
