import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Database } from '../../src/project/database'
import { databaseVersion, migrate } from '../../src/project/migrations'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cepstra-database-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('a database', () => {
  test('keeps text, numbers, bytes and null as they were', () => {
    const database = new Database(join(folder, 'a.db'))
    database.script('CREATE TABLE t (a, b, c, d)')
    database.run('INSERT INTO t VALUES (?, ?, ?, ?)', 'é', 0.1, new Uint8Array([0, 255, 7]), null)
    const expected = { a: 'é', b: 0.1, c: new Uint8Array([0, 255, 7]), d: null }
    expect(database.get('SELECT * FROM t')).toMatchObject(expected)
    expect(database.all('SELECT * FROM t')[0]).toMatchObject(expected)
    database.close()
  })

  test('refuses values that would bring the driver down or vanish', () => {
    const database = new Database(join(folder, 'a.db'))
    database.script('CREATE TABLE t (a)')
    expect(() => database.run('INSERT INTO t VALUES (?)', true as unknown as number)).toThrow(TypeError)
    expect(() => database.run('INSERT INTO t VALUES (?)', NaN)).toThrow(TypeError)
    database.close()
  })

  test('undoes a transaction that fails, and what it held', () => {
    const database = new Database(join(folder, 'a.db'))
    database.script('CREATE TABLE t (a)')
    expect(() =>
      database.durably(() => {
        database.run('INSERT INTO t VALUES (1)')
        database.transaction(() => database.run('INSERT INTO t VALUES (2)'))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(database.all('SELECT * FROM t')).toHaveLength(0)
    database.run('INSERT INTO t VALUES (3)')
    expect(database.all('SELECT * FROM t')).toHaveLength(1)
    database.close()
  })

  test('is refused to a second opener in the same process, with a sentence that says why', () => {
    const database = new Database(join(folder, 'a.db'))
    expect(() => new Database(join(folder, 'a.db'))).toThrow(expect.objectContaining({ code: 'PROJECT_LOCKED' }))
    database.close()
    new Database(join(folder, 'a.db')).close()
  })

  test('is refused to another process while it is held, and free when its holder was killed', () => {
    const path = join(folder, 'a.db')
    const libsql = resolve(import.meta.dirname, '../../node_modules/libsql/index.js')
    // The holder takes the lock as Database does and dies without closing anything.
    const holder = `const L = require(${JSON.stringify(libsql)}); const d = new L(${JSON.stringify(path)});
      d.pragma('locking_mode = EXCLUSIVE'); d.pragma('journal_mode = WAL'); d.exec('BEGIN EXCLUSIVE; CREATE TABLE t (a); COMMIT');
      const r = require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(
        `const L = require(${JSON.stringify(libsql)}); try { const d = new L(${JSON.stringify(path)}); d.exec('BEGIN IMMEDIATE'); console.log('taken') } catch (e) { console.log(e.code) }`,
      )}]); process.stdout.write(r.stdout); process.kill(process.pid, 'SIGKILL')`
    const run = spawnSync(process.execPath, ['-e', holder], { encoding: 'utf8' })
    expect(run.signal).toBe('SIGKILL')
    expect(run.stdout.trim()).toBe('SQLITE_BUSY')
    const database = new Database(path)
    expect(database.integrityFindings()).toEqual([])
    database.close()
  })

  test('says of a file that is no database that it is damaged', () => {
    writeFileSync(join(folder, 'a.db'), 'this is a letter, not a database, and it goes on for a while. '.repeat(100))
    expect(() => new Database(join(folder, 'a.db'))).toThrow(expect.objectContaining({ code: 'PROJECT_DAMAGED' }))
  })
})

describe('a database that cannot be written to', () => {
  test('says that the disk is full, keeps what it had, and goes on when there is room again', () => {
    const database = new Database(join(folder, 'a.db'))
    database.script('CREATE TABLE t (a)')
    const pages = Number(database.get('PRAGMA page_count')?.['page_count'])
    database.get(`PRAGMA max_page_count = ${pages}`)
    const fill = () => {
      database.transaction(() => {
        for (let i = 0; i < 50; i++) database.run('INSERT INTO t VALUES (?)', 'x'.repeat(1000))
      })
    }
    expect(fill).toThrow(expect.objectContaining({ code: 'NOT_WRITABLE', message: expect.stringContaining('full') }))
    expect(database.all('SELECT * FROM t')).toHaveLength(0)
    database.get('PRAGMA max_page_count = 100000')
    fill()
    expect(database.all('SELECT * FROM t')).toHaveLength(50)
    database.close()
  })

  test('says so where its folder takes no file', () => {
    expect(() => new Database(join(folder, 'not there', 'a.db'))).toThrow(
      expect.objectContaining({ code: 'NOT_WRITABLE' }),
    )
  })

  test('is closed in peace after its folder was deleted, and says then that it is closed', () => {
    mkdirSync(join(folder, 'p'))
    const database = new Database(join(folder, 'p', 'a.db'))
    rmSync(join(folder, 'p'), { recursive: true })
    database.close()
    database.close()
    expect(() => database.get('SELECT 1')).toThrow(expect.objectContaining({ code: 'NO_PROJECT_OPEN' }))
  })
})

describe('migrations', () => {
  test('bring a new database to the newest version and leave it there', () => {
    const database = new Database(join(folder, 'a.db'))
    migrate(database)
    expect(database.version).toBe(databaseVersion)
    migrate(database)
    expect(database.version).toBe(databaseVersion)
    database.close()
  })

  test('leave a database of a later program alone', () => {
    const database = new Database(join(folder, 'a.db'))
    database.version = databaseVersion + 1
    expect(() => {
      migrate(database)
    }).toThrow(expect.objectContaining({ code: 'PROJECT_TOO_NEW' }))
    database.close()
  })
})
