import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { frameRates, type FrameRate } from './features/frameRates'
import { hasNumpy } from './features/numpyFeatures'
import { wholeFiles, type WholeFileRate } from './features/wholeFiles'
import { machine } from './mixture/machine'

/**
 * Frames a second of the front end beside `Meyda.extract('mfcc')` as its users call it, on one core and on two, and what
 * whole files take from decoding to features in the cache beside ffmpeg's decoding alone; beside both a numpy extractor.
 * All sides in turns, the best of `--rounds N` (5). `--work frames` or `--work files` is half of it; `--json` prints one
 * JSON document and nothing else on stdout.
 */
export default async function features(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      work: { type: 'string' },
    },
  })
  const rounds = Number(values.rounds)
  const withNumpy = hasNumpy()
  if (!withNumpy) console.error('/usr/bin/python3 has no numpy and scipy here, so there is no numpy beside us.')
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
  try {
    const frames = values.work === 'files' ? [] : await frameRates(rounds, folder, withNumpy)
    const files = values.work === 'frames' ? [] : await wholeFiles(rounds, folder, withNumpy)
    if (values.json) {
      process.stdout.write(`${JSON.stringify({ machine: machine(), frames, files }, null, 2)}\n`)
      return
    }
    if (frames.length > 0) console.log(`${frameTable(frames)}\n`)
    if (files.length > 0) console.log(`Times real time on one core:\n\n${fileTable(files)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function frameTable(rates: readonly FrameRate[]): string {
  const heads = ['rate', 'way', 'columns', 'frames/s', 'of Meyda', 'both cores', 'of Meyda on one', 'wanted']
  const rows = rates.map((rate) => [
    `${rate.sampleRateHz.toLocaleString('en-US')} Hz`,
    rate.way,
    String(rate.columns),
    rounded(rate.oneCore),
    times(rate.timesMeyda),
    rounded(rate.bothCores),
    times(rate.bothTimesMeyda),
    Object.values(rate.wanted ?? {})
      .map((wanted) => `${wanted} x`)
      .join(' / ') || '-',
  ])
  return table([heads, ...rows])
}

function fileTable(rates: readonly WholeFileRate[]): string {
  const heads = ['five minutes of speech', 'to cached features', 'decoding in it', "ffmpeg's decoding alone", 'numpy']
  const rows = rates.map(({ file, features, decoding, ffmpeg, numpy }) => [
    file,
    ...[features, decoding, ffmpeg, numpy].map(rounded),
  ])
  return table([heads, ...rows])
}

function table([heads, ...rows]: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

/** To three digits, as no time here is truer. */
function rounded(value: number | null): string {
  return value === null ? '-' : Number(value.toPrecision(3)).toLocaleString('en-US')
}

function times(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(value < 10 ? 1 : 0)} x`
}
