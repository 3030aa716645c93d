import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { wilsonInterval } from '../src/recognition/wilsonInterval'
import { watchedRun } from './mixture/watchedRun'

const root = resolve(import.meta.dirname, '..')
const python = '/usr/bin/python3'

/** The official split of the Free Spoken Digit Dataset asks about the first takes. */
const testTakes = 5
const quietGain = 10 ** (-12 / 20)
/** Of both programs; Cepstra's own default. */
const components = 16

const tasks = [
  { name: 'speakers, one word', part: 1, pattern: '{digit}_{label}_{take}', recipe: [], wanted: 0.993 },
  { name: 'digits, deltas', part: 0, pattern: '{label}_{speaker}_{take}', recipe: ['--set', 'deltas=2'], wanted: 0.99 },
] as const

interface Count {
  readonly right: number
  readonly asked: number
}

interface Row {
  readonly task: string
  readonly sound: 'test' | 'quiet'
  readonly cepstra: Count
  /** Null where scikit-learn is not installed. */
  readonly scikitLearn: Count | null
  readonly wanted: number
}

/**
 * Speakers and digits of the Free Spoken Digit Dataset by the official split: `cepstra evaluate` with its defaults, on the
 * recordings as they are and 12 dB quieter, beside scikit-learn on the same features. `--data FOLDER` holds the recordings,
 * `--json` as it says.
 */
export default async function closedSet(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      data: { type: 'string', default: process.env['CEPSTRA_TEST_DATA'] ?? join(root, '../shared/data') },
      program: { type: 'string', default: join(root, 'bin/cepstra.js') },
    },
  })
  const data = join(values.data, 'fsdd/recordings')
  if (!existsSync(data)) {
    console.error(`There are no recordings in ${data}. Say by --data which folder holds fsdd.`)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
  try {
    const sound = join(folder, 'sound')
    writeSides(data, sound)
    const cepstra = async (...args: string[]): Promise<string> =>
      (await watchedRun([values.program, ...args, '--json'], { CEPSTRA_HOME: join(folder, 'home') })).stdout
    const rows: Row[] = []
    for (const [i, task] of tasks.entries()) {
      const project = join(folder, `project ${i}`)
      await cepstra('new', project)
      await cepstra('import', project, sound, '--labels', `pattern:${task.pattern}`)
      await cepstra('extract', project, ...task.recipe)
      const features = join(folder, `features ${i}`)
      for (const side of ['train', 'test', 'quiet']) {
        const files = readdirSync(join(sound, side)).map((name) => join(sound, side, name))
        const out = ['--out', join(features, side), '--format', 'npy', '--kept-only']
        await cepstra('features', ...files, ...out, ...task.recipe)
      }
      const peer = scikitLearn(features, task.part)
      for (const side of ['test', 'quiet'] as const) {
        const sides = ['--train-on', join(sound, 'train'), '--test-on', join(sound, side)]
        const text = await cepstra('evaluate', project, ...sides, '--lengths', 'none', '--minutes', 'none')
        const { accuracy, recordings } = JSON.parse(text) as { accuracy: number; recordings: number }
        rows.push({
          ...{ task: task.name, sound: side, wanted: task.wanted },
          cepstra: { right: Math.round(accuracy * recordings), asked: recordings },
          scikitLearn: peer && peer[side],
        })
      }
    }
    if (values.json) console.log(JSON.stringify(rows))
    else tell(rows)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The recordings to train on, those to ask about, and these 12 dB quieter. */
function writeSides(data: string, sound: string): void {
  for (const side of ['train', 'test', 'quiet']) mkdirSync(join(sound, side), { recursive: true })
  for (const name of readdirSync(data).filter((file) => file.endsWith('.wav'))) {
    const take = Number(name.replace('.wav', '').split('_')[2])
    symlinkSync(join(data, name), join(sound, take < testTakes ? 'test' : 'train', name))
    if (take < testTakes) writeFileSync(join(sound, 'quiet', name), quieter(readFileSync(join(data, name))))
  }
}

/** A 16-bit PCM WAV with its samples scaled and rounded, as a quieter recording would hold them. */
function quieter(wav: Buffer): Buffer {
  const out = Buffer.from(wav)
  let at = 12
  while (out.toString('latin1', at, at + 4) !== 'data') at += 8 + out.readUInt32LE(at + 4)
  const end = Math.min(out.length - 1, at + 8 + out.readUInt32LE(at + 4))
  for (let i = at + 8; i < end; i += 2) out.writeInt16LE(Math.round(out.readInt16LE(i) * quietGain), i)
  return out
}

/** What scikit-learn makes of the same features; null where it is not installed. */
function scikitLearn(features: string, part: number): Record<'test' | 'quiet', Count> | null {
  const program = join(root, 'bench/closedSet/scikitLearn.py')
  const run = spawnSync(python, [program, features, String(part), String(components)], { encoding: 'utf8' })
  if (run.status === 0) return JSON.parse(run.stdout) as Record<'test' | 'quiet', Count>
  console.error(`${python} has no scikit-learn here (Debian: python3-sklearn), so these are our answers alone.`)
  return null
}

function tell(rows: readonly Row[]): void {
  const percent = (value: number): string => (100 * value).toFixed(1)
  const told = (count: Count | null): string => {
    if (!count) return '-'
    const [low, high] = wilsonInterval(count.right, count.asked)
    return `${percent(count.right / count.asked)} % (${count.right} of ${count.asked}; ${percent(low)} to ${percent(high)})`
  }
  console.log('| task | sound | Cepstra (95 % interval) | scikit-learn, same features | wanted |')
  console.log('| --- | --- | --- | --- | --- |')
  for (const { task, sound, cepstra, scikitLearn: peer, wanted } of rows) {
    const level = sound === 'test' ? 'as recorded' : '12 dB less'
    const aim = sound === 'test' ? `${percent(wanted)} %` : 'within 0.5 points'
    console.log(`| ${task} | ${level} | ${told(cepstra)} | ${told(peer)} | ${aim} |`)
  }
}
