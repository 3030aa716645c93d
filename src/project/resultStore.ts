import type { Database } from './database'

/** One recording's answer by one bank; `body` is JSON that the engine owns. */
export interface StoredResult {
  readonly recordingId: number
  readonly bankId: number
  readonly jobId: number
  /** Higher is more doubtful; what "sort by doubt" sorts by. */
  readonly doubt: number
  readonly corrected: string | null
  readonly body: string
}

export interface ResultQuery {
  readonly bankId?: number | undefined
  readonly jobId?: number | undefined
  readonly offset: number
  readonly limit: number
  readonly sort: 'added' | 'name' | 'doubt'
}

const orderings = {
  added: 'results.job_id DESC, results.recording_id',
  name: 'recordings.path COLLATE NOCASE',
  doubt: 'results.doubt DESC, results.recording_id',
} as const

/** The answers of label jobs, the latest for each recording and bank. */
export class ResultStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Keeps an answer in the place of the recording's earlier one by the same bank; what a person said of it stays.
   * Answers with false, keeping nothing, where the recording or the bank has been removed meanwhile.
   */
  put({ recordingId, bankId, jobId, doubt, body }: Omit<StoredResult, 'corrected'>): boolean {
    const { changes } = this.#database.run(
      `INSERT INTO results (recording_id, bank_id, job_id, doubt, body)
       SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM recordings WHERE id = ?)
         AND EXISTS (SELECT 1 FROM banks WHERE id = ?)
       ON CONFLICT (recording_id, bank_id) DO UPDATE SET job_id = excluded.job_id, doubt = excluded.doubt,
         body = excluded.body`,
      recordingId,
      bankId,
      jobId,
      doubt,
      body,
      recordingId,
      bankId,
    )
    return changes > 0
  }

  /** The recordings that a label job has answered already. */
  answered(jobId: number): Set<number> {
    const rows = this.#database.all('SELECT recording_id FROM results WHERE job_id = ?', jobId)
    return new Set(rows.map((row) => Number(row['recording_id'])))
  }

  correct(recordingId: number, label: string): void {
    this.#database.run('UPDATE results SET corrected = ? WHERE recording_id = ?', label, recordingId)
  }

  count(): number {
    return Number(this.#database.get('SELECT count(*) AS n FROM results')?.['n'] ?? 0)
  }

  list(query: ResultQuery): { total: number; rows: StoredResult[] } {
    const conditions: string[] = ['1 = 1']
    const values: number[] = []
    if (query.bankId !== undefined) {
      conditions.push('results.bank_id = ?')
      values.push(query.bankId)
    }
    if (query.jobId !== undefined) {
      conditions.push('results.job_id = ?')
      values.push(query.jobId)
    }
    const where = conditions.join(' AND ')
    const rows = this.#database.all(
      `SELECT results.* FROM results JOIN recordings ON recordings.id = results.recording_id
       WHERE ${where} ORDER BY ${orderings[query.sort]} LIMIT ? OFFSET ?`,
      ...values,
      query.limit,
      query.offset,
    )
    const total = this.#database.get(`SELECT count(*) AS n FROM results WHERE ${where}`, ...values)
    return {
      total: Number(total?.['n'] ?? 0),
      rows: rows.map((row) => ({
        recordingId: Number(row['recording_id']),
        bankId: Number(row['bank_id']),
        jobId: Number(row['job_id']),
        doubt: Number(row['doubt']),
        corrected: row['corrected'] === null ? null : String(row['corrected']),
        body: String(row['body']),
      })),
    }
  }
}
