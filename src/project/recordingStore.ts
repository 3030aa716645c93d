import { basename } from 'node:path'
import { CepstraError } from '../cepstraError'
import type { Database, Row, SqlValue } from './database'
import { toBytes } from './bytes'
import type { RecordingQuality } from './recordingQuality'

export type RecordingRole = 'training' | 'query'

/** What an import learned of one file. Fields that could not be learned are null, and `notes` says why. */
export interface RecordingFacts {
  readonly path: string
  readonly contentHash: string | null
  readonly bytes: number | null
  readonly modifiedMs: number | null
  readonly durationSeconds: number | null
  readonly sampleRateHz: number | null
  readonly channelCount: number | null
  readonly format: string | null
  readonly peakDb: number | null
  readonly rmsDb: number | null
  /** Null too where an earlier Cepstra has read the file, which did not measure it. */
  readonly quality: RecordingQuality | null
  readonly thumbnail: readonly number[] | null
  readonly flags: readonly string[]
  readonly notes: readonly string[]
}

/** A recording as the project knows it: facts, the label a person gave, and its role. */
export interface StoredRecording extends RecordingFacts {
  readonly id: number
  readonly name: string
  readonly role: RecordingRole
  readonly label: string | null
}

/** A recording as far as it takes to look whether its file is where and as it was. */
export type RecordingPlace = Pick<StoredRecording, 'id' | 'path' | 'bytes' | 'modifiedMs' | 'flags'>

export interface RecordingQuery {
  readonly role: RecordingRole
  readonly offset: number
  readonly limit: number
  readonly text?: string | undefined
  readonly label?: string | null | undefined
  readonly problemsOnly: boolean
  readonly sort: 'name' | 'label' | 'duration' | 'level' | 'added'
  readonly descending: boolean
}

const orderings = {
  name: 'path COLLATE NOCASE',
  label: 'label COLLATE NOCASE',
  duration: 'duration_seconds',
  level: 'peak_db',
  added: 'id',
} as const

/** SQLite keeps infinities but its JSON does not; levels of digital silence are stored as null with a flag. */
const finite = (value: number | null): number | null => (value === null || Number.isFinite(value) ? value : null)

/** Flags that tell where the file stands on the disk rather than what is in it. */
const placeFlags: readonly string[] = ['missing', 'changed']

/** The flags that follow from a recording's content alone, whatever became of its file. */
export function contentFlags(flags: readonly string[]): string[] {
  return flags.filter((flag) => !placeFlags.includes(flag))
}

