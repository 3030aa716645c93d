import type { Project } from '../../project/project'
import type { Outputs, SettledRequest } from '../contract'
import type { ChangedWhat } from '../events'
import type { Log } from '../log'
import type { WorkerPool } from '../pool'

export type FitEvent = Outputs['jobs']['fitHistory'][number]
export type RequestOf<Kind extends SettledRequest['kind']> = Extract<SettledRequest, { kind: Kind }>

/** What is needed to read recordings and make their features, in a job or for a call. */
export interface ReadingContext {
  readonly project: Project
  /** Aborted with a CepstraError as reason where a person cancels, with another where the program ends. */
  readonly signal: AbortSignal
  readonly log: Log
  /** A task in a worker thread, ended when `signal` is aborted. */
  readonly run: WorkerPool['run']
}

/** What a kind of job is given to do its work with. */
export interface JobContext extends ReadingContext {
  readonly id: number
  readonly version: string
  readonly pool: WorkerPool
  /** Says more closely what the job does, once that is known. */
  title(text: string): void
  /** Sets what is counted; what an earlier attempt finished counts as done from the start. */
  count(total: number, unit: string, alreadyDone?: number): void
  advance(by?: number): void
  /** One recording met an error of its own; the job goes on. */
  fileError(): void
  /** What an earlier attempt of this job left under a key, else undefined. */
  checkpoint(key: string): unknown
  setCheckpoint(key: string, body: unknown): void
  fit(event: Omit<FitEvent, 'jobId'>): void
  changed(what: ChangedWhat): void
}

/** How a job ended well: a line for a person, and the bank, evaluation or selection that came of it. */
export interface JobEnd {
  readonly outcome: string
  readonly resultId?: number
  /** Whether it was cancelled, and this is what was kept. */
  readonly cancelled?: boolean
}

export type JobWork<Kind extends SettledRequest['kind']> = (
  request: RequestOf<Kind>,
  context: JobContext,
) => Promise<JobEnd>
