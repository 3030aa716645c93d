import { existsSync } from 'node:fs'
import { createRouterClient } from '@orpc/server'
import { bankCalls } from './calls/bankCalls'
import { bankUpkeepCalls } from './calls/bankUpkeepCalls'
import { calls, type EngineContext } from './calls/base'
import { clusteringCalls } from './calls/clusteringCalls'
import { decisionCalls } from './calls/decisionCalls'
import { evaluationCalls } from './calls/evaluationCalls'
import { featureCalls } from './calls/featureCalls'
import { jobCalls } from './calls/jobCalls'
import { labelingCalls } from './calls/labelingCalls'
import { projectCalls } from './calls/projectCalls'
import { recognitionCalls } from './calls/recognitionCalls'
import { recordingCalls } from './calls/recordingCalls'
import { selectionCalls } from './calls/selectionCalls'
import { systemCalls } from './calls/systemCalls'
import { tableCalls } from './calls/tableCalls'
import { timelineCalls } from './calls/timelineCalls'
import { toolCalls } from './calls/toolCalls'
import type { EngineClient } from './contract'
import { DecodedStretches } from './decodedStretches'
import { EngineEvents } from './events'
import { openLog, type Log } from './log'
import { WorkerPool } from './pool'
import { Session } from './session'
import { TableWorks } from './tables/tableWork'

/** Every call of the contract with its implementation; what a port or a socket serves. */
export const router = calls.router({
  system: systemCalls,
  project: projectCalls,
  recordings: recordingCalls,
  features: featureCalls,
  jobs: jobCalls,
  banks: { ...bankCalls, ...bankUpkeepCalls, ...decisionCalls },
  recognition: { ...recognitionCalls, ...labelingCalls, ...timelineCalls },
  evaluations: evaluationCalls,
  selections: selectionCalls,
  clusterings: clusteringCalls,
  tools: toolCalls,
  tables: tableCalls,
})

export interface EngineOptions {
  /** Absolute path of the built worker. */
  readonly workerFile: string
  readonly version: string
  readonly shell: 'desktop' | 'browser' | 'terminal'
  /** Where the sample recordings are, if they were shipped. */
  readonly samplesFolder?: string
  /** Whether opening a project goes on with the jobs that were left unfinished. A command line does only what it is told. */
  readonly resumeJobs?: boolean
  readonly threadCount?: number
  readonly log?: Log
}

/** The engine: one open project at a time, its jobs, and the calls that a shell makes. */
export interface Engine {
  /** The calls without a wire between, validated all the same. */
  readonly client: EngineClient
  /** For handlers that serve `router` over a wire. */
  readonly context: EngineContext
  /** Stops jobs so that they can be resumed, closes the project, ends the workers. */
  close(): Promise<void>
}

export function createEngine(options: EngineOptions): Engine {
  const { workerFile, version, shell, samplesFolder, resumeJobs = shell !== 'terminal', threadCount } = options
  const log = options.log ?? openLog()
  const events = new EngineEvents()
  const pool = new WorkerPool(workerFile, threadCount)
  const session = new Session({ pool, events, log, version, resumeJobs })
  const context: EngineContext = {
    session,
    events,
    pool,
    tableWorks: new TableWorks(),
    decodedStretches: new DecodedStretches(),
    log,
    version,
    shell,
    samplesFolder: samplesFolder !== undefined && existsSync(samplesFolder) ? samplesFolder : null,
  }
  return {
    client: createRouterClient(router, { context }),
    context,
    async close() {
      try {
        await session.close()
      } finally {
        await pool.close()
      }
    },
  }
}
