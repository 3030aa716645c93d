import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Database, Row } from './database'
import type { FeaturePlace } from './keptFrames'

/** What extraction tells of a recording. A failure is remembered too, so that it is not tried in vain. */
export interface FeatureFacts {
  readonly frameCount: number
  readonly keptCount: number
  /** One byte a frame: 1 kept, 0 dropped. */
  readonly speech: Uint8Array
  readonly warnings: readonly string[]
  readonly error: { readonly code: string; readonly message: string } | null
}

/** What the project knows of a recording's features. */
export interface StoredFeatures extends FeatureFacts {
  /** Null where there are none, for the reason that `error` tells. */
  readonly place: FeaturePlace | null
}

/** The features of many recordings in one file, which is on the disk whole. */
export interface PackedRecordings {
  readonly path: string
  readonly recipeHash: string
  readonly recordings: readonly {
    readonly contentHash: string
    readonly facts: FeatureFacts
    readonly firstRow: number
  }[]
}

/** What one look at many contents tells of each that has features or an error under a recipe. */
export type FeatureState = 'ready' | 'failed'

/** Where features that have a file of their own are kept; the name is made of nothing else. */
export function featurePath(folder: string, contentHash: string, recipeHash: string): string {
  return join(folder, contentHash.slice(0, 2), `${contentHash.slice(0, 32)}-${recipeHash}.npy`)
}

/** In the folder of the features. */
const packFolder = 'packs'

/**
 * The register of cached features. The rows of a long recording have a file of their own, those of many short ones are
 * in a pack: one file, in which each recording has its rows behind those of the others. A recording is in the register only
 * once its file is whole. Features are never taken out one by one, so a pack has no gaps to be closed; one that the register
 * does not know, or that is gone, is put right by `removeStrays`.
 */
export class FeatureStore {
  readonly folder: string
  readonly #database: Database

  constructor(database: Database, folder: string) {
    this.#database = database
    this.folder = folder
  }

  /** Where to write features that get a file of their own. */
  path(contentHash: string, recipeHash: string): string {
    return featurePath(this.folder, contentHash, recipeHash)
  }

  /** Where to write a pack; another at each call. */
  newPackPath(): string {
    return join(this.folder, packFolder, `${randomUUID()}.npy`)
  }

