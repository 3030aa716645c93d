import Libsql from 'libsql'
import { CepstraError } from '../cepstraError'

/** What a column can hold. Booleans are deliberately absent: binding one aborts the whole process in this driver. */
export type SqlValue = string | number | bigint | null | Uint8Array

export type Row = Record<string, string | number | null | Uint8Array>

type RawRow = Record<string, string | number | null | Uint8Array | ArrayBuffer>

interface Statement {
  run(values: SqlValue[]): { changes: number; lastInsertRowid: number | bigint }
  get(values: SqlValue[]): RawRow | undefined
  all(values: SqlValue[]): RawRow[]
}

interface Connection {
  prepare(sql: string): Statement
  exec(sql: string): void
  pragma(sql: string): unknown
  close(): void
}

function checked(values: readonly SqlValue[]): SqlValue[] {
  for (const value of values) {
    const fine =
      value === null ||
      typeof value === 'string' ||
      typeof value === 'bigint' ||
      value instanceof Uint8Array ||
      (typeof value === 'number' && !Number.isNaN(value))
    if (!fine) throw new TypeError(`A database value must be text, a number, bytes or null, not ${String(value)}.`)
  }
  return [...values]
}

/** The driver gives blobs as Buffer for one row and as ArrayBuffer for many; callers get bytes of their own for both. */
function withBytes(raw: RawRow): Row {
  // The row is the driver's answer to this call alone, so it is changed in place.
  for (const column in raw) {
    const value = raw[column]
    if (typeof value === 'object' && value !== null) raw[column] = new Uint8Array(value).slice()
  }
  return raw as Row
}

/**
 * One SQLite file, held by one process at a time. The lock is the operating system's, so it is gone with the process
 * however that ends, and nothing has to be cleaned up after a crash.
 */
export class Database {
  readonly #path: string
  readonly #connection: Connection
  readonly #statements = new Map<string, Statement>()
  #depth = 0
  #closed = false

  /**
   * Opens or makes the file and takes its lock.
   *
   * @throws CepstraError PROJECT_LOCKED when another process holds it, PROJECT_DAMAGED when it is not a database,
   *   NOT_WRITABLE when it may only be read.
   */
  constructor(path: string) {
    this.#path = path
    let connection: Connection | undefined
    try {
      connection = new Libsql(path, { timeout: 300 }) as unknown as Connection
      this.#connection = connection
      // Exclusive locking must come before the journal mode: it then needs no shared memory file and keeps the lock
      // between transactions. With NORMAL a commit survives the death of the process at once and a power cut once the
      // system has written it out; work that cannot be computed again asks for more with `durably`.
      this.#connection.pragma('locking_mode = EXCLUSIVE')
      this.#connection.pragma('journal_mode = WAL')
      this.#connection.pragma('synchronous = NORMAL')
      this.#connection.pragma('foreign_keys = ON')
      // An import of thousands of recordings goes back and forth in seven trees, which do not fit into the usual 2 MB.
      this.#connection.pragma('cache_size = -16000')
      this.#connection.pragma('wal_autocheckpoint = 4000')
      this.#connection.exec('BEGIN EXCLUSIVE; COMMIT')
    } catch (error) {
      connection?.close()
      throw plainError(path, error)
    }
  }

  run(sql: string, ...values: SqlValue[]): { changes: number; id: number } {
    const result = this.#try(() => this.#statement(sql).run(checked(values)))
    return { changes: result.changes, id: Number(result.lastInsertRowid) }
  }

  get(sql: string, ...values: SqlValue[]): Row | undefined {
    const row = this.#try(() => this.#statement(sql).get(checked(values)))
    return row && withBytes(row)
  }

  all(sql: string, ...values: SqlValue[]): Row[] {
    return this.#try(() => this.#statement(sql).all(checked(values))).map(withBytes)
  }

