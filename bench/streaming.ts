import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { machine } from './mixture/machine'
import { writeNpy } from './mixture/npyFile'
import { speechFrameSource, speechFramesAre } from './mixture/speechFrames'
import { watchedRun } from './mixture/watchedRun'

const command = resolve(import.meta.dirname, '../bin/cepstra.js')
const dims = 39
const components = 64
const iterations = 5
const blockLength = 200_000

/** One size of table, fitted from disk. */
interface StreamedFit {
  readonly frames: number
  readonly megabytes: number
  readonly peakMB: number
  readonly peakOwnMB: number
  readonly peakFileMB: number
  /** The whole command, the program's start and the initialization with it. */
  readonly seconds: number
  readonly secondsPerIteration: number
  readonly iterations: number
}

/**
 * What `cepstra fit-table` takes in memory and time for more frames than it may hold: 20 million of 39 columns on disk
 * (3.1 GB), K = 64, and a tenth of that. An iteration's time is what 5 iterations take beyond 1, divided by 4.
 * `--frames N` takes another size, `--folder PATH` another disk than the temporary folder's, `--json` as it says.
 */
export default async function streaming(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      frames: { type: 'string', default: '20000000' },
      folder: { type: 'string', default: tmpdir() },
    },
  })
  const most = Number(values.frames)
  const bytes = 4 * most * dims
  const { bavail, bsize } = statfsSync(values.folder)
  if (bavail * bsize < 1.2 * bytes) {
    console.error(`Left out: ${values.folder} lacks room for ${(bytes / 1e9).toFixed(1)} GB. Try --frames or --folder.`)
    return
  }
  const folder = mkdtempSync(join(values.folder, 'cepstra-bench-'))
  const fits: StreamedFit[] = []
  try {
    const draw = await speechFrameSource(dims)
    for (const frames of [Math.round(most / 10), most]) {
      console.error(`${frames} frames ...`)
      const path = join(folder, 'frames.npy')
      writeNpy(path, frames, dims, blockLength, draw)
      fits.push(await streamedFit(path, frames, join(folder, 'home')))
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (values.json) {
    const about = { ...machine(), data: speechFramesAre }
    process.stdout.write(`${JSON.stringify({ machine: about, dims, components, rows: fits }, null, 2)}\n`)
    return
  }
  console.log(`Frames: ${speechFramesAre}.`)
  console.log(`cepstra fit-table, K = ${components}, D = ${dims}, diagonal, float32\n`)
  console.log('| frames | on disk | peak memory | own | of files | whole command | an iteration | a million frames |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const fit of fits) {
    const sizes = [fit.megabytes, fit.peakMB, fit.peakOwnMB, fit.peakFileMB].map((size) => `${size.toFixed(0)} MB`)
    const perMillion = (1e9 * fit.secondsPerIteration) / fit.frames
    const times = [
      `${fit.seconds.toFixed(1)} s`,
      `${fit.secondsPerIteration.toFixed(2)} s`,
      `${perMillion.toFixed(0)} ms`,
    ]
    console.log(`| ${[fit.frames.toLocaleString('en-US'), ...sizes, ...times].join(' | ')} |`)
  }
}

async function streamedFit(path: string, frames: number, home: string): Promise<StreamedFit> {
  const run = (count: number) => {
    const sizes = [
      '--components',
      String(components),
      '--covariance',
      'diag',
      '--max-iterations',
      String(count),
      '--tol',
      '0',
    ]
    return watchedRun([command, 'fit-table', path, ...sizes, '--precision', 'float32', '--json'], {
      CEPSTRA_HOME: home,
    })
  }
  const short = await run(1)
  const long = await run(iterations)
  const { iterations: done } = JSON.parse(long.stdout) as { iterations: number }
  return {
    frames,
    megabytes: (4 * frames * dims) / 1e6,
    peakMB: Math.max(short.peakMB, long.peakMB),
    peakOwnMB: Math.max(short.peakOwnMB, long.peakOwnMB),
    peakFileMB: Math.max(short.peakFileMB, long.peakFileMB),
    seconds: long.seconds,
    secondsPerIteration: (long.seconds - short.seconds) / (iterations - 1),
    iterations: done,
  }
}
