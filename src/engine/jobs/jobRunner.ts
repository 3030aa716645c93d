import { isCepstraError, CepstraError } from '../../cepstraError'
import type { JobStore, StoredJob } from '../../project/jobStore'
import { Project } from '../../project/project'
import { jobRequest, type Job, type JobRequest, type SettledRequest } from '../contract'
import type { EngineEvents } from '../events'
import type { Log } from '../log'
import type { WorkerPool } from '../pool'
import { wireErrorOf } from '../wireError'
import { clusterVoices } from './clusterJob'
import { evaluateBank } from './evaluateJob'
import { extractFeaturesOfAll } from './extractJob'
import { importRecordings } from './importJob'
import type { FitEvent, JobContext, JobEnd } from './jobContext'
import { labelRecordings } from './labelJob'
import { ProgressRate } from './progressRate'
import { selectMixtures } from './selectJob'
import { calibrateBank } from './calibrateJob'
import { trainBank } from './trainJob'
import { updateBank } from './updateJob'

const titles: Record<JobRequest['kind'], { title: string; unit: string }> = {
  import: { title: 'Import recordings', unit: 'recordings' },
  extract: { title: 'Extract features', unit: 'seconds of audio' },
  train: { title: 'Train', unit: 'labels' },
  update: { title: 'Update', unit: 'labels' },
  calibrate: { title: 'Calibrate', unit: 'mixtures' },
  label: { title: 'Recognize recordings', unit: 'recordings' },
  evaluate: { title: 'Evaluate by cross-validation', unit: 'folds' },
  select: { title: 'Choose components and covariances', unit: 'mixtures' },
  cluster: { title: 'Group by voice', unit: 'percent' },
}

/** Progress is told at most this often; the last state is always told. */
const tellEveryMs = 150
/** Lower bounds kept for pages that come late. */
const longestFitHistory = 50_000

/** What a person is told of a cancelled job that left nothing to look at. */
function cancelledOutcome({ kind }: SettledRequest): string {
  return kind === 'train' ||
    kind === 'update' ||
    kind === 'calibrate' ||
    kind === 'evaluate' ||
    kind === 'select' ||
    kind === 'cluster'
    ? 'Cancelled. Of what it did, the computed features are kept.'
    : 'Cancelled. What was finished is kept.'
}

/** The request of a stored job with the defaults of options that came after it, for comparison. */
function settled({ request }: StoredJob): string {
  return JSON.stringify(jobRequest.parse(JSON.parse(request)))
}

interface RunningJob {
  job: StoredJob
  readonly request: SettledRequest
  readonly abort: AbortController
  readonly rate: ProgressRate
  readonly fits: FitEvent[]
  toldAt: number
}

/**
 * Runs a project's jobs one after the other, each spread over the worker threads. What a job finishes is in the
 * database before it is counted as done, so a job that was killed goes on where it stood.
 */
export class JobRunner {
  readonly #project: Project
  readonly #pool: WorkerPool
  readonly #events: EngineEvents
  readonly #log: Log
  readonly #version: string
  readonly #fitHistories = new Map<number, FitEvent[]>()
  #running: RunningJob | undefined
  #loop: Promise<void> | undefined
  #queue: number[] = []
  #closed = false

  constructor(parts: { project: Project; pool: WorkerPool; events: EngineEvents; log: Log; version: string }) {
    this.#project = parts.project
    this.#pool = parts.pool
    this.#events = parts.events
    this.#log = parts.log
    this.#version = parts.version
  }

