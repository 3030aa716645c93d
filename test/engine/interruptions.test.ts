import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeWav } from '../../src/audio/wav'
import type { EngineClient } from '../../src/engine/contract'
import type { Engine } from '../../src/engine/createEngine'
import { inParallel } from '../../src/engine/inParallel'
import {
  endOf,
  ended,
  importRequest,
  samplesFolder,
  temporaryFolder,
  testEngine,
  trainRequest,
} from './temporaryEngine'

/** Distinct short recordings in a folder of their own. */
function tones(folder: string, count: number): string {
  mkdirSync(folder)
  for (let n = 0; n < count; n++) {
    const samples = Float32Array.from({ length: 16_000 }, (_, i) => 0.3 * Math.sin(i * 0.05 * (1 + n / 10)))
    writeFileSync(join(folder, `${n}.wav`), encodeWav(samples, 16_000))
  }
  return folder
}

async function withBank(folder: string, engine: Engine): Promise<number> {
  await engine.client.project.create({ path: join(folder, 'p') })
  await ended(engine, importRequest([samplesFolder]))
  return (await ended(engine, trainRequest(2))).resultId ?? 0
}

const someAnswered = (client: EngineClient, jobId: number) =>
  expect
    .poll(async () => (await client.recognition.results({ jobId })).total, { interval: 1, timeout: 20_000 })
    .toBeGreaterThan(0)

test('recordings that are taken out while they are recognized are left out, and the others answered', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const bankId = await withBank(folder.path, engine)
  const paths = [tones(join(folder.path, 'q'), 40)]
  const { jobId } = await client.jobs.start({ request: { kind: 'label', bankId, paths } })
  await someAnswered(client, jobId)
  const { rows } = await client.recordings.list({ role: 'query' })
  await client.recordings.remove({ ids: rows.map(({ id }) => id) })
  expect(await endOf(engine, jobId)).toMatchObject({ state: 'done', error: null })
})

test('a recognition ends with a plain sentence when its bank is removed under it', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const bankId = await withBank(folder.path, engine)
  const paths = [tones(join(folder.path, 'q'), 40)]
  const { jobId } = await client.jobs.start({ request: { kind: 'label', bankId, paths } })
  await someAnswered(client, jobId)
  await client.banks.remove({ id: bankId })
  expect(await endOf(engine, jobId)).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
  expect(await client.recognition.results({})).toEqual({ total: 0, rows: [] })
})

test('what a person said of an answer stays when the recording is recognized again', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const bankId = await withBank(folder.path, engine)
  const paths = [tones(join(folder.path, 'q'), 2)]
  await ended(engine, { kind: 'label', bankId, paths })
  const [first] = (await client.recognition.results({})).rows
  const recordingId = first?.recordingId ?? 0
  for (const label of ['siren', 'whistle']) await client.recognition.correct({ recordingId, label })
  await ended(engine, { kind: 'label', bankId, recordingIds: [recordingId] })
  const { rows } = await client.recognition.results({})
  expect(rows.find((row) => row.recordingId === recordingId)?.corrected).toBe('whistle')
  expect((await client.recordings.get({ id: recordingId })).label).toBe('whistle')
  expect((await client.recordings.list({ label: 'whistle' })).total).toBe(1)
})

test('a training that goes on after labels were changed is the one that would be made from the beginning', async () => {
  using folder = temporaryFolder()
  const labels = readdirSync(samplesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const request = trainRequest(16)
  async function turnLabels(client: EngineClient): Promise<void> {
    const { rows } = await client.recordings.list({ limit: 1000 })
    const one = rows.filter(({ name }) => /[02468]\D*$/.test(name))
    const changes = one.map(({ id, label }) => ({
      id,
      label: labels[(labels.indexOf(label ?? '') + 1) % labels.length] ?? '',
    }))
    await client.recordings.setLabel({ changes })
  }
  const bankOf = async (client: EngineClient, id: number | null) => {
    const { id: _id, createdAt: _at, name: _name, ...rest } = await client.banks.get({ id: id ?? 0 })
    return rest
  }
  let jobId: number
  const path = join(folder.path, 'interrupted')
  {
    await using engine = testEngine()
    const { client } = engine
    await client.project.create({ path })
    await ended(engine, importRequest([samplesFolder]))
    jobId = (await client.jobs.start({ request })).jobId
    // Past the labels and the first of the held-out folds.
    await expect
      .poll(
        async () => {
          const { done, unit } = await client.jobs.get({ id: jobId })
          return unit === 'mixtures' ? done : 0
        },
        { interval: 1, timeout: 30_000 },
      )
      .toBeGreaterThan(2 * labels.length)
    expect((await client.jobs.get({ id: jobId })).endedAt).toBeNull()
  }
  await using engine = testEngine()
  const { client } = engine
  await client.project.open({ path })
  await turnLabels(client)
  const resumed = await ended(engine, request)
  expect(resumed.id).toBe(jobId)
  const ofResumed = await bankOf(client, resumed.resultId)

  await client.project.create({ path: join(folder.path, 'whole') })
  await ended(engine, importRequest([samplesFolder]))
  await turnLabels(client)
  const whole = await ended(engine, request)
  expect(ofResumed).toEqual(await bankOf(client, whole.resultId))
})

test('a job that is asked for in the very moment in which the last one ends is run', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  await engine.client.project.create({ path: join(folder.path, 'p') })
  const { jobs } = engine.context.session.required()
  for (let ticks = 0; ticks < 12; ticks++) {
    const next = new Promise<number>((resolve) => {
      async function startNext(): Promise<void> {
        for (let i = 0; i < ticks; i++) await Promise.resolve()
        resolve(jobs.start({ kind: 'extract' }))
      }
      const stop = engine.context.events.on((event) => {
        if (event.type !== 'job' || event.job.endedAt === null) return
        stop()
        void startNext()
      })
    })
    jobs.start({ kind: 'evaluate', folds: 2, components: 1, seed: ticks })
    const id = await next
    await expect.poll(() => jobs.get(id).state, { timeout: 2000, interval: 5 }).toBe('failed')
  }
})

test('a job whose project folder was deleted says so instead of going nowhere', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const path = join(folder.path, 'p')
  await engine.client.project.create({ path })
  rmSync(path, { recursive: true })
  const job = await ended(engine, importRequest([samplesFolder]))
  expect(job).toMatchObject({ state: 'failed', error: { code: 'PROJECT_NOT_FOUND' } })
})

test('an abort keeps work that is done without the worker threads from going on', async () => {
  const abort = new AbortController()
  let started = 0
  const work = inParallel(Array.from({ length: 100 }), { limit: 2, signal: abort.signal }, async () => {
    if (++started === 10) abort.abort()
    await Promise.resolve()
  })
  await expect(work).rejects.toThrow()
  expect(started).toBeLessThanOrEqual(11)
})
