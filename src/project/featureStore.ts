import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CepstraError } from '../cepstraError'
import { decodeNpy } from '../exchange/npy'
import { speechFrames } from '../features/speechFrames'
import type { Float32Frames, Frames } from '../mixture/frames'
import type { Database } from './database'

/** What the project knows of one cached feature matrix. A failure is remembered too, so that it is not tried in vain. */
export interface FeatureFacts {
  readonly frameCount: number
  readonly keptCount: number
  /** One byte a frame: 1 kept, 0 dropped. */
  readonly speech: Uint8Array
  readonly warnings: readonly string[]
  readonly error: { readonly code: string; readonly message: string } | null
}

/** Where the features of these contents under this recipe are kept; the name is made of nothing else. */
export function featurePath(folder: string, contentHash: string, recipeHash: string): string {
  return join(folder, contentHash.slice(0, 2), `${contentHash.slice(0, 32)}-${recipeHash}.npy`)
}

/** Reads a whole file of features: every frame, dropped ones included. */
export async function readFeatures(path: string): Promise<Float32Frames> {
  const array = decodeNpy(await readFile(path))
  const [count, dimensions] = array.shape
  if (!(array.data instanceof Float32Array) || array.shape.length !== 2 || count === undefined || !dimensions) {
    throw new CepstraError(
      'PROJECT_DAMAGED',
      `The cached features at ${path} are not a float32 matrix. Delete the file and extract again.`,
    )
  }
  return { data: array.data, count, dimensions }
}

/** Reads the kept frames of a cached matrix alone, in order; `speech` is what voice activity said of each frame. */
export async function readKeptFrames(path: string, speech: Uint8Array): Promise<Frames> {
  const { data, count, dimensions } = await readFeatures(path)
  if (speech.length !== count) {
    throw new CepstraError(
      'PROJECT_DAMAGED',
      `The cached features at ${path} have ${count} frames, but the project knows of ${speech.length}. Delete the file and extract again.`,
    )
  }
  return speechFrames({ data, frameCount: count, dimensions, speech })
}

/** The register of cached features. A row is written only after its file is whole. */
export class FeatureStore {
  readonly folder: string
  readonly #database: Database

  constructor(database: Database, folder: string) {
    this.#database = database
    this.folder = folder
  }

  path(contentHash: string, recipeHash: string): string {
    return featurePath(this.folder, contentHash, recipeHash)
  }

  get(contentHash: string, recipeHash: string): FeatureFacts | undefined {
    const row = this.#database.get(
      'SELECT * FROM features WHERE content_hash = ? AND recipe_hash = ?',
      contentHash,
      recipeHash,
    )
    if (!row) return undefined
    const speech = row['speech']
    return {
      frameCount: Number(row['frame_count']),
      keptCount: Number(row['kept_count']),
      speech: speech instanceof Uint8Array ? speech : new Uint8Array(0),
      warnings: JSON.parse(String(row['warnings'])) as string[],
      error: row['error'] ? (JSON.parse(String(row['error'])) as { code: string; message: string }) : null,
    }
  }

  /** Whether features are there to be read: the row and the file both. */
  has(contentHash: string, recipeHash: string): boolean {
    const row = this.#database.get(
      'SELECT error FROM features WHERE content_hash = ? AND recipe_hash = ?',
      contentHash,
      recipeHash,
    )
    if (!row) return false
    return row['error'] !== null || existsSync(this.path(contentHash, recipeHash))
  }

  put(contentHash: string, recipeHash: string, facts: FeatureFacts): void {
    this.#database.run(
      `INSERT OR REPLACE INTO features (content_hash, recipe_hash, frame_count, kept_count, speech, warnings, error)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      contentHash,
      recipeHash,
      facts.frameCount,
      facts.keptCount,
      facts.speech,
      JSON.stringify(facts.warnings),
      facts.error ? JSON.stringify(facts.error) : null,
    )
  }

  /** What is known of features without the features: warnings and the error; undefined where they were never computed. */
  outcome(contentHash: string, recipeHash: string): Pick<FeatureFacts, 'warnings' | 'error'> | undefined {
    const row = this.#database.get(
      'SELECT warnings, error FROM features WHERE content_hash = ? AND recipe_hash = ?',
      contentHash,
      recipeHash,
    )
    if (!row) return undefined
    return {
      warnings: JSON.parse(String(row['warnings'])) as string[],
      error: row['error'] ? (JSON.parse(String(row['error'])) as { code: string; message: string }) : null,
    }
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

  /** States of all contents under a recipe, for lists: 'ready' or 'failed' by content hash. */
  states(recipeHash: string): Map<string, 'ready' | 'failed'> {
    const rows = this.#database.all('SELECT content_hash, error FROM features WHERE recipe_hash = ?', recipeHash)
    return new Map(rows.map((row) => [String(row['content_hash']), row['error'] === null ? 'ready' : 'failed']))
  }

  /** Whether these contents have features under any recipe. */
  hasAny(contentHash: string): boolean {
    return this.#database.get('SELECT 1 FROM features WHERE content_hash = ? LIMIT 1', contentHash) !== undefined
  }
}
