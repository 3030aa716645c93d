import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { decodeAudio } from '../src/audio/decodeAudio'
import { encodeWav } from '../src/audio/wav'
import type { JobRequest } from '../src/engine/contract'
import { createEngine } from '../src/engine/createEngine'

const root = resolve(import.meta.dirname, '..')
const takes = 24

const jobs: Record<string, JobRequest> = {
  extract: { kind: 'extract' },
  'train, K = 32': {
    kind: 'train',
    components: 32,
    seed: 0,
    maxIterations: 100,
    tolerance: 1e-3,
    initialization: 'kmeans',
  },
}

/** How much faster two worker threads extract and train than one: the sample voices, each sentence at many volumes. */
export default async function cores(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cepstra-bench-'))
  process.env['CEPSTRA_HOME'] = join(folder, 'home')
  try {
    const audio = join(folder, 'audio')
    const minutes = await writeTakes(join(root, 'resources/samples'), audio)
    const one = await timed(join(folder, 'one'), audio, 1)
    const two = await timed(join(folder, 'two'), audio, 2)
    console.log(`${minutes.toFixed(0)} minutes of speech`)
    console.log('| work | 1 thread | 2 threads | ratio |\n|---|---|---|---|')
    for (const work of Object.keys(jobs)) {
      const [a, b] = [one.get(work) ?? NaN, two.get(work) ?? NaN]
      console.log(`| ${work} | ${a.toFixed(2)} s | ${b.toFixed(2)} s | ${(a / b).toFixed(2)} x |`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each voice's sentences in one file, at a volume of its own in each take, so that no two files hold the same. */
async function writeTakes(samples: string, audio: string): Promise<number> {
  let seconds = 0
  for (const voice of readdirSync(samples, { withFileTypes: true })) {
    if (!voice.isDirectory()) continue
    mkdirSync(join(audio, voice.name), { recursive: true })
    const sentences = []
    for (const name of readdirSync(join(samples, voice.name))) {
      sentences.push((await decodeAudio(join(samples, voice.name, name), { sampleRateHz: 16_000 })).samples)
    }
    const speech = Float32Array.from(sentences.flatMap((samples) => Array.from(samples)))
    for (let take = 0; take < takes; take++) {
      const louder = speech.map((sample) => sample * (1 - take / 40))
      writeFileSync(join(audio, voice.name, `${take}.wav`), encodeWav(louder, 16_000))
      seconds += speech.length / 16_000
    }
  }
  return seconds / 60
}

async function timed(project: string, audio: string, threadCount: number): Promise<Map<string, number>> {
  const engine = createEngine({
    workerFile: join(root, 'out/main/worker.js'),
    version: 'bench',
    shell: 'terminal',
    log: pino({ level: 'silent' }),
    threadCount,
  })
  const seconds = new Map<string, number>()
  const run = async (request: JobRequest): Promise<number> => {
    const startedAt = performance.now()
    const { jobId } = await engine.client.jobs.start({ request })
    for (;;) {
      const job = await engine.client.jobs.get({ id: jobId })
      if (job.state === 'done') return (performance.now() - startedAt) / 1000
      if (job.endedAt !== null) throw new Error(job.outcome ?? 'the job failed')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  try {
    await engine.client.project.create({ path: project })
    await run({ kind: 'import', paths: [audio], labels: { from: 'folder' }, role: 'training' })
    for (const [work, request] of Object.entries(jobs)) seconds.set(work, await run(request))
  } finally {
    await engine.close()
  }
  return seconds
}
