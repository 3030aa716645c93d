import type { StoredResult } from '../project/resultStore'
import type { EngineEvents } from './events'
import type { OpenProject } from './session'

/** Answers that are read at a time, so that those of a very large job never stand in memory together. */
const pageSize = 500

/**
 * The answers of a label job in the order in which they are finished, from the first one on; waits for more until the job has
 * ended. One that is given again, because the same recording was asked twice, comes again.
 *
 * @throws CepstraError NOT_FOUND where there is no such job.
 */
export async function* finishedResults(
  jobId: number,
  { project, jobs }: OpenProject,
  events: EngineEvents,
  signal?: AbortSignal,
): AsyncGenerator<readonly StoredResult[], void> {
  let news = 0
  let wake = (): void => undefined
  const hear = (): void => {
    news++
    wake()
  }
  const stop = events.on((event) => {
    if ((event.type === 'job' && event.job.id === jobId) || event.type === 'changed') hear()
  })
  signal?.addEventListener('abort', hear)
  try {
    for (let last = 0; !signal?.aborted;) {
      const heard = news
      // Asked before the answers are read, so that none is missed that came with the end.
      const hasEnded = jobs.get(jobId).endedAt !== null
      const rows = project.results.after(jobId, last, pageSize)
      if (rows.length > 0) {
        last = rows[rows.length - 1].sequence
        yield rows
      } else if (hasEnded) return
      else if (news === heard) await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    stop()
    signal?.removeEventListener('abort', hear)
  }
}
