import type { Database } from './database'

/** Finished evaluations; `body` and `recordings` are JSON that the engine owns. */
export interface StoredEvaluation {
  readonly id: number
  readonly createdAt: number
  readonly body: string
  readonly recordings: string
}

export class EvaluationStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(body: unknown, recordings: unknown): number {
    return this.#database.run(
      'INSERT INTO evaluations (created_at, body, recordings) VALUES (?, ?, ?)',
      Date.now(),
      JSON.stringify(body),
      JSON.stringify(recordings),
    ).id
  }

  get(id: number): StoredEvaluation | undefined {
    return this.#select('WHERE id = ?', id)[0]
  }

  /** Newest first. */
  list(): StoredEvaluation[] {
    return this.#select('ORDER BY id DESC')
  }

  remove(id: number): void {
    this.#database.run('DELETE FROM evaluations WHERE id = ?', id)
  }

  #select(clause: string, ...values: number[]): StoredEvaluation[] {
    return this.#database.all(`SELECT * FROM evaluations ${clause}`, ...values).map((row) => ({
      id: Number(row['id']),
      createdAt: Number(row['created_at']),
      body: String(row['body']),
      recordings: String(row['recordings']),
    }))
  }
}
