import { CepstraError, errorCodes, type ErrorCode } from '../cepstraError'
import type { Job, JobRequest } from '../engine/contract'
import type { Engine } from '../engine/createEngine'
import { interruption } from './interruption'
import { Progress } from './progress'

/** What else a job is run with. */
interface RunOptions {
  /** Hears the job's number as soon as it has one. */
  readonly started?: (jobId: number) => void
  /** Cancels the job. */
  readonly stop?: AbortSignal
  /** Show nothing of how far it is. */
  readonly quiet?: boolean
}

/**
 * Runs a job to its end, showing how far it is. Ctrl C cancels it; what it finished stays. Where the process is ended
 * from outside, the job is left unfinished in the project instead, and the same command goes on with it.
 *
 * @throws CepstraError with the job's own code when it fails, CANCELLED when it is cancelled or left.
 */
export async function runJob(
  engine: Engine,
  request: JobRequest,
  { started, stop, quiet = false }: RunOptions = {},
): Promise<Job> {
  const progress = new Progress()
  const signal = interruption()
  let jobId: number | undefined
  let finish: (job: Job) => void
  let leave: (error: Error) => void
  const ended = new Promise<Job>((resolve, reject) => {
    finish = resolve
    leave = reject
  })
  // It may be left before anybody waits for its end.
  ended.catch(() => undefined)
  const stopListening = engine.context.events.on((event) => {
    if (event.type !== 'job' || event.job.id !== jobId) return
    if (!quiet) progress.show(event.job)
    if (event.job.endedAt !== null) finish(event.job)
  })
  const interrupt = (): void => {
    if (signal.reason !== 'SIGINT') {
      leave(new CepstraError('CANCELLED', 'Ended from outside. The same command goes on with what is left to do.'))
    } else cancel()
  }
  const cancel = (): void => {
    if (jobId !== undefined) void engine.client.jobs.cancel({ id: jobId })
  }
  try {
    jobId = (await engine.client.jobs.start({ request })).jobId
    started?.(jobId)
    signal.addEventListener('abort', interrupt)
    stop?.addEventListener('abort', cancel)
    if (signal.aborted) interrupt()
    if (stop?.aborted) cancel()
    const already = await engine.client.jobs.get({ id: jobId })
    const job = already.endedAt === null ? await ended : already
    if (job.state !== 'done') throw failure(job)
    return job
  } finally {
    progress.end()
    stopListening()
    signal.removeEventListener('abort', interrupt)
    stop?.removeEventListener('abort', cancel)
  }
}

function failure(job: Job): Error {
  if (job.state === 'cancelled') return new CepstraError('CANCELLED', job.outcome ?? 'Cancelled.')
  const { code = 'INTERNAL', message = job.outcome ?? '', details } = job.error ?? {}
  const known = errorCodes.find((each): each is ErrorCode => each === code)
  return known ? new CepstraError(known, message) : new Error(details ?? message)
}
