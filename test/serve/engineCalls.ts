import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { EngineClient, EngineEvent, Inputs, Job } from '../../src/engine/contract'
import { encodeWav } from '../../src/audio/wav'
import { samplesFolder } from '../engine/temporaryEngine'

export interface Wire {
  /** The client whose calls are under test. */
  readonly engine: EngineClient
  /** A folder for this engine's files. */
  readonly folder: string
}

async function endOf(engine: EngineClient, id: number): Promise<Job> {
  for (;;) {
    const job = await engine.jobs.get({ id })
    if (job.endedAt !== null) return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A tone that swells, so that there are frames with sound in them. */
function tone(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * 16_000 }, (_, i) => 0.3 * Math.sin(i * 0.07) * Math.sin(i * 0.0003))
}

/** The calls that every way to the engine has to pass: the same suite without a wire, over a socket, over a port. */
export function describeEngineCalls(name: string, wire: () => Wire): void {
  describe(name, () => {
    test('answers a call without input', async () => {
      expect(await wire().engine.system.info()).toMatchObject({ version: 'test', samplesAvailable: true })
    })

    test('lets expected failures arrive with their code and their sentence', async () => {
      const { engine, folder } = wire()
      const call = engine.project.open({ path: join(folder, 'nowhere') })
      await expect(call).rejects.toMatchObject({
        code: 'PROJECT_NOT_FOUND',
        message: expect.stringContaining('There is no Cepstra project at'),
      })
      await expect(engine.recordings.labels()).rejects.toMatchObject({ code: 'NO_PROJECT_OPEN' })
    })

    test('refuses input that the contract does not know', async () => {
      const { engine } = wire()
      const bad = { role: 'teacher' } as unknown as Inputs['recordings']['list']
      await expect(engine.recordings.list(bad)).rejects.toThrow(/validation/i)
      await expect(engine.jobs.get({ id: -1 })).rejects.toThrow(/validation/i)
    })

    test('carries a project from recordings to labels', async () => {
      const { engine, folder } = wire()
      const path = join(folder, 'project')
      expect(await engine.project.create({ path })).toMatchObject({ path, recordingCount: 0 })
      const paths = ['agnes', 'boris', 'walter'].map((voice) => join(samplesFolder, voice))
      const imported = await engine.jobs.start({
        request: { kind: 'import', paths, labels: { from: 'folder' }, role: 'training' },
      })
      expect(await endOf(engine, imported.jobId)).toMatchObject({ state: 'done', done: 24, total: 24 })
      const settings = { seed: 0, maxIterations: 50, tolerance: 1e-3, initialization: 'kmeans' } as const
      const trained = await engine.jobs.start({ request: { kind: 'train', components: 2, ...settings } })
      const { resultId, state } = await endOf(engine, trained.jobId)
      expect(state).toBe('done')
      const { rows } = await engine.recordings.list({ label: 'boris' })
      const recordingIds = rows.map(({ id }) => id)
      const labeled = await engine.jobs.start({ request: { kind: 'label', bankId: resultId ?? 0, recordingIds } })
      await endOf(engine, labeled.jobId)
      const { total, rows: answers } = await engine.recognition.results({ jobId: labeled.jobId })
      expect(total).toBe(8)
      expect(new Set(answers.map(({ best }) => best))).toEqual(new Set(['boris']))
    })

    test('carries numbers as binary, unchanged', async () => {
      const { engine } = wire()
      const { rows } = await engine.recordings.list({ limit: 1 })
      const { frames, speech, columnNames } = await engine.features.preview({ id: rows[0]?.id ?? 0 })
      const values = new Float32Array(await frames.values.arrayBuffer())
      expect(values).toHaveLength(frames.rows * frames.columns)
      expect(frames.columns).toBe(columnNames.length)
      expect(speech).toHaveLength(frames.rows)
      expect(values.every(Number.isFinite)).toBe(true)
      expect(new Set(values).size).toBeGreaterThan(values.length / 2)
    })

    test('streams events to whoever listens, until they stop', async () => {
      const { engine } = wire()
      const stop = new AbortController()
      const heard: EngineEvent[] = []
      const stream = await engine.system.events(undefined, { signal: stop.signal })
      const listening = (async () => {
        for await (const event of stream) heard.push(event)
      })()
      listening.catch(() => undefined)
      const { jobId } = await engine.jobs.start({ request: { kind: 'extract' } })
      await endOf(engine, jobId)
      const last = (): EngineEvent | undefined =>
        heard.findLast((event) => event.type === 'job' && event.job.id === jobId)
      await expect.poll(() => last(), { timeout: 10_000 }).toMatchObject({ job: { state: 'done' } })
      stop.abort()
      await listening.catch((error: unknown) => {
        expect(error).toMatchObject({ name: expect.stringMatching(/Abort/) })
      })
      const count = heard.length
      await endOf(engine, (await engine.jobs.start({ request: { kind: 'extract' } })).jobId)
      expect(heard).toHaveLength(count)
    })

    test('streams events to several at once, and cancels a job for all of them', async () => {
      const { engine, folder } = wire()
      const stop = new AbortController()
      const streams = await Promise.all([1, 2].map(() => engine.system.events(undefined, { signal: stop.signal })))
      const path = join(folder, 'long.wav')
      writeFileSync(path, encodeWav(tone(600), 16_000))
      const { jobId } = await engine.jobs.start({
        request: { kind: 'import', paths: [path], labels: { from: 'none' }, role: 'query' },
      })
      await endOf(engine, jobId)
      const extraction = await engine.jobs.start({ request: { kind: 'extract' } })
      const state = async (): Promise<string> => (await engine.jobs.get({ id: extraction.jobId })).state
      await expect.poll(state, { timeout: 10_000, interval: 5 }).toBe('running')
      await engine.jobs.cancel({ id: extraction.jobId })
      for (const stream of streams) {
        for await (const event of stream) {
          if (event.type === 'job' && event.job.id === extraction.jobId && event.job.endedAt !== null) {
            expect(event.job.state).toBe('cancelled')
            break
          }
        }
      }
      stop.abort()
    })

    test('carries 60 seconds of sound quickly, byte for byte', async () => {
      const { engine } = wire()
      const { rows } = await engine.recordings.list({ role: 'query', limit: 1 })
      const id = rows[0]?.id ?? 0
      const { wav, durationSeconds } = await engine.recordings.audio({ id, startSeconds: 0, lengthSeconds: 60 })
      const bytes = new Uint8Array(await wav.arrayBuffer())
      expect(durationSeconds).toBe(60)
      const whole = encodeWav(tone(600), 16_000).subarray(44, 44 + 60 * 32_000)
      expect(Buffer.from(bytes.subarray(44)).equals(Buffer.from(whole))).toBe(true)
    })

    test('takes a bank of 8 MB back as it gave it, within a second each way', async () => {
      const { engine, folder } = wire()
      const [bank] = await engine.banks.list()
      const { content } = await engine.banks.export({ id: bank?.id ?? 0, format: 'json' })
      const text = await content.text()
      // White space is no part of the document, but has to travel all the same.
      const padded = new Blob([text, ' '.repeat(8 * 2 ** 20)], { type: 'application/json' })
      const startedAt = performance.now()
      const { id } = await engine.banks.import({ content: padded })
      const seconds = (performance.now() - startedAt) / 1000
      console.log(`${name}: 8 MB taken in ${seconds.toFixed(3)} s`)
      expect(seconds).toBeLessThan(2)
      const back = await engine.banks.export({ id, format: 'json' })
      const [before, after] = [JSON.parse(text), JSON.parse(await back.content.text())] as { mixtures: unknown }[]
      expect(after?.mixtures).toEqual(before?.mixtures)
      const path = join(folder, 'bank.npz')
      const { bytes } = await engine.banks.exportTo({ id, format: 'npz', path })
      expect(statSync(path).size).toBe(bytes)
    })
  })
}