  get(contentHash: string, recipeHash: string): StoredFeatures | undefined {
    const row = this.#database.get(
      `SELECT features.*, packs.name AS pack_name FROM features LEFT JOIN packs ON packs.id = features.pack
       WHERE content_hash = ? AND features.recipe_hash = ?`,
      contentHash,
      recipeHash,
    )
    if (!row) return undefined
    const speech = row['speech']
    const outcome = outcomeOf(row)
    return {
      frameCount: Number(row['frame_count']),
      keptCount: Number(row['kept_count']),
      speech: speech instanceof Uint8Array ? speech : new Uint8Array(0),
      ...outcome,
      place: outcome.error ? null : this.#placeOf(row, contentHash, recipeHash),
    }
  }

  /** Whether features are there to be read, the row and the file both, or could not be had. */
  has(contentHash: string, recipeHash: string): boolean {
    return this.states(recipeHash, [contentHash]).has(contentHash)
  }

  /** Of these contents, those whose features are there to be read, the row and the file both, or could not be had. */
  states(recipeHash: string, contentHashes: readonly string[]): Map<string, FeatureState> {
    const rows = this.#database.all(
      `SELECT content_hash, features.first_row, error IS NULL AS fine, packs.name AS pack_name
       FROM features LEFT JOIN packs ON packs.id = features.pack
       WHERE features.recipe_hash = ? AND content_hash IN (SELECT value FROM json_each(?))`,
      recipeHash,
      JSON.stringify(contentHashes),
    )
    const states = new Map<string, FeatureState>()
    // Of a pack that many of them are in, the system is asked once.
    const isThere = new Map<string, boolean>()
    for (const row of rows) {
      const contentHash = String(row['content_hash'])
      const { path } = this.#placeOf(row, contentHash, recipeHash)
      const isFine = row['fine'] === 1
      if (isFine && !isThere.has(path)) isThere.set(path, existsSync(path))
      if (!isFine) states.set(contentHash, 'failed')
      else if (isThere.get(path)) states.set(contentHash, 'ready')
    }
    return states
  }

  /** Keeps what is known of features that have a file of their own, or of a failure. */
  put(contentHash: string, recipeHash: string, facts: FeatureFacts): void {
    this.#put(contentHash, recipeHash, facts, null, null)
  }

  /** Keeps what is known of recordings whose rows are in a pack. */
  putPack({ path, recipeHash, recordings }: PackedRecordings): void {
    this.#database.transaction(() => {
      const { id } = this.#database.run(
        'INSERT INTO packs (name, recipe_hash) VALUES (?, ?)',
        basename(path),
        recipeHash,
      )
      for (const { contentHash, facts, firstRow } of recordings) this.#put(contentHash, recipeHash, facts, id, firstRow)
    })
  }

  /** Takes out all packs under a recipe that nobody will ask for. */
  removePacks(recipeHash: string): void {
    const names = this.#database.transaction(() => {
      const packs = this.#database.all('SELECT id, name FROM packs WHERE recipe_hash = ?', recipeHash)
      this.#forgetPacks(packs)
      return packs.map(({ name }) => String(name))
    })
    for (const name of names) rmSync(join(this.folder, packFolder, name), { force: true })
  }

  /**
   * Brings the register and the packs on the disk together: a pack that a program had written but not yet registered when
   * it was killed is removed, and features whose pack somebody deleted are to be computed again. Only for whoever has the project's
   * lock, before any job.
   */
  removeStrays(): void {
    const packs = this.#database.all('SELECT id, name FROM packs')
    let found: ReadonlySet<string>
    try {
      found = new Set(readdirSync(join(this.folder, packFolder)))
    } catch {
      found = new Set()
    }
    const gone = packs.filter(({ name }) => !found.has(String(name)))
    if (gone.length > 0) this.#database.transaction(() => this.#forgetPacks(gone))
    const known = new Set(packs.map(({ name }) => String(name)))
    for (const name of found) {
      if (name.endsWith('.npy') && !known.has(name)) rmSync(join(this.folder, packFolder, name), { force: true })
    }
  }

  /** What is known of features without the features: warnings and the error; undefined where they were never computed. */
  outcome(contentHash: string, recipeHash: string): Pick<FeatureFacts, 'warnings' | 'error'> | undefined {
    const row = this.#database.get(
      'SELECT warnings, error FROM features WHERE content_hash = ? AND recipe_hash = ?',
      contentHash,
      recipeHash,
    )
    return row && outcomeOf(row)
  }

  /** How many training recordings have features under a recipe, and of how many nothing was computed yet. */
  coverage(recipeHash: string): { ready: number; missing: number } {
    const row = this.#database.get(
      `SELECT coalesce(sum(features.content_hash IS NOT NULL AND features.error IS NULL), 0) AS ready,
         coalesce(sum(features.content_hash IS NULL), 0) AS missing
       FROM recordings INDEXED BY recordings_by_role LEFT JOIN features INDEXED BY features_by_recipe
         ON features.content_hash = recordings.content_hash AND features.recipe_hash = ?
       WHERE recordings.role = 'training' AND recordings.content_hash IS NOT NULL`,
      recipeHash,
    )
    return { ready: Number(row?.['ready']), missing: Number(row?.['missing']) }
  }

  /** Whether these contents have features under any recipe. */
  hasAny(contentHash: string): boolean {
    return this.#database.get('SELECT 1 FROM features WHERE content_hash = ? LIMIT 1', contentHash) !== undefined
  }

  #put(
    contentHash: string,
    recipeHash: string,
    facts: FeatureFacts,
    pack: number | null,
    firstRow: number | null,
  ): void {
    this.#database.run(
      `INSERT OR REPLACE INTO features
         (content_hash, recipe_hash, frame_count, kept_count, speech, warnings, error, pack, first_row)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      contentHash,
      recipeHash,
      facts.frameCount,
      facts.keptCount,
      facts.speech,
      JSON.stringify(facts.warnings),
      facts.error ? JSON.stringify(facts.error) : null,
      pack,
      firstRow,
    )
  }

  #forgetPacks(packs: readonly Row[]): void {
    const ids = JSON.stringify(packs.map(({ id }) => id))
    this.#database.run('DELETE FROM features WHERE pack IN (SELECT value FROM json_each(?))', ids)
    this.#database.run('DELETE FROM packs WHERE id IN (SELECT value FROM json_each(?))', ids)
  }

  #placeOf(row: Row, contentHash: string, recipeHash: string): FeaturePlace {
    const name = row['pack_name']
    if (typeof name !== 'string') return { path: this.path(contentHash, recipeHash), firstRow: null }
    return { path: join(this.folder, packFolder, name), firstRow: Number(row['first_row']) }
  }
}

function outcomeOf(row: Row): Pick<FeatureFacts, 'warnings' | 'error'> {
  return {
    warnings: JSON.parse(String(row['warnings'])) as string[],
    error: row['error'] ? (JSON.parse(String(row['error'])) as { code: string; message: string }) : null,
  }
}
