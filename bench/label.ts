import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { decodeAudio } from '../src/audio/decodeAudio'
import { encodeWav } from '../src/audio/wav'
import { columnNames } from '../src/features/columnNames'
import { extractFeatures } from '../src/features/extractFeatures'
import { defaultRecipe } from '../src/features/recipe'
import { speechFrames } from '../src/features/speechFrames'
import type { Frames } from '../src/mixture/frames'
import type { FrameThreads } from '../src/mixture/threads/frameThreads'
import { shareFrames } from '../src/mixture/threads/shareableSource'
import { Project } from '../src/project/project'
import { assembleBank } from '../src/recognition/assembleBank'
import type { Bank, BankMixture } from '../src/recognition/bank'
import { openDecision } from '../src/recognition/decision/decision'
import { meanScores } from '../src/recognition/scoreFrames'
import { baseScores } from '../src/recognition/scoring/baseScores'
import { components, hasSpokenDigits, longSpeech, manyVoices, sampleRateHz } from './label/manyVoices'
import { machine } from './mixture/machine'
import { median } from './mixture/median'
import { openThreads } from './mixture/ownWork'
import { plainMixture, startScikitLearn, type ScikitLearn } from './mixture/scikitLearn'
import { watchedRun } from './mixture/watchedRun'

const root = resolve(import.meta.dirname, '..')
const threadCount = 2

/** Labels that scikit-learn scores; for more its time is multiplied. */
const peerLabels = 5

/** One number of labels. Times in seconds, medians of the rounds. */
interface LabelRow {
  readonly labels: number
  /** `cepstra label` on a file that the project does not know, from its start to its end. */
  readonly command: number
  readonly timesRealTime: number
  readonly peakMB: number
  /** The scoring alone, by both cores, and what it would take under all labels over all frames. */
  readonly scoring: number
  readonly allScoring: number
  /** Labels that all frames were scored under. */
  readonly scoredInFull: number
  /** Whether the first three and their scores are those of scoring all frames under all labels, bit for bit. */
  readonly sameFirstThree: boolean
  /** scikit-learn's `score_samples` under each label in turn, extrapolated from a few; null where it is not installed. */
  readonly peerScoring: number | null
}

/**
 * An hour of speech against 10, 100 and 1,000 labels, from the file to the result: `cepstra label`, with what decoding, features
 * and scoring take in it, beside scikit-learn doing the scoring alone. The labels are voices of K = 32, the front end is the
 * default recipe. `--seconds N` takes another length, `--labels N,N` other numbers, `--rounds N` medians of N, `--json` as it says.
 */
export default async function label(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '3600' },
      labels: { type: 'string', default: '10,100,1000' },
      rounds: { type: 'string', default: '3' },
    },
  })
  if (!hasSpokenDigits()) {
    console.error('Left out: the spoken digits are not here. Set CEPSTRA_TEST_DATA to the folder that holds fsdd.')
    return
  }
  const counts = values.labels.split(',').map(Number)
  const seconds = Number(values.seconds)
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
  const threads = openThreads(threadCount)
  const peer = await startScikitLearn([1, threadCount])
  try {
    const path = join(folder, 'hour.wav')
    writeFileSync(path, encodeWav(await longSpeech(seconds), sampleRateHz))
    const begin = performance.now()
    const signal = await decodeAudio(path, { sampleRateHz })
    const decoding = (performance.now() - begin) / 1000
    const matrix = extractFeatures(signal, defaultRecipe)
    const features = (performance.now() - begin) / 1000 - decoding
    const frames = speechFrames(matrix)
    const voices = await manyVoices(Math.max(...counts), (done) => {
      if (done % 100 === 0) console.error(`${done} voices ...`)
    })
    const peerSeconds = peer && (await peerScoring(peer, voices.mixtures.slice(0, peerLabels), frames))
    const rows: LabelRow[] = []
    for (const count of counts) {
      console.error(`${count} labels ...`)
      const bank = bankOf(voices.mixtures.slice(0, count), voices.frames)
      const scored = await scoringOf(bank, frames, threads, Number(values.rounds))
      const runs = []
      for (let round = 0; round < Number(values.rounds); round++) runs.push(await commandRun(bank, path, folder))
      const command = median(runs.map((run) => run.seconds))
      rows.push({
        labels: count,
        command,
        timesRealTime: seconds / command,
        peakMB: Math.max(...runs.map((run) => run.peakMB)),
        ...scored,
        peerScoring: peerSeconds && peerSeconds * count,
      })
    }
    const facts = { seconds, frames: frames.count, dimensions: frames.dimensions, components, decoding, features }
    if (values.json) process.stdout.write(`${JSON.stringify({ machine: machine(), ...facts, rows }, null, 2)}\n`)
    else print(facts, rows)
  } finally {
    threads.close()
    peer?.close()
    rmSync(folder, { recursive: true })
  }
}

interface Facts {
  readonly seconds: number
  readonly frames: number
  readonly dimensions: number
  readonly decoding: number
  readonly features: number
}

