import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { decodeAudio } from '../src/audio/decodeAudio'
import { encodeWav } from '../src/audio/wav'
import { machine } from './mixture/machine'
import { watchedRun } from './mixture/watchedRun'

const root = resolve(import.meta.dirname, '..')
const sampleRateHz = 16_000
const steps = ['import', 'extract', 'train', 'label'] as const

/** One recording and the most memory that each step had resident, in MB. */
interface Peaks {
  readonly format: 'wav' | 'mp3'
  readonly hours: number
  readonly peakMB: Record<(typeof steps)[number], number>
}

/**
 * The most memory that the built command line has resident, against the length of one recording: sample sentences over and
 * over at 16 kHz, as WAV of 1, 3 and 10 hours and as MP3 of 1 and 3 (where there is an `ffmpeg` that makes MP3). Each step is a process of
 * its own; a model is trained on the recording and the recording labeled by it. `--hours N` leaves out longer ones,
 * `--json` as it says.
 */
export default async function memory(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      hours: { type: 'string', default: '10' },
      program: { type: 'string', default: join(root, 'bin/cepstra.js') },
    },
  })
  const most = Number(values.hours)
  const { bavail, bsize } = statfsSync(tmpdir())
  if (bavail * bsize < 6e9) {
    console.error(`Left out: ${tmpdir()} lacks room for 6 GB.`)
    return
  }
  const rows: Peaks[] = []
  for (const [format, hours] of [
    ['wav', 1],
    ['wav', 3],
    ['wav', 10],
    ['mp3', 1],
    ['mp3', 3],
  ] as const) {
    if (hours > most) continue
    const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
    try {
      console.error(`${hours} h of ${format} ...`)
      const path = join(folder, `long.${format}`)
      await writeLongWav(join(folder, 'long.wav'), hours)
      if (format === 'mp3' && !madeMp3(join(folder, 'long.wav'), path)) {
        console.error('MP3 left out: there is no ffmpeg that makes it.')
        continue
      }
      rows.push({ format, hours, peakMB: await peaksOf(values.program, folder, path) })
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`)
    return
  }
  console.log(`| recording | ${steps.join(' | ')} |`)
  console.log(`| --- |${' --- |'.repeat(steps.length)}`)
  for (const { format, hours, peakMB } of rows) {
    console.log(
      `| ${hours} h ${format.toUpperCase()} | ${steps.map((step) => `${peakMB[step].toFixed(0)} MB`).join(' | ')} |`,
    )
  }
}

async function peaksOf(program: string, folder: string, path: string): Promise<Peaks['peakMB']> {
  const project = join(folder, 'project')
  const args = { import: [path], extract: [], train: ['--components', '8'], label: [path] }
  const cepstra = (...given: string[]) =>
    watchedRun([program, ...given, '--json'], { CEPSTRA_HOME: join(folder, 'home') })
  await cepstra('new', project)
  const peaks: Partial<Peaks['peakMB']> = {}
  for (const step of steps) peaks[step] = (await cepstra(step, project, ...args[step])).peakMB
  return peaks as Peaks['peakMB']
}

function madeMp3(wav: string, mp3: string): boolean {
  const { status } = spawnSync('ffmpeg', ['-v', 'error', '-i', wav, '-b:a', '64k', mp3])
  rmSync(wav)
  return status === 0
}

/** Sample sentences one after the other, over and over, without ever holding them in memory. */
async function writeLongWav(path: string, hours: number): Promise<void> {
  const sentences: Uint8Array[] = []
  const samples = join(root, 'resources/samples')
  for (const voice of readdirSync(samples, { withFileTypes: true })) {
    if (!voice.isDirectory()) continue
    const [first] = readdirSync(join(samples, voice.name)).sort()
    const signal = await decodeAudio(join(samples, voice.name, first), { sampleRateHz })
    sentences.push(encodeWav(signal.samples, sampleRateHz).subarray(44))
  }
  const bytes = hours * 3600 * sampleRateHz * 2
  const header = Buffer.from(encodeWav(new Float32Array(0), sampleRateHz))
  header.writeUInt32LE(36 + bytes, 4)
  header.writeUInt32LE(bytes, 40)
  const file = openSync(path, 'w')
  try {
    writeSync(file, header)
    let left = bytes
    for (let i = 0; left > 0; i = (i + 1) % sentences.length) left -= writeSync(file, sentences[i].subarray(0, left))
  } finally {
    closeSync(file)
  }
}
