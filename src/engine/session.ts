import { realpathSync } from 'node:fs'
import { CepstraError } from '../cepstraError'
import { Project } from '../project/project'
import type { EngineEvents } from './events'
import { JobRunner } from './jobs/jobRunner'
import type { Log } from './log'
import type { WorkerPool } from './pool'
import { forgetProject, rememberProject } from './recentProjects'
import { watchFiles } from './watchFiles'

export interface OpenProject {
  readonly project: Project
  readonly jobs: JobRunner
}

/** The project that an engine has open, at most one, with its jobs. */
export class Session {
  readonly #parts: { pool: WorkerPool; events: EngineEvents; log: Log; version: string; resumeJobs: boolean }
  #lastTurn: Promise<unknown> = Promise.resolve()
  #open: (OpenProject & { stopWatching: () => void }) | undefined

  constructor(parts: { pool: WorkerPool; events: EngineEvents; log: Log; version: string; resumeJobs: boolean }) {
    this.#parts = parts
  }

  get current(): OpenProject | undefined {
    return this.#open
  }

  /** @throws CepstraError NO_PROJECT_OPEN */
  required(): OpenProject {
    if (!this.#open) {
      throw new CepstraError('NO_PROJECT_OPEN', 'No project is open. Open one, or make a new one, first.')
    }
    return this.#open
  }

  /** Makes a project and opens it in the place of the one that is open. Throws as `Project.create` does. */
  create(path: string, sampleRateHz?: number): Promise<OpenProject> {
    return this.#inTurn(() => this.#take(Project.create(path, sampleRateHz)))
  }

  /** Opens a project in the place of the one that is open, which stays open when that fails. Throws as `Project.open`. */
  open(path: string): Promise<OpenProject> {
    return this.#inTurn(async () => {
      const folder = Project.folderOf(path)
      if (this.#open && Project.isProject(folder) && samePlace(this.#open.project.path, folder)) return this.#open
      try {
        return await this.#take(Project.open(path))
      } catch (error) {
        if (error instanceof CepstraError && error.code === 'PROJECT_NOT_FOUND') this.#remember(forgetProject, path)
        throw error
      }
    })
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#close())
  }

  /** Two pages may ask at once; a project that is half open must not be met by the next request. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work)
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }

  async #close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (!open) return
    open.stopWatching()
    await open.jobs.close()
    open.project.close()
    this.#parts.events.changed('project')
  }

  /** The list of recent projects is a convenience: a home that cannot be written to keeps no project from opening. */
  #remember(change: (path: string) => void, path: string): void {
    try {
      change(path)
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'the list of recent projects could not be kept')
    }
  }

  async #take(project: Project): Promise<OpenProject> {
    await this.#close()
    const { events, resumeJobs } = this.#parts
    const jobs = new JobRunner({ ...this.#parts, project })
    const stopWatching = watchFiles(project, this.#parts)
    this.#open = { project, jobs, stopWatching }
    this.#remember(rememberProject, project.path)
    if (resumeJobs) jobs.resumeUnfinished()
    events.changed('project')
    return this.#open
  }
}

/** Whether two paths lead to one folder, by whatever links. */
function samePlace(one: string, other: string): boolean {
  try {
    return one === other || realpathSync(one) === realpathSync(other)
  } catch {
    return false
  }
}
