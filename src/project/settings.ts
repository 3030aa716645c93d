import type { Database } from './database'

/** A project's own settings, each one JSON value under a key. */
export class Settings {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get(key: string): unknown {
    const row = this.#database.get('SELECT value FROM settings WHERE key = ?', key)
    return row ? JSON.parse(String(row['value'])) : undefined
  }

  set(key: string, value: unknown): void {
    this.#database.run('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)', key, JSON.stringify(value))
  }
}
