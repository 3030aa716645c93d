import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAudio } from '../../src/audio/openAudio'
import { readAudioFacts } from '../../src/audio/readAudioFacts'
import { isCepstraError } from '../../src/cepstraError'
import { corpus } from './corpus'
import { mutant } from './mutate'

// The child process of the fuzzer: makes each mutant that its parent asks for, decodes it, and tells how that ended. A
// crash ends it, a hang keeps it from answering; both are the parent's to see.

export interface MutantRequest {
  readonly index: number
}

export interface MutantOutcome {
  readonly index: number
  /** 'audio', the code of a `CepstraError`, or what should not have happened in words. */
  readonly ended: string
  readonly isGood: boolean
  /** Of the processor, without what ffmpeg took. */
  readonly milliseconds: number
  /** The most that this process has ever held in memory. */
  readonly peakMegabytes: number
}

const [folder = '.', seedText = '1', formatText = ''] = process.argv.slice(2)
const seed = Number(seedText)
const seeds = corpus(formatText.split(',').filter(Boolean))
/** A process that decodes one file after another holds a handful of files open at a time. */
const mostOpenFiles = 100

process.on('message', (request: MutantRequest) => {
  void tried(request.index).then((outcome) => process.send?.(outcome))
})

async function tried(index: number): Promise<MutantOutcome> {
  const { seed: name, bytes } = mutant(seeds, seed, index)
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const before = process.cpuUsage()
  const { ended, isGood } = await ending(path, index)
  const { user, system } = process.cpuUsage(before)
  const milliseconds = (user + system) / 1000
  return { index, ended, isGood, milliseconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 }
}

async function ending(path: string, index: number): Promise<{ ended: string; isGood: boolean }> {
  try {
    const fault = await decode(path, index)
    if (fault) return { ended: fault, isGood: false }
    const open = openFiles()
    return open > mostOpenFiles ? { ended: `${open} open files`, isGood: false } : { ended: 'audio', isGood: true }
  } catch (error) {
    if (isCepstraError(error)) return { ended: error.code, isGood: true }
    return { ended: error instanceof Error ? (error.stack ?? error.message) : String(error), isGood: false }
  }
}

/** Every third mutant's header is told first; every fourth is brought to another rate, every seventh begun halfway. */
async function decode(path: string, index: number): Promise<string | null> {
  if (index % 3 === 2) {
    const { durationSeconds } = await readAudioFacts(path)
    if (durationSeconds !== null && !(Number.isFinite(durationSeconds) && durationSeconds >= 0)) {
      return `a duration of ${durationSeconds} s`
    }
  }
  const audio = await openAudio(path, index % 4 === 3 ? { sampleRateHz: 16_000 } : {})
  const fromSeconds = index % 7 === 6 ? (audio.durationSeconds ?? 0.1) / 2 : 0
  let count = 0
  for await (const block of audio.blocks(fromSeconds)) {
    for (const sample of block) if (!Number.isFinite(sample)) return `sample ${sample} after ${count}`
    count += block.length
  }
  return count === 0 && fromSeconds === 0 ? 'neither a sample nor an error' : null
}

function openFiles(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0
}
