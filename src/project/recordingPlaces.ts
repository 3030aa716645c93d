import type { Database } from './database'
import type { Placing } from './labelRule'
import { recordingSessions } from './recordingSessions'

/** Which session each recording is of, and which part of a given split it is in. */
export class RecordingPlaces {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Keeps what an import told. What it does not tell stays as an earlier one told it. */
  keep(places: readonly ({ readonly id: number } & Placing)[]): void {
    this.#database.transaction(() => {
      for (const { id, session, split } of places) {
        if (session === null && split === null) continue
        this.#database.run(
          'UPDATE recordings SET session = coalesce(?, session), split = coalesce(?, split) WHERE id = ?',
          session,
          split,
          id,
        )
      }
    })
  }

  /** Of all training recordings by id, with the session that their folder tells where the import told none. */
  all(): Map<number, Placing & { readonly path: string }> {
    const rows = this.#database
      .all("SELECT id, path, label, session, split FROM recordings WHERE role = 'training'")
      .map((row) => ({
        id: Number(row['id']),
        path: String(row['path']),
        label: row['label'] === null ? null : String(row['label']),
        session: row['session'] === null ? null : String(row['session']),
        split: row['split'] === null ? null : String(row['split']),
      }))
    const sessions = recordingSessions(rows)
    return new Map(rows.map(({ id, path, split }, i) => [id, { path, split, session: sessions[i] }]))
  }
}