  get #store(): JobStore {
    return this.#project.jobs
  }

  /** Goes on with everything that a closed or killed program left unfinished. */
  resumeUnfinished(): void {
    for (const job of this.#store.unfinished()) this.#enqueue(job.id)
  }

  /**
   * Queues a job. The same request as one left unfinished by an earlier program takes that one up again, so that what
   * it finished is not done twice.
   */
  start(request: JobRequest): number {
    const text = JSON.stringify(jobRequest.parse(request))
    const waiting = this.#store
      .unfinished()
      .find((job) => settled(job) === text && job.id !== this.#running?.job.id && !this.#queue.includes(job.id))
    const { title, unit } = titles[request.kind]
    const job = waiting ?? this.#store.add(text, title, unit)
    this.#enqueue(job.id)
    return job.id
  }

  /** Ends a job within a second; what it finished stays. Ended jobs are left as they are. */
  cancel(id: number): void {
    if (this.#running?.job.id === id) {
      this.#running.abort.abort(new CepstraError('CANCELLED', 'Cancelled before it was done.'))
      return
    }
    const job = this.#store.get(id)
    if (!job || (job.state !== 'queued' && job.state !== 'running')) return
    this.#queue = this.#queue.filter((queued) => queued !== id)
    this.#dropPartialWork(id)
    this.#end({ ...job, state: 'cancelled', outcome: 'Cancelled before it began.' })
  }

  list(): Job[] {
    return this.#store.list().map((job) => this.#wire(job))
  }

  /** @throws CepstraError NOT_FOUND */
  get(id: number): Job {
    const job = this.#store.get(id)
    if (!job) throw new CepstraError('NOT_FOUND', `There is no job ${id} in this project.`)
    return this.#wire(job)
  }

  fitHistory(id: number): FitEvent[] {
    return this.#fitHistories.get(id) ?? []
  }

  clearEnded(): void {
    this.#store.clearEnded()
    for (const id of this.#fitHistories.keys()) if (id !== this.#running?.job.id) this.#fitHistories.delete(id)
  }

  /** Stops without marking anything as ended: the next program goes on with it. */
  async close(): Promise<void> {
    this.#closed = true
    this.#queue = []
    this.#running?.abort.abort()
    await this.#loop
  }

  #enqueue(id: number): void {
    this.#queue.push(id)
    const job = this.#store.get(id)
    if (job) this.#events.tell({ type: 'job', job: this.#wire(job) })
    this.#loop ??= this.#work()
  }

  async #work(): Promise<void> {
    // Whoever asked for the job learns its number before its first news.
    await Promise.resolve()
    for (let id = this.#queue.shift(); id !== undefined; id = this.#queue.shift()) {
      try {
        const job = this.#store.get(id)
        if (job) await this.#runOne(job)
      } catch (error) {
        this.#log.error({ err: error, job: id }, 'a job could not be kept')
      }
    }
    // At once with finding the queue empty, so that no job can be put into a queue that nobody looks at any more.
    this.#loop = undefined
  }

  async #runOne(stored: StoredJob): Promise<void> {
    const fits: FitEvent[] = []
    const request = jobRequest.parse(JSON.parse(stored.request))
    const running: RunningJob = {
      request,
      job: { ...stored, state: 'running', startedAt: Date.now(), done: 0, total: 0, fileErrors: 0 },
      abort: new AbortController(),
      rate: new ProgressRate(),
      fits,
      toldAt: 0,
    }
    this.#running = running
    this.#fitHistories.set(stored.id, fits)
    try {
      this.#store.save(running.job)
      this.#tell(running, true)
      this.#checkFolder()
      const end = await this.#perform(request, this.#context(running))
      this.#store.dropCheckpoints(stored.id)
      const state = end.cancelled ? 'cancelled' : 'done'
      this.#end({ ...running.job, state, outcome: end.outcome, resultId: end.resultId ?? null })
    } catch (error) {
      this.#fail(running, error)
    } finally {
      this.#running = undefined
    }
  }

  #fail({ job, abort, request }: RunningJob, error: unknown): void {
    if (this.#closed) return
    if (abort.signal.aborted || (isCepstraError(error) && error.code === 'CANCELLED')) {
      this.#dropPartialWork(job.id)
      this.#end({ ...job, state: 'cancelled', outcome: cancelledOutcome(request) })
      return
    }
    const wire = wireErrorOf(error)
    if (!isCepstraError(error)) this.#log.error({ err: error, job: job.id }, 'a job failed')
    this.#dropPartialWork(job.id)
    this.#end({ ...job, state: 'failed', outcome: wire.message, error: JSON.stringify(wire) })
  }

  /** @throws CepstraError PROJECT_NOT_FOUND where the folder was deleted or moved away under the open project. */
  #checkFolder(): void {
    const { path } = this.#project
    if (Project.isProject(path)) return
    throw new CepstraError(
      'PROJECT_NOT_FOUND',
      `The folder of this project is not at ${path} any more, so nothing can be kept in it. Put it back, or close the project and open it where it is now.`,
    )
  }

  /** Takes away what an ended job leaves that no later one can use. A failure to do so must not hide the job's own. */
  #dropPartialWork(id: number): void {
    try {
      this.#store.dropCheckpoints(id)
      this.#project.banks.dropUnfinished(id)
    } catch (error) {
      this.#log.error({ err: error, job: id }, 'the partial work of a job could not be taken away')
    }
  }

  #perform(request: SettledRequest, context: JobContext): Promise<JobEnd> {
    switch (request.kind) {
      case 'import':
        return importRecordings(request, context)
      case 'extract':
        return extractFeaturesOfAll(request, context)
      case 'train':
        return trainBank(request, context)
      case 'update':
        return updateBank(request, context)
      case 'calibrate':
        return calibrateBank(request, context)
      case 'label':
        return labelRecordings(request, context)
      case 'evaluate':
        return evaluateBank(request, context)
      case 'select':
        return selectMixtures(request, context)
      case 'cluster':
        return clusterVoices(request, context)
    }
  }

  #context(running: RunningJob): JobContext {
    const { id } = running.job
    const { signal } = running.abort
    const update = (change: Partial<StoredJob>): void => {
      running.job = { ...running.job, ...change }
      this.#tell(running, false)
    }
    return {
      id,
      signal,
      project: this.#project,
      version: this.#version,
      pool: this.#pool,
      log: this.#log,
      run: (name, input, options) => this.#pool.run(name, input, { signal, ...options }),
      title: (title) => {
        update({ title })
      },
      count: (total, unit, alreadyDone = 0) => {
        update({ total: Math.round(total), unit, done: Math.round(alreadyDone) })
        running.rate.restart(alreadyDone, Date.now())
      },
      advance: (by = 1) => {
        const done = Math.min(running.job.done + by, running.job.total)
        running.rate.mark(done, Date.now())
        update({ done })
      },
      fileError: () => {
        update({ fileErrors: running.job.fileErrors + 1 })
      },
      checkpoint: (key) => this.#store.checkpoint(id, key),
      setCheckpoint: (key, body) => {
        this.#store.setCheckpoint(id, key, body)
      },
      fit: (event) => {
        const fit = { jobId: id, ...event }
        if (running.fits.length < longestFitHistory) running.fits.push(fit)
        this.#events.tell({ type: 'fit', fit })
      },
      changed: (what) => {
        this.#events.changed(what)
      },
    }
  }

  #end(job: StoredJob): void {
    const ended = { ...job, endedAt: Date.now() }
    try {
      this.#store.save(ended)
    } finally {
      // Whoever waits for the job has to learn its end even where a full disk keeps it from being written down.
      this.#events.tell({ type: 'job', job: this.#wire(ended) })
    }
  }

  #tell(running: RunningJob, atOnce: boolean): void {
    const now = Date.now()
    if (!atOnce && now - running.toldAt < tellEveryMs) return
    running.toldAt = now
    this.#events.tell({ type: 'job', job: this.#wire(running.job) })
  }

  #wire(stored: StoredJob): Job {
    const running = this.#running?.job.id === stored.id && stored.state === 'running' ? this.#running : undefined
    const job = running?.job ?? stored
    const request = running?.request ?? jobRequest.parse(JSON.parse(job.request))
    const ratePerSecond = running?.rate.perSecond() ?? null
    return {
      id: job.id,
      request,
      state: job.state,
      title: job.title,
      done: Math.round(job.done),
      total: job.total,
      unit: job.unit,
      ratePerSecond,
      secondsLeft: ratePerSecond ? Math.max(0, (job.total - job.done) / ratePerSecond) : null,
      startedAt: job.startedAt,
      endedAt: job.endedAt,
      outcome: job.outcome,
      resultId: job.resultId,
      error: job.error ? (JSON.parse(job.error) as Job['error']) : null,
      fileErrors: job.fileErrors,
    }
  }
}
