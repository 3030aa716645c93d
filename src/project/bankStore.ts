import { CepstraError } from '../cepstraError'
import type { GaussianMixture } from '../mixture/gaussianMixture'
import type { Background, Bank, BankMixture } from '../recognition/bank'
import { toBytes, toFloat64 } from './bytes'
import type { Database, Row } from './database'
import { storedRecipeSchema } from '../features/storedRecipe'
import { decisionOfRule, unknownRuleSchema, type Decision } from '../recognition/decision/decision'
import type { HeldOutFold } from '../recognition/heldOut'
import { packJson, unpackJson } from './packJson'

/** A bank's facts without its mixtures and its background, which are kept as they are fitted. */
export type BankBody = Omit<Bank, 'mixtures' | 'background' | 'name' | 'createdAt'>

/** What the mixtures of a bank were fitted to, so that it can be told which of them are out of date. */
export interface BankMaterial {
  /** The training that was asked for, as the engine's contract has it. */
  readonly request: object
  /** The variance of each dimension over all training frames, of which the variance floor is a share. */
  readonly pooledVariance: Float64Array
  readonly labels: readonly {
    readonly label: string
    readonly recordings: number
    /** Tells this material from any other: contents, and which of their frames were kept. */
    readonly digest: string
    /** The contents themselves, so that it can be told whether a recording had a part in it. */
    readonly contents: readonly string[]
  }[]
}

/** Which bank a bank is a new version of. */
export interface BankLineage {
  /** From 1 on. */
  readonly version: number
  /** The bank that it was made from; null for a first version, and where that has been removed. */
  readonly parentId: number | null
  /** The same for all versions of a bank: the number of the first one, which may have been removed. */
  readonly lineageId: number
}

export interface StoredBank extends Bank {
  readonly id: number
  readonly imported: boolean
  readonly lineage: BankLineage
}

/** What a list tells of a bank; its mixtures, which are by far the most of it, are not read. */
export interface BankOverview extends Omit<StoredBank, 'mixtures' | 'background' | 'testVector'> {
  readonly labels: readonly string[]
  /** Frames that the mixtures were fitted to, all labels together. */
  readonly frameCount: number
}

/**
 * The trained banks. A bank is invisible while it is being trained; its mixtures are kept one by one as they are
 * fitted, so that a training that was interrupted goes on with the labels that are still missing.
 */