function print({ seconds, frames, dimensions, decoding, features }: Facts, rows: readonly LabelRow[]): void {
  const once = (value: number) => `${value.toFixed(2)} s`
  console.log(`${seconds} s of speech, ${frames.toLocaleString('en-US')} frames x ${dimensions}, K = ${components}`)
  console.log(`Decoding alone takes ${once(decoding)}, features of what is decoded ${once(features)}, on one core.\n`)
  const heads = [
    'labels',
    'from file to result',
    'times real time',
    'peak memory',
    'scoring in it',
    'labels scored in full',
  ]
  const more = ['all labels in full', 'the same first three', 'scikit-learn’s scoring', 'of it']
  console.log(`| ${[...heads, ...more].join(' | ')} |\n|${' --- |'.repeat(heads.length + more.length)}`)
  for (const row of rows) {
    const cells = [
      row.labels.toLocaleString('en-US'),
      once(row.command),
      Math.round(row.timesRealTime).toLocaleString('en-US'),
      `${row.peakMB.toFixed(0)} MB`,
      once(row.scoring),
      String(row.scoredInFull),
      once(row.allScoring),
      row.sameFirstThree ? 'yes' : 'NO',
      row.peerScoring === null ? '-' : once(row.peerScoring) + (row.labels > peerLabels ? ' (extrapolated)' : ''),
      row.peerScoring === null ? '-' : `${(row.peerScoring / row.scoring).toFixed(1)} x`,
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
  const [least, most] = [rows[0], rows.at(-1)!]
  console.log(
    `\n${most.labels.toLocaleString('en-US')} labels take ${(most.command / least.command).toFixed(2)} times as long as ` +
      `${least.labels}; 3 were allowed.`,
  )
}

function bankOf(mixtures: readonly BankMixture[], frames: Frames): Bank {
  return assembleBank({
    name: `${mixtures.length} voices`,
    createdAt: 0,
    recipe: defaultRecipe,
    sampleRateHz,
    columnNames: columnNames(defaultRecipe),
    seed: 0,
    components,
    varianceFloor: 0,
    training: null,
    background: null,
    mixtures,
    decision: openDecision('Nothing is called unknown.'),
    trainingFrames: [frames],
    version: 'bench',
  })
}

/** The command line as it is built, on a project that holds nothing but the bank. */
async function commandRun(bank: Bank, path: string, folder: string): Promise<{ seconds: number; peakMB: number }> {
  const place = join(folder, 'project')
  const project = Project.create(place, sampleRateHz)
  project.banks.add(bank)
  project.close()
  const run = await watchedRun([join(root, 'bin/cepstra.js'), 'label', place, path, '--json'], {
    CEPSTRA_HOME: join(folder, 'home'),
  })
  rmSync(place, { recursive: true })
  const [answer] = (JSON.parse(run.stdout) as { recordings: { label: string }[] }).recordings
  if (answer.label !== bank.mixtures[0].label) throw new Error(`The speech was labeled ${answer.label}.`)
  return run
}

async function scoringOf(bank: Bank, frames: Frames, threads: FrameThreads, rounds: number) {
  const passes = threads.passesOver(shareFrames(frames))
  const times: number[] = []
  let scores = baseScores(bank, passes)
  for (let round = 0; round < rounds; round++) {
    // As a worker thread that has just been sent the bank, with nothing prepared.
    const fresh = { ...bank, mixtures: bank.mixtures.map((entry) => ({ ...entry, mixture: { ...entry.mixture } })) }
    const begin = performance.now()
    scores = baseScores(fresh, passes)
    times.push((performance.now() - begin) / 1000)
  }
  const begin = performance.now()
  const all = Array.from(meanScores(bank, passes))
  const allScoring = (performance.now() - begin) / 1000
  const three = (likelihoods: readonly number[]) =>
    JSON.stringify([...likelihoods.entries()].sort(([, a], [, b]) => b - a).slice(0, 3))
  return {
    scoring: median(times),
    allScoring,
    scoredInFull: bank.mixtures.length - (scores.estimated?.filter((is) => is).length ?? 0),
    sameFirstThree: three(scores.likelihoods) === three(all),
  }
}

/** Seconds of scikit-learn for one label, with the better number of threads; its scores are held against ours. */
async function peerScoring(peer: ScikitLearn, mixtures: readonly BankMixture[], frames: Frames): Promise<number> {
  const data = frames.data as Float32Array
  await peer.load('hour', { ...frames, data })
  const own = meanScores({ mixtures }, frames)
  const times: number[] = []
  for (const threads of peer.threadCounts) {
    let sum = 0
    for (const [l, { mixture }] of mixtures.entries()) {
      const job = {
        work: 'score',
        frames: 'hour',
        precision: 'float64',
        iterations: 1,
        ...plainMixture(mixture),
      } as const
      const { seconds, result } = await peer.run(threads, job)
      if (Math.abs(result - own[l]) > 1e-9 * Math.abs(result)) {
        throw new Error(`The programs disagree: ${own[l]} and ${result}`)
      }
      sum += seconds
    }
    times.push(sum / mixtures.length)
  }
  return Math.min(...times)
}