/** The recordings of a project: where each file is, what it holds, and which label it has. */
export class RecordingStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Adds the file, or brings what is known of it up to date. A label that a person gave is kept; one that came from a
   * rule gives way to the new rule's. Answers with the recording as it is kept.
   */
  put(facts: RecordingFacts, role: RecordingRole, label: string | null): StoredRecording {
    const row = this.#database.get(
      `${insertRecording}
       ON CONFLICT (path, role) DO UPDATE SET
         label = CASE recordings.label_by WHEN 'person' THEN recordings.label
           ELSE coalesce(excluded.label, recordings.label) END,
         content_hash = excluded.content_hash,
         bytes = excluded.bytes, modified_ms = excluded.modified_ms, duration_seconds = excluded.duration_seconds,
         sample_rate_hz = excluded.sample_rate_hz, channel_count = excluded.channel_count, format = excluded.format,
         peak_db = excluded.peak_db, rms_db = excluded.rms_db, thumbnail = excluded.thumbnail,
         flags = excluded.flags, notes = excluded.notes, clipped_samples = excluded.clipped_samples,
         first_clipped_seconds = excluded.first_clipped_seconds, dc_offset = excluded.dc_offset,
         noise_floor_db = excluded.noise_floor_db, snr_db = excluded.snr_db,
         speech_seconds = excluded.speech_seconds, bandwidth_hz = excluded.bandwidth_hz
       RETURNING *`,
      ...columnsOf(facts, role, label),
    )
    if (!row) throw new Error(`${facts.path} was not kept.`)
    return fromRow(row)
  }

  /** Adds a file that is not among the recordings of this role, which takes half the time of `put`. */
  add(facts: RecordingFacts, role: RecordingRole, label: string | null): StoredRecording {
    const { id } = this.#database.run(insertRecording, ...columnsOf(facts, role, label))
    const levels = { peakDb: finite(facts.peakDb), rmsDb: finite(facts.rmsDb) }
    return { ...facts, ...levels, id, name: basename(facts.path), role, label }
  }

  get(id: number): StoredRecording | undefined {
    const row = this.#database.get('SELECT * FROM recordings WHERE id = ?', id)
    return row ? fromRow(row) : undefined
  }

  byPath(path: string, role: RecordingRole): StoredRecording | undefined {
    const row = this.#database.get('SELECT * FROM recordings WHERE path = ? AND role = ?', path, role)
    return row ? fromRow(row) : undefined
  }

  /** Those of these files that are among the recordings of a role, by their paths. */
  byPaths(paths: readonly string[], role: RecordingRole): Map<string, StoredRecording> {
    const rows = this.#database.all(
      'SELECT * FROM recordings WHERE role = ? AND path IN (SELECT value FROM json_each(?))',
      role,
      JSON.stringify(paths),
    )
    return new Map(rows.map(fromRow).map((recording) => [recording.path, recording]))
  }

  /** Those of these contents that any recording holds. */
  knownContents(contentHashes: readonly string[]): Set<string> {
    const rows = this.#database.all(
      'SELECT content_hash FROM recordings WHERE content_hash IN (SELECT value FROM json_each(?))',
      JSON.stringify(contentHashes),
    )
    return new Set(rows.map((row) => String(row['content_hash'])))
  }

  /** Every recording that holds exactly these bytes. */
  byContent(contentHash: string): StoredRecording[] {
    return this.#database.all('SELECT * FROM recordings WHERE content_hash = ?', contentHash).map(fromRow)
  }

  all(role: RecordingRole): StoredRecording[] {
    return this.#database.all('SELECT * FROM recordings WHERE role = ? ORDER BY id', role).map(fromRow)
  }

  /** How many recordings there are of each sample rate. */
  rateCounts(role: RecordingRole): Map<number, number> {
    const rows = this.#database.all(
      `SELECT sample_rate_hz, count(*) AS n FROM recordings WHERE role = ? AND sample_rate_hz IS NOT NULL
       GROUP BY sample_rate_hz`,
      role,
    )
    return new Map(rows.map((row) => [Number(row['sample_rate_hz']), Number(row['n'])]))
  }

  /** Where recordings of a role are, in the order of their ids: at most `limit` of those behind `lastId`. */
  places(role: RecordingRole, lastId: number, limit: number): RecordingPlace[] {
    const rows = this.#database.all(
      'SELECT id, path, bytes, modified_ms, flags FROM recordings WHERE role = ? AND id > ? ORDER BY id LIMIT ?',
      role,
      lastId,
      limit,
    )
    return rows.map((row) => ({
      id: Number(row['id']),
      path: String(row['path']),
      bytes: number(row['bytes'] ?? null),
      modifiedMs: number(row['modified_ms'] ?? null),
      flags: JSON.parse(String(row['flags'])) as string[],
    }))
  }

  ids(role: RecordingRole): number[] {
    return this.#database
      .all('SELECT id FROM recordings WHERE role = ? ORDER BY id', role)
      .map((row) => Number(row['id']))
  }

  /** How many bytes the file of each recording has, as far as that is known. */
  sizes(): Map<number, number> {
    const rows = this.#database.all('SELECT id, bytes FROM recordings WHERE bytes IS NOT NULL')
    return new Map(rows.map((row) => [Number(row['id']), Number(row['bytes'])]))
  }

  /** The training recordings of one label. */
  labeled(label: string): StoredRecording[] {
    return this.#database
      .all("SELECT * FROM recordings WHERE role = 'training' AND label = ? ORDER BY id", label)
      .map(fromRow)
  }

  list(query: RecordingQuery): { total: number; rows: StoredRecording[] } {
    const conditions = ['role = ?']
    const values: SqlValue[] = [query.role]
    if (query.text) {
      conditions.push("(path LIKE ? ESCAPE '\\' OR label LIKE ? ESCAPE '\\')")
      const pattern = `%${query.text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`
      values.push(pattern, pattern)
    }
    if (query.label === null) conditions.push('label IS NULL')
    else if (query.label !== undefined) {
      conditions.push('label = ?')
      values.push(query.label)
    }
    if (query.problemsOnly) conditions.push("(flags <> '[]' OR notes <> '[]')")
    const where = conditions.join(' AND ')
    const direction = query.descending ? 'DESC' : 'ASC'
    const rows = this.#database.all(
      `SELECT * FROM recordings WHERE ${where} ORDER BY ${orderings[query.sort]} ${direction}, id LIMIT ? OFFSET ?`,
      ...values,
      query.limit,
      query.offset,
    )
    const total = this.#database.get(`SELECT count(*) AS n FROM recordings WHERE ${where}`, ...values)
    return { total: Number(total?.['n'] ?? 0), rows: rows.map(fromRow) }
  }

  count(role: RecordingRole): number {
    return Number(this.#database.get('SELECT count(*) AS n FROM recordings WHERE role = ?', role)?.['n'] ?? 0)
  }

  /** Seconds and recordings of each label among the training recordings, by label; those without one come last. */
  labelTotals(): { label: string | null; recordingCount: number; seconds: number }[] {
    const rows = this.#database.all(
      `SELECT label, count(*) AS n, coalesce(sum(duration_seconds), 0) AS seconds FROM recordings
       WHERE role = 'training' GROUP BY label ORDER BY label IS NULL, label COLLATE NOCASE`,
    )
    return rows.map((row) => ({
      label: row['label'] === null ? null : String(row['label']),
      recordingCount: Number(row['n']),
      seconds: Number(row['seconds']),
    }))
  }

  /** Labels that a person gives, all of them or none; answers with the labels as they were. */
  setLabels(changes: readonly { id: number; label: string | null }[]): { id: number; label: string | null }[] {
    return this.#database.durably(() =>
      changes.map(({ id, label }) => {
        const before = this.#database.get('SELECT label FROM recordings WHERE id = ?', id)
        if (!before) throw new CepstraError('NOT_FOUND', `Recording ${id} is not in this project any more.`)
        this.#database.run("UPDATE recordings SET label = ?, label_by = 'person' WHERE id = ?", label, id)
        return { id, label: before['label'] === null ? null : String(before['label']) }
      }),
    )
  }

  /** Moves a recording between query and training; one that stands there already under its path is replaced. */
  setRole(id: number, role: RecordingRole): void {
    this.#database.durably(() => {
      this.#database.run(
        'DELETE FROM recordings WHERE role = ? AND id <> ? AND path = (SELECT path FROM recordings WHERE id = ?)',
        role,
        id,
        id,
      )
      this.#database.run('UPDATE recordings SET role = ? WHERE id = ?', role, id)
    })
  }

  setPath(id: number, path: string): void {
    this.#database.run('UPDATE recordings SET path = ? WHERE id = ?', path, id)
  }

  setFlags(id: number, flags: readonly string[]): void {
    this.#database.run('UPDATE recordings SET flags = ? WHERE id = ?', JSON.stringify(flags), id)
  }

  remove(ids: readonly number[]): number {
    return this.#database.durably(() => {
      let removed = 0
      for (const id of ids) removed += this.#database.run('DELETE FROM recordings WHERE id = ?', id).changes
      return removed
    })
  }
}

