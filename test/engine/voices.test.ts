import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeWav } from '../../src/audio/wav'
import type { Clustering } from '../../src/engine/contract'
import type { Engine } from '../../src/engine/createEngine'
import { diarizationError, type SpokenStretch } from '../../src/recognition/figures/diarizationError'
import {
  conversation,
  digitsAbsent,
  digitsFolder,
  takesFrom,
  type Conversation,
} from '../recognition/clustering/conversations'
import { ended, endOf, temporaryFolder, testEngine } from './temporaryEngine'

const title = digitsAbsent ? `voices (skipped: ${digitsFolder} is absent; set CEPSTRA_TEST_DATA)` : 'voices'

describe.skipIf(digitsAbsent)(title, () => {
  const talks = new Map<string, Conversation>()
  let folder: ReturnType<typeof temporaryFolder>
  let engine: Engine
  let clustering: Clustering

  const path = (name: string): string => join(folder.path, `${name}.wav`)
  async function record(name: string, talk: Conversation): Promise<void> {
    talks.set(name, talk)
    writeFileSync(path(name), encodeWav(talk.samples, talk.sampleRateHz))
  }
  /** What was grouped, as who speaks when; and how far that is from the truth. */
  function errorOf(name: string, answer: readonly SpokenStretch[]) {
    return diarizationError(talks.get(name)?.turns ?? [], answer, 0.25)
  }

  beforeAll(async () => {
    folder = temporaryFolder()
    engine = testEngine()
    const voices = ['george', 'jackson']
    await record('first', await conversation({ voices, seconds: 60, takes: takesFrom(0, 15), seed: 0 }))
    await record('second', await conversation({ voices, seconds: 40, takes: takesFrom(20, 15), seed: 1 }))
    const alone = { voices: ['jackson'], seconds: 8, takes: takesFrom(40, 3), seed: 2, turnSeconds: [8, 8] } as const
    await record('alone', await conversation(alone))
    await engine.client.project.create({ path: join(folder.path, 'p') })
  })
  afterAll(async () => {
    await engine.close()
    folder[Symbol.dispose]()
  })

  test('that nobody has named are grouped, in a conversation and in a recording of one of them', async () => {
    const job = await ended(engine, { kind: 'cluster', paths: [path('first'), path('alone')], clusters: 2 })
    expect(job).toMatchObject({ state: 'done', done: 100, total: 100, error: null })
    clustering = await engine.client.clusterings.get({ id: job.resultId ?? 0 })
    expect(clustering).toMatchObject({
      clusterCount: 2,
      namedCount: 0,
      recordingCount: 2,
      warnings: [],
      appliedAt: null,
    })
    const first = clustering.recordings.find(({ name }) => name === 'first.wav')?.recordingId
    const answer = clustering.segments.filter(({ recordingId }) => recordingId === first)
    const { rate } = errorOf(
      'first',
      answer.map((segment) => ({ ...segment, voice: String(segment.cluster) })),
    )
    expect(rate).toBeLessThan(0.1)
    const alone = clustering.recordings.find(({ name }) => name === 'alone.wav')
    expect(alone?.share).toBeGreaterThan(0.9)
    for (const { prototypes, seconds } of clustering.clusters) {
      expect(prototypes.length).toBeGreaterThan(0)
      expect(seconds).toBeGreaterThan(10)
      for (const { startSeconds, endSeconds } of prototypes)
        expect(endSeconds - startSeconds).toBeLessThanOrEqual(6.001)
    }
    const [summary] = await engine.client.clusterings.list()
    expect(summary).toMatchObject({ id: clustering.id, description: clustering.description, clusterCount: 2 })
  })

  test('are no labels before they are named, and not by names of clusters that are not there', async () => {
    const { id } = clustering
    await expect(engine.client.clusterings.apply({ id })).rejects.toMatchObject({ code: 'NOTHING_TO_DO' })
    await expect(engine.client.clusterings.name({ id, cluster: 3, name: 'carol' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(engine.client.clusterings.get({ id: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await ended(engine, { kind: 'train' })).toMatchObject({ state: 'failed', error: { code: 'NOTHING_TO_DO' } })
  })

  test('that were named once are known in another conversation', async () => {
    const { id } = clustering
    const jackson = clustering.recordings.find(({ name }) => name === 'alone.wav')?.cluster ?? 0
    await engine.client.clusterings.name({ id, cluster: jackson, name: 'jackson' })
    await engine.client.clusterings.name({ id, cluster: 3 - jackson, name: 'george' })
    const applied = await engine.client.clusterings.apply({ id })
    expect(applied).toMatchObject({ labeledRecordings: 1, partlyLabeledRecordings: 1, keptLabels: 0 })
    expect(applied.labels).toEqual(['george', 'jackson'])
    const labels = await engine.client.recordings.labels()
    expect(labels.map(({ label }) => label)).toEqual(['george', 'jackson'])
    // What was said once more stays as it is.
    expect(await engine.client.clusterings.apply({ id })).toMatchObject({ keptLabels: 1, partlyLabeledRecordings: 1 })

    const training = await ended(engine, { kind: 'train', components: 8 })
    expect(training).toMatchObject({ state: 'done', error: null })
    const bankId = training.resultId ?? 0
    expect((await engine.client.banks.get({ id: bankId })).labels).toEqual(['george', 'jackson'])

    await ended(engine, { kind: 'import', paths: [path('second')], labels: { from: 'none' }, role: 'query' })
    const { rows } = await engine.client.recordings.list({ role: 'query' })
    const recordingId = rows.find(({ name }) => name === 'second.wav')?.id ?? 0
    const { segments } = await engine.client.recognition.timeline({ bankId, recordingId })
    const answer = segments.flatMap(({ label, startSeconds, endSeconds }) =>
      label === null ? [] : [{ voice: label, startSeconds, endSeconds }],
    )
    const { rate, mapping } = errorOf('second', answer)
    expect([...mapping].every(([name, voice]) => name === voice)).toBe(true)
    expect(rate).toBeLessThan(0.15)
  })

  test('are grouped again by whole recordings, and taken out of the list', async () => {
    const { rows } = await engine.client.recordings.list({})
    const recordingIds = rows.map(({ id }) => id)
    const job = await ended(engine, {
      kind: 'cluster',
      recordingIds,
      unit: 'recordings',
      method: 'occupancy',
      clusters: 2,
    })
    const found = await engine.client.clusterings.get({ id: job.resultId ?? 0 })
    expect(found.clusters.map(({ recordingCount }) => recordingCount)).toEqual([1, 1])
    await engine.client.clusterings.remove({ id: found.id })
    expect((await engine.client.clusterings.list()).map(({ id }) => id)).toEqual([clustering.id])
    // Taking a recording out takes it out of the clusters too.
    const alone = rows.find(({ name }) => name === 'alone.wav')?.id ?? 0
    await engine.client.recordings.remove({ ids: [alone] })
    const { recordings, segments } = await engine.client.clusterings.get({ id: clustering.id })
    expect(recordings.map(({ name }) => name)).toEqual(['first.wav'])
    expect(segments.every(({ recordingId }) => recordingId !== alone)).toBe(true)
  })

  test('that are being grouped are let go within a second of a cancel', async () => {
    const many = join(folder.path, 'many')
    mkdirSync(many)
    const talk = talks.get('first')
    if (!talk) throw new Error('There is no conversation.')
    for (let i = 0; i < 6; i++) {
      // Shifted by some samples, each is another content.
      writeFileSync(join(many, `${i}.wav`), encodeWav(talk.samples.subarray(i), talk.sampleRateHz))
    }
    const grouping = new Promise<void>((resolve) => {
      const stop = engine.context.events.on((event) => {
        if (event.type !== 'job' || event.job.request.kind !== 'cluster' || event.job.unit !== 'percent') return
        stop()
        resolve()
      })
    })
    const { jobId } = await engine.client.jobs.start({ request: { kind: 'cluster', paths: [many] } })
    await grouping
    const from = performance.now()
    await engine.client.jobs.cancel({ id: jobId })
    expect(await endOf(engine, jobId)).toMatchObject({ state: 'cancelled', error: null })
    expect(performance.now() - from).toBeLessThan(1500)
    expect(await engine.client.clusterings.list()).toHaveLength(1)
  })
})
