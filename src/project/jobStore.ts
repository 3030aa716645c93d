import type { Database, Row } from './database'

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export interface StoredJob {
  readonly id: number
  /** The request as it was made, JSON. */
  readonly request: string
  readonly state: JobState
  readonly title: string
  readonly done: number
  readonly total: number
  readonly unit: string
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly outcome: string | null
  readonly resultId: number | null
  /** JSON, or null. */
  readonly error: string | null
  readonly fileErrors: number
}

/** The jobs of a project and the checkpoints from which an interrupted one goes on. */
export class JobStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(request: string, title: string, unit: string): StoredJob {
    const { id } = this.#database.run(
      "INSERT INTO jobs (request, state, title, unit) VALUES (?, 'queued', ?, ?)",
      request,
      title,
      unit,
    )
    const job = this.get(id)
    if (!job) throw new Error(`Job ${id} vanished as it was added.`)
    return job
  }

  get(id: number): StoredJob | undefined {
    const row = this.#database.get('SELECT * FROM jobs WHERE id = ?', id)
    return row ? fromRow(row) : undefined
  }

  save(job: StoredJob): void {
    this.#database.run(
      `UPDATE jobs SET state = ?, title = ?, done = ?, total = ?, unit = ?, started_at = ?, ended_at = ?, outcome = ?,
         result_id = ?, error = ?, file_errors = ? WHERE id = ?`,
      job.state,
      job.title,
      job.done,
      job.total,
      job.unit,
      job.startedAt,
      job.endedAt,
      job.outcome,
      job.resultId,
      job.error,
      job.fileErrors,
      job.id,
    )
  }

  /** Jobs that have not been cleared away, oldest first. */
  list(): StoredJob[] {
    return this.#database.all('SELECT * FROM jobs WHERE cleared = 0 ORDER BY id').map(fromRow)
  }

  /** Jobs that a closed or killed program left unfinished, oldest first. */
  unfinished(): StoredJob[] {
    return this.#database.all("SELECT * FROM jobs WHERE state IN ('queued', 'running') ORDER BY id").map(fromRow)
  }

  clearEnded(): void {
    this.#database.run("UPDATE jobs SET cleared = 1 WHERE state NOT IN ('queued', 'running')")
  }

  checkpoint(jobId: number, key: string): unknown {
    const row = this.#database.get('SELECT body FROM checkpoints WHERE job_id = ? AND key = ?', jobId, key)
    return row ? JSON.parse(String(row['body'])) : undefined
  }

  setCheckpoint(jobId: number, key: string, body: unknown): void {
    this.#database.run(
      'INSERT OR REPLACE INTO checkpoints (job_id, key, body) VALUES (?, ?, ?)',
      jobId,
      key,
      JSON.stringify(body),
    )
  }

  dropCheckpoints(jobId: number): void {
    this.#database.run('DELETE FROM checkpoints WHERE job_id = ?', jobId)
  }
}

function fromRow(row: Row): StoredJob {
  const number = (key: string): number | null => (row[key] === null ? null : Number(row[key]))
  const text = (key: string): string | null => (row[key] === null ? null : String(row[key]))
  return {
    id: Number(row['id']),
    request: String(row['request']),
    state: String(row['state']) as JobState,
    title: String(row['title']),
    done: Number(row['done']),
    total: Number(row['total']),
    unit: String(row['unit']),
    startedAt: number('started_at'),
    endedAt: number('ended_at'),
    outcome: text('outcome'),
    resultId: number('result_id'),
    error: text('error'),
    fileErrors: Number(row['file_errors']),
  }
}