const insertRecording = `INSERT INTO recordings (path, role, label, content_hash, bytes, modified_ms, duration_seconds,
    sample_rate_hz, channel_count, format, peak_db, rms_db, thumbnail, flags, notes, clipped_samples,
    first_clipped_seconds, dc_offset, noise_floor_db, snr_db, speech_seconds, bandwidth_hz)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

function columnsOf(facts: RecordingFacts, role: RecordingRole, label: string | null): SqlValue[] {
  return [
    facts.path,
    role,
    label,
    facts.contentHash,
    facts.bytes,
    facts.modifiedMs,
    facts.durationSeconds,
    facts.sampleRateHz,
    facts.channelCount,
    facts.format,
    finite(facts.peakDb),
    finite(facts.rmsDb),
    facts.thumbnail ? toBytes(new Int8Array(facts.thumbnail)) : null,
    JSON.stringify(facts.flags),
    JSON.stringify(facts.notes),
    facts.quality?.clippedSamples ?? null,
    facts.quality?.firstClippedSeconds ?? null,
    facts.quality?.dcOffset ?? null,
    facts.quality?.noiseFloorDb ?? null,
    facts.quality?.snrDb ?? null,
    facts.quality?.speechSeconds ?? null,
    facts.quality?.bandwidthHz ?? null,
  ]
}

const text = (value: Row[string]): string | null => (value === null ? null : String(value))
const number = (value: Row[string]): number | null => (value === null ? null : Number(value))

function fromRow(row: Row): StoredRecording {
  const path = String(row['path'])
  const thumbnail = row['thumbnail']
  return {
    id: Number(row['id']),
    path,
    name: basename(path),
    role: row['role'] === 'query' ? 'query' : 'training',
    label: text(row['label'] ?? null),
    contentHash: text(row['content_hash'] ?? null),
    bytes: number(row['bytes'] ?? null),
    modifiedMs: number(row['modified_ms'] ?? null),
    durationSeconds: number(row['duration_seconds'] ?? null),
    sampleRateHz: number(row['sample_rate_hz'] ?? null),
    channelCount: number(row['channel_count'] ?? null),
    format: text(row['format'] ?? null),
    peakDb: number(row['peak_db'] ?? null),
    rmsDb: number(row['rms_db'] ?? null),
    quality: qualityOf(row),
    thumbnail: thumbnail instanceof Uint8Array ? [...new Int8Array(thumbnail.buffer)] : null,
    flags: sentences(row['flags']),
    notes: sentences(row['notes']),
  }
}

/** Most recordings have none, and thousands are read at once. */
function sentences(value: Row[string] | undefined): string[] {
  return value === '[]' ? [] : (JSON.parse(String(value)) as string[])
}

function qualityOf(row: Row): RecordingQuality | null {
  const clippedSamples = number(row['clipped_samples'] ?? null)
  if (clippedSamples === null) return null
  return {
    clippedSamples,
    firstClippedSeconds: number(row['first_clipped_seconds'] ?? null),
    dcOffset: Number(row['dc_offset']),
    noiseFloorDb: number(row['noise_floor_db'] ?? null),
    snrDb: number(row['snr_db'] ?? null),
    speechSeconds: Number(row['speech_seconds']),
    bandwidthHz: number(row['bandwidth_hz'] ?? null),
  }
}
