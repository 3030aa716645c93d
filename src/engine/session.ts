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

  async create(path: string, sampleRateHz?: number): Promise<OpenProject> {
    const project = Project.create(path, sampleRateHz)
    return this.#take(project)
  }

  async open(path: string): Promise<OpenProject> {
    if (this.#open?.project.path === path) return this.#open
    let project: Project
    try {
      project = Project.open(path)
    } catch (error) {
      if (error instanceof CepstraError && error.code === 'PROJECT_NOT_FOUND') forgetProject(path)
      throw error
    }
    return this.#take(project)
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (!open) return
    open.stopWatching()
    await open.jobs.close()
    open.project.close()
    this.#parts.events.changed('project')
  }

  async #take(project: Project): Promise<OpenProject> {
    await this.close()
    const { events, log, resumeJobs } = this.#parts
    const jobs = new JobRunner({ ...this.#parts, project })
    const stopWatching = watchFiles(project, events, log)
    this.#open = { project, jobs, stopWatching }
    rememberProject(project.path)
    if (resumeJobs) jobs.resumeUnfinished()
    events.changed('project')
    return this.#open
  }
}
