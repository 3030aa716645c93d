import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { Tinypool } from 'tinypool'
import { CepstraError } from '../cepstraError'
import { resultOf, type Outcome } from './workers/outcome'
import type { Tasks } from './workers/worker'

type InputOf<Name extends keyof Tasks> = Omit<Parameters<Tasks[Name]>[0], 'port'>
type OutputOf<Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>> extends Outcome<infer T> ? T : never

export interface TaskOptions {
  /** Aborting ends the task at once, by ending its thread if it has to; the promise then rejects with CANCELLED. */
  readonly signal?: AbortSignal
  /** Hears what the task posts to its port while it runs. */
  readonly onMessage?: (message: unknown) => void
}

/**
 * What Tinypool says of a task that it gave to a thread which was being ended for another task: one that was cancelled at
 * the moment at which it finished. The task is none the wiser and is given to another thread.
 */
const terminated = 'Terminating worker thread'
const mostAttempts = 5

/** The worker threads: one a core, started when first needed, ended after a while without work. */
export class WorkerPool {
  readonly threadCount: number
  /** The built entry of threads that share in one fit; stands beside that of the workers. */
  readonly shardFile: string
  readonly #pool: Tinypool
  #closing = false

  /** @param workerFile absolute path of the built worker. */
  constructor(workerFile: string, threadCount = availableParallelism()) {
    this.threadCount = threadCount
    this.shardFile = join(dirname(workerFile), 'shard.js')
    this.#pool = new Tinypool({
      filename: workerFile,
      runtime: 'worker_threads',
      minThreads: 0,
      maxThreads: threadCount,
      idleTimeout: 20_000,
      // A worker that waits with Atomics.wait cannot read files between two tasks, nor be ended promptly.
      useAtomics: false,
      // A third of what Node takes: short recordings leave much that is soon forgotten, and two threads would keep 100 MB of it.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    })
  }

  /** Runs one task in a worker thread. Expected failures arrive as CepstraError. */
  async run<Name extends keyof Tasks>(
    name: Name,
    input: InputOf<Name>,
    options: TaskOptions = {},
  ): Promise<OutputOf<Name>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#runOnce(name, input, options)
      } catch (error) {
        const isLost = error instanceof Error && error.message === terminated && !this.#closing
        if (!isLost || attempt === mostAttempts) throw error
      }
    }
  }

  async #runOnce<Name extends keyof Tasks>(
    name: Name,
    input: InputOf<Name>,
    { signal, onMessage }: TaskOptions,
  ): Promise<OutputOf<Name>> {
    if (signal?.aborted) throw cancelled()
    const channel = onMessage ? new MessageChannel() : undefined
    channel?.port1.on('message', (message: unknown) => onMessage?.(message))
    try {
      const outcome = (await this.#pool.run(channel ? { ...input, port: channel.port2 } : input, {
        name,
        signal: signal ?? null,
        ...(channel ? { transferList: [channel.port2] } : {}),
      })) as Outcome<OutputOf<Name>>
      return resultOf(outcome)
    } catch (error) {
      if (signal?.aborted) throw cancelled()
      throw error
    } finally {
      channel?.port1.close()
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#pool.destroy()
  }
}

const cancelled = (): CepstraError => new CepstraError('CANCELLED', 'Cancelled before it was done.')
