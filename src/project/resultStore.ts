import type { Database, Row } from './database'

/** One recording's answer by one bank; `body` is JSON that the engine owns. */
export interface StoredResult {
  readonly recordingId: number
  readonly bankId: number
  readonly jobId: number
  /** Higher is more doubtful; what "sort by doubt" sorts by. */
  readonly doubt: number
  readonly corrected: string | null
  readonly body: string
  /** Answers are numbered in the order in which they were given, from 1 on. */
  readonly sequence: number
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
  #lastSequence: number | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Keeps an answer in the place of the recording's earlier one by the same bank; what a person said of it stays.
   * Answers with false, keeping nothing, where the recording or the bank has been removed meanwhile.
   */
  put({ recordingId, bankId, jobId, doubt, body }: Omit<StoredResult, 'corrected' | 'sequence'>): boolean {
    const { changes } = this.#database.run(
      `INSERT INTO results (recording_id, bank_id, job_id, doubt, body, sequence)
       SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM recordings WHERE id = ?)
         AND EXISTS (SELECT 1 FROM banks WHERE id = ?)
       ON CONFLICT (recording_id, bank_id) DO UPDATE SET job_id = excluded.job_id, doubt = excluded.doubt,
         body = excluded.body, sequence = excluded.sequence`,
      recordingId,
      bankId,
      jobId,
      doubt,
      body,
      this.#nextSequence(),
      recordingId,
      bankId,
    )
    return changes > 0
  }

  /** What a bank has answered of a recording; undefined where it was not asked. */
  get(recordingId: number, bankId: number): StoredResult | undefined {
    const row = this.#database.get('SELECT * FROM results WHERE recording_id = ? AND bank_id = ?', recordingId, bankId)
    return row && fromRow(row)
  }

  /** Makes an earlier answer one of this job, as if it had been given now. */
  takeOver(recordingId: number, bankId: number, jobId: number): void {
    this.#database.run(
      'UPDATE results SET job_id = ?, sequence = ? WHERE recording_id = ? AND bank_id = ?',
      jobId,
      this.#nextSequence(),
      recordingId,
      bankId,
    )
  }

  /** The next answers of a job after the one of that number, in the order in which they were given. */
  after(jobId: number, sequence: number, limit: number): StoredResult[] {
    return this.#database
      .all('SELECT * FROM results WHERE job_id = ? AND sequence > ? ORDER BY sequence LIMIT ?', jobId, sequence, limit)
      .map(fromRow)
  }

  /** What was said of a recording's answers by a person; null where nothing was. */
  correctionOf(recordingId: number): string | null {
    const row = this.#database.get(
      'SELECT corrected FROM results WHERE recording_id = ? AND corrected IS NOT NULL LIMIT 1',
      recordingId,
    )
    return row ? String(row['corrected']) : null
  }

  #nextSequence(): number {
    this.#lastSequence ??= Number(this.#database.get('SELECT coalesce(max(sequence), 0) AS n FROM results')?.['n'] ?? 0)
    return ++this.#lastSequence
  }

  /** The recordings that a label job has answered already. */
  answered(jobId: number): Set<number> {
    const rows = this.#database.all('SELECT recording_id FROM results WHERE job_id = ?', jobId)
    return new Set(rows.map((row) => Number(row['recording_id'])))
  }

  /** Notes what a person said the right label is; null takes that back. */
  correct(recordingId: number, label: string | null): void {
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
      rows: rows.map(fromRow),
    }
  }
}

function fromRow(row: Row): StoredResult {
  return {
    recordingId: Number(row['recording_id']),
    bankId: Number(row['bank_id']),
    jobId: Number(row['job_id']),
    doubt: Number(row['doubt']),
    corrected: row['corrected'] === null ? null : String(row['corrected']),
    body: String(row['body']),
    sequence: Number(row['sequence']),
  }
}
