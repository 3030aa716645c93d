import { setImmediate } from 'node:timers/promises'
import { vi } from 'vitest'
import { WorkerPool } from '../../src/engine/pool'
import { resultOf, type Outcome } from '../../src/engine/workers/outcome'
import tasks, { type Tasks } from '../../src/engine/workers/worker'

/** Runs worker tasks in this thread until mocks are restored, so that what is tested is the source and not an older build. */
export function runTasksHere(onTask: (name: keyof Tasks, input: unknown) => void = () => undefined): void {
  vi.spyOn(WorkerPool.prototype, 'run').mockImplementation(async (name, input, options) => {
    // Calls to the engine have their turn between two tasks, as they have beside worker threads.
    await setImmediate()
    options?.signal?.throwIfAborted()
    onTask(name, input)
    return resultOf((await tasks[name](input as never)) as Outcome<unknown>) as never
  })
}
