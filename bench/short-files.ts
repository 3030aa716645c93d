import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { decodeAudio } from '../src/audio/decodeAudio'
import { encodeWav } from '../src/audio/wav'
import { machine } from './mixture/machine'
import { watchedRun } from './mixture/watchedRun'

const root = resolve(import.meta.dirname, '..')
const sampleRateHz = 8000
const longFileCount = 20
/** As long as the recordings of the Free Spoken Digit Dataset are, in seconds. */
const shortest = 0.2
const longest = 0.68

/** One way to keep the same sound, and what taking it in took. */
interface Run {
  readonly files: number
  readonly audioSeconds: number
  readonly importSeconds: number
  readonly extractSeconds: number
}

/**
 * Ten thousand recordings of half a second against the same sound in 20 files: import and extraction as seconds of audio a
 * second, by the built command line, best of `--repeat` (3) runs. Then the second import of the short ones, which finds everything
 * as it was. `--files N` takes another number, `--json` as it says.
 */
export default async function shortFiles(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      files: { type: 'string', default: '10000' },
      repeat: { type: 'string', default: '3' },
      program: { type: 'string', default: join(root, 'bin/cepstra.js') },
    },
  })
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
  try {
    const audioSeconds = await writeBoth(folder, Number(values.files))
    const runs: Record<'short' | 'long', Run[]> = { short: [], long: [] }
    let againSeconds = Infinity
    const cepstra = (...args: string[]) =>
      watchedRun([values.program, ...args, '--json'], { CEPSTRA_HOME: join(folder, 'home') })
    // In turn, so that what else the machine does meets both. Nothing is removed in between: ext4 makes files slowly for a while
    // after many were removed.
    for (let repetition = 0; repetition < Number(values.repeat); repetition++) {
      for (const kind of ['short', 'long'] as const) {
        const project = join(folder, `project-${kind}-${repetition}`)
        await cepstra('new', project)
        const { seconds: importSeconds } = await cepstra('import', project, join(folder, kind))
        const { seconds: extractSeconds } = await cepstra('extract', project)
        const files = kind === 'short' ? Number(values.files) : longFileCount
        runs[kind].push({ files, audioSeconds, importSeconds, extractSeconds })
        if (kind === 'short') {
          const again = await cepstra('import', project, join(folder, kind))
          againSeconds = Math.min(againSeconds, again.seconds)
        }
      }
    }
    tell(fastest(runs.short), fastest(runs.long), againSeconds, values.json)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const secondsOf = ({ importSeconds, extractSeconds }: Run): number => importSeconds + extractSeconds

function fastest(runs: readonly Run[]): Run {
  return runs.reduce((best, run) => (secondsOf(run) < secondsOf(best) ? run : best))
}

/** Cuts sample sentences into short files of different content, and joins the same pieces to long ones; the seconds of either. */
async function writeBoth(folder: string, count: number): Promise<number> {
  const sound = await sentences()
  for (const kind of ['short', 'long']) mkdirSync(join(folder, kind))
  let inLong: Float32Array[] = []
  let samples = 0
  for (let i = 0; i < count; i++) {
    // Steps of the golden ratio spread lengths and places evenly, so that no two pieces are the same.
    const share = (i * 0.618033988749895) % 1
    const length = Math.round((shortest + (longest - shortest) * share) * sampleRateHz)
    const from = Math.floor(((i * 0.7548776662466927) % 1) * (sound.length - length))
    const piece = sound.subarray(from, from + length)
    writeFileSync(join(folder, 'short', `${String(i).padStart(6, '0')}.wav`), encodeWav(piece, sampleRateHz))
    inLong.push(piece)
    samples += length
    if (inLong.length * longFileCount >= count || i === count - 1) {
      writeFileSync(join(folder, 'long', `${String(i).padStart(6, '0')}.wav`), encodeWav(joined(inLong), sampleRateHz))
      inLong = []
    }
  }
  return samples / sampleRateHz
}

async function sentences(): Promise<Float32Array> {
  const parts: Float32Array[] = []
  for (const voice of readdirSync(join(root, 'resources/samples'), { withFileTypes: true })) {
    if (!voice.isDirectory()) continue
    const place = join(root, 'resources/samples', voice.name)
    for (const name of readdirSync(place)) parts.push((await decodeAudio(join(place, name), { sampleRateHz })).samples)
  }
  return joined(parts)
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function tell(short: Run, long: Run, againSeconds: number, json: boolean): void {
  const ratio = secondsOf(long) / secondsOf(short)
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine: machine(), short, long, ratio, againSeconds }, null, 2)}\n`)
    return
  }
  console.log('| files | audio | import | extract | times real time |')
  console.log('| --- | --- | --- | --- | --- |')
  for (const run of [short, long]) {
    const { files, audioSeconds, importSeconds, extractSeconds } = run
    const times = `${importSeconds.toFixed(2)} s | ${extractSeconds.toFixed(2)} s`
    const speed = (audioSeconds / secondsOf(run)).toFixed(0)
    console.log(`| ${files.toLocaleString('en-US')} | ${(audioSeconds / 60).toFixed(1)} min | ${times} | ${speed} |`)
  }
  console.log(`\nShort files reach ${(100 * ratio).toFixed(0)} % of the throughput of long ones.`)
  console.log(`A second import of the short ones takes ${againSeconds.toFixed(2)} s.`)
}
