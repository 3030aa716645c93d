import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtChild } from './builtChild'
import { corpus } from './corpus'
import { startDecoder, type DecoderProcess } from './decoderProcess'
import { mutant } from './mutate'

export interface FuzzOptions {
  readonly seed: number
  /** Mutants `first` to `first + count`, 0 by default. */
  readonly first?: number
  readonly count: number
  /** Endings of the seeds' names, such as "flac"; all by default. */
  readonly formats?: readonly string[]
  readonly processes?: number
  /** Where mutants that fail are written. */
  readonly failuresFolder: string
  readonly onProgress?: (done: number, failures: number) => void
}

export interface FuzzFailure {
  readonly index: number
  readonly ended: string
  readonly path: string
  readonly story: readonly string[]
}

export interface FuzzReport {
  /** How many mutants ended in each way: 'audio', or the code of an error. */
  readonly endings: ReadonlyMap<string, number>
  readonly failures: readonly FuzzFailure[]
  readonly slowest: { readonly index: number; readonly milliseconds: number }
  readonly peakMegabytes: number
  /** How often a fresh process did well where one that had decoded others did not: memory that was never given back. */
  readonly restarts: number
  readonly seconds: number
}

/** A file takes milliseconds; what takes longer than this has come upon a loop. */
const limits = { milliseconds: 5000, megabytes: 500 }

/**
 * Decodes mutants of the corpus in child processes: none may bring its process down, take longer than 5 s, make its
 * process hold more than 500 MB, answer with anything but finite samples or a `CepstraError`, or leave files open. The
 * same options give the same mutants; a mutant depends on its seed, its index, the formats and the corpus alone.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seed, first = 0, count, formats = [], processes = 2, failuresFolder } = options
  const seeds = corpus(formats)
  if (seeds.length === 0) throw new RangeError(`No seed is named *.${formats.join(' or *.')}.`)
  const child = await builtChild()
  const scratch = mkdtempSync(join(tmpdir(), 'cepstra-fuzz-'))
  const startedAt = performance.now()
  const endings = new Map<string, number>()
  const failures: FuzzFailure[] = []
  let slowest = { index: first, milliseconds: 0 }
  let peakMegabytes = 0
  let restarts = 0
  let next = first
  let done = 0

  const fail = (index: number, ended: string): void => {
    const { seed: name, bytes, story } = mutant(seeds, seed, index)
    mkdirSync(failuresFolder, { recursive: true })
    const path = join(failuresFolder, `${seed}-${index}-${name}`)
    writeFileSync(path, bytes)
    failures.push({ index, ended, path, story })
  }

  const work = async (own: number): Promise<void> => {
    const folder = join(scratch, String(own))
    mkdirSync(folder)
    const start = (): DecoderProcess => startDecoder(child.file, [folder, String(seed), formats.join(',')], limits)
    let decoder = start()
    while (next < first + count) {
      const index = next++
      let outcome = await decoder.decode(index)
      if (!outcome.isGood) {
        // What came before may have left its traces; a mutant is to blame for what it does to a fresh process.
        decoder.stop()
        decoder = start()
        outcome = await decoder.decode(index)
        if (outcome.isGood) {
          restarts++
        } else {
          fail(index, outcome.ended)
          decoder.stop()
          decoder = start()
        }
      }
      if (outcome.isGood) endings.set(outcome.ended, (endings.get(outcome.ended) ?? 0) + 1)
      if (outcome.milliseconds > slowest.milliseconds) slowest = { index, milliseconds: outcome.milliseconds }
      peakMegabytes = Math.max(peakMegabytes, outcome.peakMegabytes)
      options.onProgress?.(++done, failures.length)
    }
    decoder.stop()
  }

  try {
    await Promise.all(Array.from({ length: Math.min(processes, count) }, (_, own) => work(own)))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
    child.remove()
  }
  return { endings, failures, slowest, peakMegabytes, restarts, seconds: (performance.now() - startedAt) / 1000 }
}
