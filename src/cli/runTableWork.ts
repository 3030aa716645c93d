import type { EngineClient, TableProgress } from '../engine/contract'
import { interruption } from './interruption'
import { Progress } from './progress'

/**
 * Follows work on a table to its end, showing how far it is. Ctrl C, or being asked to end otherwise, ends it with the
 * best it has, or with CANCELLED where it has nothing yet.
 */
export async function runTableWork<Result>(
  client: EngineClient,
  work: AsyncIterator<TableProgress, Result>,
): Promise<Result> {
  const progress = new Progress()
  const signal = interruption()
  let id: string | undefined
  const finish = (): void => {
    if (id !== undefined) void client.tables.finish({ id })
  }
  signal.addEventListener('abort', finish)
  try {
    for (;;) {
      const next = await work.next()
      if (next.done) return next.value
      id = next.value.id
      if (signal.aborted) finish()
      progress.show({ ...next.value, ratePerSecond: null, secondsLeft: null })
    }
  } finally {
    progress.end()
    signal.removeEventListener('abort', finish)
  }
}