export class BankStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * The bank that a training job fills. It is begun anew when the plan (labels, contents, recipe, options) is another
   * than that of the interrupted attempt, since mixtures of two plans must not stand in one bank.
   *
   * @param predecessor the bank that this is to be the next version of, with the mixtures that are taken over from it.
   */
  begin(
    jobId: number,
    planHash: string,
    name: string,
    predecessor: {
      readonly id: number
      readonly mixtures: readonly { readonly entry: BankMixture; readonly position: number }[]
    } | null = null,
  ): { id: number; finishedLabels: string[] } {
    return this.#database.transaction(() => {
      const row = this.#database.get(
        "SELECT id, plan_hash FROM banks WHERE job_id = ? AND state = 'training' ORDER BY id DESC LIMIT 1",
        jobId,
      )
      if (row && row['plan_hash'] === planHash) {
        const id = Number(row['id'])
        const labels = this.#database.all('SELECT label FROM mixtures WHERE bank_id = ?', id)
        return { id, finishedLabels: labels.map((label) => String(label['label'])) }
      }
      if (row) this.#database.run('DELETE FROM banks WHERE id = ?', Number(row['id']))
      const { id } = this.#database.run(
        "INSERT INTO banks (name, state, job_id, plan_hash, created_at) VALUES (?, 'training', ?, ?, ?)",
        name,
        jobId,
        planHash,
        Date.now(),
      )
      if (!predecessor) return { id, finishedLabels: [] }
      this.#follow(id, predecessor.id)
      for (const { entry, position } of predecessor.mixtures) this.putMixture(id, position, entry)
      return { id, finishedLabels: predecessor.mixtures.map(({ entry }) => entry.label) }
    })
  }

  /** Makes a bank the newest version of another. */
  #follow(id: number, parentId: number): void {
    this.#database.run(
      `UPDATE banks SET parent_id = ?1,
         lineage_id = (SELECT coalesce(lineage_id, id) FROM banks WHERE id = ?1),
         version_number = 1 + (SELECT max(version_number) FROM banks WHERE coalesce(lineage_id, id) =
           (SELECT coalesce(lineage_id, id) FROM banks WHERE id = ?1))
       WHERE id = ?2`,
      parentId,
      id,
    )
  }

  /** The same bank again as the newest version of its lineage. @throws CepstraError NOT_FOUND */
  restore(id: number): number {
    return this.#database.durably(() => {
      const found = this.#database.run(
        `INSERT INTO banks (name, state, created_at, body, imported, material)
         SELECT name, 'ready', ?, body, imported, material FROM banks WHERE id = ? AND state = 'ready'`,
        Date.now(),
        id,
      )
      if (found.changes === 0) throw notFound(id)
      this.#follow(found.id, id)
      this.#database.run(
        `INSERT INTO mixtures (bank_id, label, position, frame_count, weights, means, covariances, body)
         SELECT ?, label, position, frame_count, weights, means, covariances, body FROM mixtures WHERE bank_id = ?`,
        found.id,
        id,
      )
      this.#database.run(
        `INSERT INTO backgrounds (bank_id, weights, means, covariances, body)
         SELECT ?, weights, means, covariances, body FROM backgrounds WHERE bank_id = ?`,
        found.id,
        id,
      )
      const trials = this.trials(id)
      if (trials) this.putTrials(found.id, trials)
      return found.id
    })
  }

  putMixture(bankId: number, position: number, entry: BankMixture): void {
    const { mixture, ...rest } = entry
    this.#database.run(
      `INSERT OR REPLACE INTO mixtures (bank_id, label, position, frame_count, weights, means, covariances, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      bankId,
      entry.label,
      position,
      entry.frameCount,
      ...mixtureColumns(mixture, rest),
    )
  }

  /** Keeps the mixture from which the labels of a bank are adapted. */
  putBackground(bankId: number, background: Background): void {
    const { mixture, ...rest } = background
    this.#database.run(
      'INSERT OR REPLACE INTO backgrounds (bank_id, weights, means, covariances, body) VALUES (?, ?, ?, ?, ?)',
      bankId,
      ...mixtureColumns(mixture, rest),
    )
  }

  /** The background kept so far; null where there is none. */
  background(bankId: number): Background | null {
    const row = this.#database.get('SELECT * FROM backgrounds WHERE bank_id = ?', bankId)
    return row ? (mixtureFromRow(row) as Background) : null
  }

  /** The mixtures kept so far, in the order of their labels in the bank. */
  mixtures(bankId: number): BankMixture[] {
    return this.#database
      .all('SELECT * FROM mixtures WHERE bank_id = ? ORDER BY position', bankId)
      .map((row) => mixtureFromRow(row) as BankMixture)
  }

  /** Makes a trained bank visible. */
  finish(bankId: number, body: BankBody, material: BankMaterial | null = null): void {
    this.#database.run(
      "UPDATE banks SET state = 'ready', body = ?, material = ?, created_at = ? WHERE id = ?",
      packJson(body),
      material && packJson(material),
      Date.now(),
      bankId,
    )
  }

  /** Adds a whole bank, such as an imported one. */
  add(bank: Bank): number {
    const { mixtures, background, name, createdAt, ...body } = bank
    return this.#database.transaction(() => {
      const { id } = this.#database.run(
        "INSERT INTO banks (name, state, created_at, body, imported) VALUES (?, 'ready', ?, ?, 1)",
        name,
        createdAt,
        packJson(body),
      )
      mixtures.forEach((entry, position) => {
        this.putMixture(id, position, entry)
      })
      if (background) this.putBackground(id, background)
      return id
    })
  }

  /** Drops what an abandoned training left. */
  dropUnfinished(jobId: number): void {
    this.#database.run("DELETE FROM banks WHERE job_id = ? AND state = 'training'", jobId)
  }

  /** Newest first. */
  list(): BankOverview[] {
    return this.#database
      .all(
        `SELECT id, name, created_at, imported, parent_id, lineage_id, version_number,
           json_remove(body, '$.testVector') AS body FROM banks
         WHERE state = 'ready' ORDER BY id DESC`,
      )
      .map((row) => {
        const mixtures = this.#database.all(
          'SELECT label, frame_count FROM mixtures WHERE bank_id = ? ORDER BY position',
          Number(row['id']),
        )
        return {
          ...factsOf(row),
          labels: mixtures.map((mixture) => String(mixture['label'])),
          frameCount: mixtures.reduce((sum, mixture) => sum + Number(mixture['frame_count']), 0),
        }
      })
  }

  count(): number {
    return Number(this.#database.get("SELECT count(*) AS n FROM banks WHERE state = 'ready'")?.['n'] ?? 0)
  }

  /** @throws CepstraError NOT_FOUND */
  get(id: number): StoredBank {
    const row = this.#database.get(
      "SELECT id, name, created_at, imported, parent_id, lineage_id, version_number, body FROM banks WHERE id = ? AND state = 'ready'",
      id,
    )
    if (!row) throw notFound(id)
    return { ...factsOf(row), mixtures: this.mixtures(id), background: this.background(id) }
  }

  /** What a bank was fitted to; null where it is not known: it was imported, or an earlier Cepstra has trained it. */
  material(id: number): BankMaterial | null {
    const material = this.#database.get('SELECT material FROM banks WHERE id = ?', id)?.['material']
    return typeof material === 'string' ? (unpackJson(material) as BankMaterial) : null
  }

  /** What held-out recordings scored when the bank was trained or calibrated; null where nothing was kept. */
  trials(id: number): HeldOutFold[] | null {
    const body = this.#database.get('SELECT body FROM bank_trials WHERE bank_id = ?', id)?.['body']
    return typeof body === 'string' ? (JSON.parse(body) as HeldOutFold[]) : null
  }

  putTrials(id: number, folds: readonly HeldOutFold[]): void {
    const body = JSON.stringify(folds)
    this.#database.run('INSERT OR REPLACE INTO bank_trials (bank_id, body) VALUES (?, ?)', id, body)
  }

  /**
   * From now on a bank decides otherwise; what it answered before stays as it is. Told with the `folds` that the decision
   * was measured on, those are kept in place of the old ones. @throws CepstraError NOT_FOUND
   */
  decide(id: number, decision: Decision, folds?: readonly HeldOutFold[]): void {
    this.#database.transaction(() => {
      const row = this.#database.get("SELECT body FROM banks WHERE id = ? AND state = 'ready'", id)
      if (!row) throw notFound(id)
      const { unknownRule: _before, ...body } = unpackJson(String(row['body'])) as BankBody & { unknownRule?: unknown }
      this.#database.run('UPDATE banks SET body = ? WHERE id = ?', packJson({ ...body, decision }), id)
      if (folds) this.putTrials(id, folds)
    })
  }

  /** @throws CepstraError NOT_FOUND */
  rename(id: number, name: string): void {
    const { changes } = this.#database.run("UPDATE banks SET name = ? WHERE id = ? AND state = 'ready'", name, id)
    if (changes === 0) throw notFound(id)
  }

  /** Takes a bank out with all that was answered by it. @throws CepstraError NOT_FOUND */
  remove(id: number): void {
    const { changes } = this.#database.run("DELETE FROM banks WHERE id = ? AND state = 'ready'", id)
    if (changes === 0) throw notFound(id)
  }
}

function notFound(id: number): CepstraError {
  return new CepstraError(
    'NOT_FOUND',
    `This project has no bank ${id}. It may have been removed; look at the list of models.`,
  )
}

const noRule = { threshold: null, marginWeight: 0, description: 'Nothing is called unknown.' }

function lineageOf(row: Row): BankLineage {
  return {
    version: Number(row['version_number']),
    parentId: row['parent_id'] === null ? null : Number(row['parent_id']),
    lineageId: Number(row['lineage_id'] ?? row['id']),
  }
}

function factsOf(row: Row): Omit<StoredBank, 'mixtures' | 'background'> {
  const { unknownRule, ...body } = unpackJson(String(row['body'])) as Omit<BankBody, 'training' | 'decision'> &
    Partial<BankBody> & { unknownRule?: unknown }
  return {
    // Those before the decision hold a rule in its place.
    decision: decisionOfRule(unknownRuleSchema.parse(unknownRule ?? noRule)),
    // Banks of the first versions do not tell how they were trained.
    training: null,
    ...body,
    recipe: storedRecipeSchema.parse(body.recipe),
    id: Number(row['id']),
    name: String(row['name']),
    createdAt: Number(row['created_at']),
    imported: row['imported'] === 1,
    lineage: lineageOf(row),
  }
}

type MixtureShape = Omit<GaussianMixture, 'weights' | 'means' | 'covariances'>

/** The columns weights, means, covariances and body. */
function mixtureColumns(
  { weights, means, covariances, ...shape }: GaussianMixture,
  facts: object,
): [Uint8Array, Uint8Array, Uint8Array, string] {
  return [toBytes(weights), toBytes(means), toBytes(covariances), JSON.stringify({ ...facts, shape })]
}

function mixtureFromRow(row: Row): { mixture: GaussianMixture } {
  const { shape, ...facts } = JSON.parse(String(row['body'])) as { shape: MixtureShape }
  const numbers = (key: string): Float64Array => toFloat64(row[key] as Uint8Array)
  return {
    ...facts,
    mixture: { ...shape, weights: numbers('weights'), means: numbers('means'), covariances: numbers('covariances') },
  }
}
