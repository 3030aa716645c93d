import { execFileSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeAudio } from '../../src/audio/decodeAudio'
import { encodeWav } from '../../src/audio/wav'
import { cepstra, cepstraJson, root, samplesFolder, scratch, start, voices } from './cepstra'

const kills = 10
const filesAVoice = 6
const limitMs = 240_000
const seed = Number(process.env['CEPSTRA_TEST_SEED'] ?? Date.now() % 1_000_000)

/** Numbers in [0, 1) that the seed decides (mulberry32). */
function randomNumbers(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a project's database holds, told by a process that reads a copy of it as the kill left it, log and all. */
interface Inspection {
  readonly integrity: string[]
  readonly features: { content_hash: string; recipe_hash: string; frame_count: number }[]
  readonly mixtures: { bank_id: number; label: string; numbers: string }[]
  readonly banks: { id: number; state: string; body: string }[]
  readonly jobs: { id: number; state: string; request: string }[]
  /** One row for each time that something was put down as finished. */
  readonly writes: { what: string; times: number }[]
}

const inspector = `
import Libsql from 'libsql'
const database = new Libsql(process.argv[1])
const all = (sql) => database.prepare(sql).all()
process.stdout.write(JSON.stringify({
  integrity: all('PRAGMA integrity_check').map((row) => row.integrity_check),
  features: all('SELECT content_hash, recipe_hash, frame_count FROM features ORDER BY content_hash'),
  mixtures: all("SELECT bank_id, label, hex(weights) || hex(means) || hex(covariances) || body AS numbers FROM mixtures ORDER BY label"),
  banks: all('SELECT id, state, body FROM banks ORDER BY id'),
  jobs: all('SELECT id, state, request FROM jobs ORDER BY id'),
  writes: all('SELECT what, count(*) AS times FROM writes GROUP BY what ORDER BY what'),
}))
`

const auditor = `
import Libsql from 'libsql'
const database = new Libsql(process.argv[1])
database.exec(\`
  CREATE TABLE writes (what TEXT NOT NULL);
  CREATE TRIGGER features_written AFTER INSERT ON features
    BEGIN INSERT INTO writes VALUES ('features of ' || NEW.content_hash || ' ' || NEW.recipe_hash); END;
  CREATE TRIGGER mixtures_written AFTER INSERT ON mixtures
    BEGIN INSERT INTO writes VALUES ('mixture of ' || NEW.label); END;
  CREATE TRIGGER checkpoints_written AFTER INSERT ON checkpoints
    BEGIN INSERT INTO writes VALUES ('checkpoint ' || NEW.key); END;
\`)
database.close()
`

function script(text: string, database: string): string {
  const args = ['--input-type=module', '--eval', text, database]
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
}

function inspect(project: string): Inspection {
  const copy = join(folder.path, 'copy')
  mkdirSync(copy)
  for (const name of readdirSync(project)) {
    if (name.startsWith('project.db')) copyFileSync(join(project, name), join(copy, name))
  }
  try {
    return JSON.parse(script(inspector, join(copy, 'project.db'))) as Inspection
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** Every file that passes for features, with what must not change once it is there; fails where one is not whole. */
function featureFiles(project: string): Map<string, { rows: number; identity: string }> {
  const files = new Map<string, { rows: number; identity: string }>()
  for (const name of readdirSync(join(project, 'features'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.npy')) continue
    const path = join(project, 'features', name)
    const head = Buffer.alloc(128)
    const file = openSync(path, 'r')
    readSync(file, head)
    closeSync(file)
    const [, rows, columns] = /'shape': \((\d+), (\d+)\)/.exec(head.toString('latin1')) ?? []
    const { size, mtimeMs, ino } = statSync(path)
    expect(size, path).toBe(10 + head.readUInt16LE(8) + 4 * Number(rows) * Number(columns))
    files.set(name.slice(3), { rows: Number(rows), identity: `${ino} ${mtimeMs}` })
  }
  return files
}

let folder: ReturnType<typeof scratch>
let random: () => number

beforeAll(() => {
  folder = scratch()
  random = randomNumbers(seed)
  console.log(`killed at moments that CEPSTRA_TEST_SEED=${seed} decides`)
})
afterAll(() => {
  folder[Symbol.dispose]()
})

/** Two projects of the same recordings that count what is put down as finished. */
async function twins(name: string, recordings: string, prepare: readonly string[][]): Promise<[string, string]> {
  const paths = [join(folder.path, name), join(folder.path, `${name} undisturbed`)] as const
  for (const path of paths) {
    await cepstraJson(folder.path, 'new', path)
    await cepstraJson(folder.path, 'import', path, recordings)
    for (const [command = '', ...rest] of prepare) await cepstraJson(folder.path, command, path, ...rest)
  }
  for (const path of paths) script(auditor, join(path, 'project.db'))
  return [...paths]
}

/**
 * Kills a command ten times while it works, each time at a random moment, and looks at what it left; then lets it end.
 *
 * @param workSeconds how long the work takes undisturbed, after `startSeconds` of getting there.
 */
async function killAgainAndAgain(
  project: string,
  args: readonly string[],
  { startSeconds, workSeconds }: { startSeconds: number; workSeconds: number },
  look: (found: Inspection) => void,
): Promise<void> {
  const moments: string[] = []
  let patience = 0.5
  let done = 0
  for (let i = 0; i < kills; i++) {
    const { child, ended } = start(folder.path, args)
    const seconds = startSeconds + random() * workSeconds * patience
    await Promise.race([setTimeout(seconds * 1000), ended])
    child.kill('SIGKILL')
    expect((await ended).signal, `the work was done before the ${i + 1}. kill`).toBe('SIGKILL')
    const found = inspect(project)
    expect(found.integrity).toEqual(['ok'])
    look(found)
    // Attempts of at most a tenth of the work leave something to do for the last. Where nothing more was finished, as by
    // the first ones, which take longest to finish anything, the next one is given more time.
    patience = found.writes.length > done ? 0.1 : Math.min(0.6, patience + 0.1)
    done = found.writes.length
    moments.push(`${seconds.toFixed(2)} (${found.writes.length})`)
  }
  const work = `${args[0] ?? ''} of ${workSeconds.toFixed(1)} s`
  console.log(`${work}: killed after seconds (with so much finished) ${moments.join(', ')}`)
  const last = await cepstra(folder.path, ...args)
  expect(last.status, last.stderr).toBe(0)
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

test(
  'an extraction that is killed ten times does nothing twice, shows nothing half-done, and ends the same',
  { timeout: limitMs },
  async () => {
    const recordings = join(folder.path, 'minutes')
    for (const voice of voices) {
      mkdirSync(join(recordings, voice), { recursive: true })
      const parts: Float32Array[] = []
      for (const name of readdirSync(join(samplesFolder, voice)).sort()) {
        parts.push((await decodeAudio(join(samplesFolder, voice, name), { sampleRateHz: 16_000 })).samples)
      }
      for (let i = 0; i < filesAVoice; i++) {
        // Every file has contents of its own: the same sentences, beginning with another one.
        const order = [...parts.slice(i), ...parts.slice(0, i)]
        const samples = concatenated(order)
        writeFileSync(join(recordings, voice, `${i}.wav`), encodeWav(samples, 16_000))
      }
    }
    const recipe = join(folder.path, 'recipe.json')
    writeFileSync(recipe, JSON.stringify({ hopSeconds: 0.005, deltas: 2 }))
    const [project, undisturbed] = await twins('extraction', recordings, [])
    const args = (path: string): string[] => ['extract', path, '--recipe', recipe]
    const whole = await cepstra(folder.path, ...args(undisturbed))
    expect(whole.status, whole.stderr).toBe(0)
    const { seconds: startSeconds } = await cepstra(folder.path, ...args(undisturbed))
    const workSeconds = whole.seconds - startSeconds

    let finished = new Map<string, string>()
    await killAgainAndAgain(project, args(project), { startSeconds: startSeconds * 0.8, workSeconds }, (found) => {
      const files = featureFiles(project)
      const now = new Map<string, string>()
      for (const { content_hash: hash, recipe_hash: recipeHash, frame_count: frameCount } of found.features) {
        const name = `${hash.slice(0, 32)}-${recipeHash}.npy`
        expect(files.get(name)?.rows, name).toBe(frameCount)
        now.set(name, files.get(name)?.identity ?? '')
      }
      for (const [name, identity] of finished) expect(now.get(name), `${name} was done again`).toBe(identity)
      finished = now
    })

    const { features, writes, jobs } = inspect(project)
    const files = featureFiles(project)
    expect(features).toHaveLength(voices.length * filesAVoice)
    expect(files.size).toBe(features.length)
    for (const [name, identity] of finished) expect(files.get(name)?.identity).toBe(identity)
    expect(writes.filter(({ times }) => times !== 1)).toEqual([])
    expect(writes).toHaveLength(features.length)
    expect(jobs.filter(({ request }) => request.includes('"kind":"extract"')).map(({ state }) => state)).toEqual([
      'done',
    ])
    const leftovers = readdirSync(join(project, 'features'), { recursive: true, encoding: 'utf8' })
    expect(leftovers.filter((name) => name.endsWith('.part'))).toEqual([])
    for (const name of files.keys()) {
      const at = join('features', name.slice(0, 2), name)
      expect(readFileSync(join(project, at)).equals(readFileSync(join(undisturbed, at))), name).toBe(true)
    }
  },
)

test(
  'a training that is killed ten times fits no label twice and ends with the same numbers',
  { timeout: limitMs },
  async () => {
    const [project, undisturbed] = await twins('training', samplesFolder, [['extract']])
    const args = (path: string): string[] => ['train', path, '--components', '32', '--name', 'Thirty-two']
    const { seconds: startSeconds } = await cepstra(folder.path, 'extract', undisturbed)
    const whole = await cepstra(folder.path, ...args(undisturbed))
    expect(whole.status, whole.stderr).toBe(0)
    const workSeconds = whole.seconds - startSeconds

    let finished = new Map<string, string>()
    await killAgainAndAgain(project, args(project), { startSeconds: startSeconds * 0.8, workSeconds }, (found) => {
      const now = new Map(found.mixtures.map(({ label, numbers }) => [label, numbers]))
      for (const [label, numbers] of finished) expect(now.get(label), `${label} is lost or another`).toBe(numbers)
      expect(found.writes.filter(({ times }) => times !== 1)).toEqual([])
      finished = now
    })

    const ended = inspect(project)
    const reference = inspect(undisturbed)
    expect(ended.writes.filter(({ times }) => times !== 1)).toEqual([])
    expect(ended.writes.filter(({ what }) => what.startsWith('mixture of'))).toHaveLength(voices.length)
    expect(ended.jobs.filter(({ request }) => request.includes('"kind":"train"')).map(({ state }) => state)).toEqual([
      'done',
    ])
    expect(ended.mixtures.map(({ label }) => label)).toEqual(voices)
    expect(ended.mixtures).toEqual(reference.mixtures)
    expect(ended.banks).toEqual(reference.banks)
  },
)
