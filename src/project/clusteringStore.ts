import type { Database, Row } from './database'
import { CepstraError } from '../cepstraError'

/** What was grouped without labels, and what its clusters were called; `body` is JSON that the engine owns. */
export interface StoredClustering {
  readonly id: number
  readonly createdAt: number
  readonly body: string
  /** The names that a person gave, by the number of the cluster. */
  readonly names: ReadonlyMap<number, string>
  /** When the names were last turned into labels. */
  readonly appliedAt: number | null
}

export class ClusteringStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  add(body: unknown): number {
    return this.#database.run(
      'INSERT INTO clusterings (created_at, body) VALUES (?, ?)',
      Date.now(),
      JSON.stringify(body),
    ).id
  }

  /** @throws CepstraError NOT_FOUND */
  get(id: number): StoredClustering {
    const row = this.#database.get('SELECT * FROM clusterings WHERE id = ?', id)
    if (row) return fromRow(row)
    throw new CepstraError('NOT_FOUND', `There are no clusters ${id} in this project. Group recordings first.`)
  }

  /** Newest first. */
  list(): StoredClustering[] {
    return this.#database.all('SELECT * FROM clusterings ORDER BY id DESC').map(fromRow)
  }

  /** Gives a cluster a name, or takes it away. @throws CepstraError NOT_FOUND */
  name(id: number, cluster: number, name: string | null): void {
    const names = new Map(this.get(id).names)
    if (name === null) names.delete(cluster)
    else names.set(cluster, name)
    this.#database.durably(() => {
      this.#database.run('UPDATE clusterings SET names = ? WHERE id = ?', JSON.stringify([...names]), id)
    })
  }

  markApplied(id: number): void {
    this.#database.run('UPDATE clusterings SET applied_at = ? WHERE id = ?', Date.now(), id)
  }

  /** Labels that came of it stay. */
  remove(id: number): void {
    this.#database.run('DELETE FROM clusterings WHERE id = ?', id)
  }
}

function fromRow(row: Row): StoredClustering {
  return {
    id: Number(row['id']),
    createdAt: Number(row['created_at']),
    body: String(row['body']),
    names: new Map(JSON.parse(String(row['names'])) as [number, string][]),
    appliedAt: row['applied_at'] === null ? null : Number(row['applied_at']),
  }
}
