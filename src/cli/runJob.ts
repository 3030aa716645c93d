import { SingleBar } from 'cli-progress'
import { CepstraError, errorCodes, type ErrorCode } from '../cepstraError'
import type { Job, JobRequest } from '../engine/contract'
import type { Engine } from '../engine/createEngine'

/** A progress bar on a terminal, a line every few seconds elsewhere; always on stderr, so that stdout is the answer's. */
class Progress {
  readonly #bar: SingleBar | undefined
  #toldAt = Date.now()
  #started = false

  constructor() {
    if (!process.stderr.isTTY) return
    const format = '{title} {bar} {value}/{total} {unit}  {rate}/s  {left} left'
    this.#bar = new SingleBar({ format, stream: process.stderr, barsize: 24, hideCursor: true, clearOnComplete: true })
  }

  show(job: Job): void {
    if (job.total === 0) return
    const facts = {
      title: job.title,
      unit: job.unit,
      rate: job.ratePerSecond === null ? '–' : job.ratePerSecond.toPrecision(3),
      left: job.secondsLeft === null ? '–' : `${Math.ceil(job.secondsLeft)} s`,
    }
    if (this.#bar) {
      if (!this.#started) this.#bar.start(job.total, job.done, facts)
      this.#started = true
      this.#bar.setTotal(job.total)
      this.#bar.update(job.done, facts)
    } else if (Date.now() - this.#toldAt > 5000) {
      this.#toldAt = Date.now()
      process.stderr.write(
        `${job.title}: ${job.done} of ${job.total} ${job.unit}, ${facts.rate}/s, ${facts.left} left\n`,
      )
    }
  }

  end(): void {
    if (this.#started) this.#bar?.stop()
  }
}

/**
 * Runs a job to its end, showing how far it is. Ctrl C cancels it; what it finished stays.
 *
 * @throws CepstraError with the job's own code when it fails or is cancelled.
 */
export async function runJob(engine: Engine, request: JobRequest): Promise<Job> {
  const progress = new Progress()
  const { events } = engine.context
  let jobId: number | undefined
  let finish: (job: Job) => void
  const ended = new Promise<Job>((resolve) => {
    finish = resolve
  })
  const stopListening = events.on((event) => {
    if (event.type !== 'job' || event.job.id !== jobId) return
    progress.show(event.job)
    if (event.job.endedAt !== null) finish(event.job)
  })
  const cancel = (): void => {
    if (jobId !== undefined) void engine.client.jobs.cancel({ id: jobId })
  }
  process.on('SIGINT', cancel)
  try {
    jobId = (await engine.client.jobs.start({ request })).jobId
    const already = await engine.client.jobs.get({ id: jobId })
    const job = already.endedAt === null ? await ended : already
    if (job.state !== 'done') throw failure(job)
    return job
  } finally {
    progress.end()
    stopListening()
    process.off('SIGINT', cancel)
  }
}

function failure(job: Job): Error {
  if (job.state === 'cancelled') return new CepstraError('CANCELLED', job.outcome ?? 'Cancelled.')
  const { code = 'INTERNAL', message = job.outcome ?? '', details } = job.error ?? {}
  const known = errorCodes.find((each): each is ErrorCode => each === code)
  return known ? new CepstraError(known, message) : new Error(details ?? message)
}
