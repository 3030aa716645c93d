import type { Database, Row } from './database'

/** A finished selection of components and covariances; `body` is JSON that the engine owns. */
export interface StoredSelection {
  readonly id: number
  readonly createdAt: number
  readonly body: string
}

export class SelectionStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(body: unknown): number {
    return this.#database.run(
      'INSERT INTO selections (created_at, body) VALUES (?, ?)',
      Date.now(),
      JSON.stringify(body),
    ).id
  }

  get(id: number): StoredSelection | undefined {
    const row = this.#database.get('SELECT * FROM selections WHERE id = ?', id)
    return row && fromRow(row)
  }

  /** Newest first. */
  list(): StoredSelection[] {
    return this.#database.all('SELECT * FROM selections ORDER BY id DESC').map(fromRow)
  }
}

function fromRow(row: Row): StoredSelection {
  return { id: Number(row['id']), createdAt: Number(row['created_at']), body: String(row['body']) }
}