  /** Runs several statements that take no values. */
  script(sql: string): void {
    this.#try(() => {
      this.#connection.exec(sql)
    })
  }

  /** Runs `work` whole or not at all; an inner transaction joins the outer one. `work` must not be asynchronous. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work()
    this.script('BEGIN IMMEDIATE')
    this.#depth++
    try {
      const result = work()
      this.script('COMMIT')
      return result
    } catch (error) {
      try {
        this.#connection.exec('ROLLBACK')
      } catch {
        // SQLite has rolled back by itself, as it does when the disk is full; the first error is the one to tell.
      }
      throw error
    } finally {
      this.#depth--
    }
  }

  /** A transaction that is on the disk when this returns: for what a person did and no computer can do again. */
  durably<T>(work: () => T): T {
    if (this.#depth > 0) return work()
    this.#connection.pragma('synchronous = FULL')
    try {
      return this.transaction(work)
    } finally {
      this.#connection.pragma('synchronous = NORMAL')
    }
  }

  get version(): number {
    return Number(this.get('PRAGMA user_version')?.['user_version'] ?? 0)
  }

  set version(version: number) {
    this.#connection.exec(`PRAGMA user_version = ${version}`)
  }

  /** An empty list when SQLite's own integrity check finds nothing, else its findings. */
  integrityFindings(): string[] {
    const findings = this.all('PRAGMA integrity_check').map((row) => String(row['integrity_check']))
    return findings.length === 1 && findings[0] === 'ok' ? [] : findings
  }

  /**
   * Leaves one file that holds everything, and gives up its lock. Where that is not possible, such as after the folder
   * was deleted, what was written stays in the write-ahead log beside the file, where the next opening finds it.
   */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#statements.clear()
    try {
      this.#leaveOneFile()
    } catch {
      // See above: nothing that was written is lost by this.
    } finally {
      this.#connection.close()
    }
  }

  #leaveOneFile(): void {
    // The driver really closes only when its statements have been collected as garbage, and until then SQLite would
    // keep the lock. Leaving the write-ahead log, then the exclusive mode, and reading once gives the lock up now.
    this.#connection.pragma('journal_mode = DELETE')
    this.#connection.pragma('locking_mode = NORMAL')
    this.#connection.prepare('SELECT count(*) FROM sqlite_schema').get([])
  }

  #try<T>(work: () => T): T {
    // A call may come back from a worker thread after the project was closed under it.
    if (this.#closed) {
      throw new CepstraError(
        'NO_PROJECT_OPEN',
        'The project was closed while this was under way. Open it and try again.',
      )
    }
    try {
      return work()
    } catch (error) {
      throw plainError(this.#path, error)
    }
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#connection.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

const unwritableReasons: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'it is read-only',
  SQLITE_PERM: 'permission was denied',
  SQLITE_CANTOPEN: 'a file beside it cannot be opened',
  SQLITE_IOERR: 'the disk reports an error',
}

/** The driver's errors that a person can do something about, in words; any other as it is. */
function plainError(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new CepstraError(
      'PROJECT_LOCKED',
      `The project at ${path} is open in another Cepstra. One program at a time may write to it: close it there, then try again.`,
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new CepstraError(
      'PROJECT_DAMAGED',
      `${path} is not a readable project database (${code}). Restore it from a backup; the audio and the features beside it are untouched.`,
      { cause: error },
    )
  }
  if (code === 'SQLITE_READONLY_DBMOVED') {
    return new CepstraError(
      'PROJECT_NOT_FOUND',
      `The project database is not at ${path} any more: it was deleted or moved while it was open. Put it back, or open the project where it is now.`,
      { cause: error },
    )
  }
  const unwritable = Object.entries(unwritableReasons).find(([start]) => code.startsWith(start))
  const unopened = error.message.includes('Unable to open connection')
  if (unwritable || unopened) {
    const why = unwritable ? unwritable[1] : 'it cannot be opened for writing'
    return new CepstraError(
      'NOT_WRITABLE',
      `The project database ${path} does not take what is to be kept: ${why}. Make room, or see to the permissions of its folder, then try again.`,
      { cause: error },
    )
  }
  return error
}
