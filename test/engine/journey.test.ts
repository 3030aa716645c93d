import { cpSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { EngineEvent } from '../../src/engine/contract'
import { decodeNpy } from '../../src/exchange/npy'
import { recipeHash } from '../../src/features/recipeHash'
import { ended, importRequest, samplesFolder, temporaryFolder, testEngine, trainRequest } from './temporaryEngine'

const voices = ['agnes', 'kevin', 'robert', 'susan']

/** A copy of some sample voices, split in sentences to learn from and sentences to recognize. */
function copyVoices(folder: string): { training: string; heldOut: string } {
  const training = join(folder, 'training')
  const heldOut = join(folder, 'held out')
  for (const voice of voices) {
    const names = readdirSync(join(samplesFolder, voice)).sort()
    names.forEach((name, i) => {
      cpSync(join(samplesFolder, voice, name), join(i < 6 ? training : heldOut, voice, name))
    })
  }
  return { training, heldOut }
}

describe('from folders of recordings to a bank that recognizes them', () => {
  test('each step has its result, and events tell of it', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training, heldOut } = copyVoices(folder.path)
    const events: EngineEvent[] = []
    const stop = engine.context.events.on((event) => events.push(event))
    await client.project.create({ path: join(folder.path, 'p') })

    const imported = await ended(engine, importRequest([training]))
    expect(imported).toMatchObject({ state: 'done', done: 24, total: 24, unit: 'recordings' })
    expect(await client.recordings.labels()).toMatchObject(voices.map((label) => ({ label, recordingCount: 6 })))
    const project = await client.project.current()
    expect(project).toMatchObject({ sampleRateHz: 16_000, recordingCount: 24, labelCount: 4 })

    const trained = await ended(engine, trainRequest())
    expect(trained.state).toBe('done')
    const bank = await client.banks.get({ id: trained.resultId ?? 0 })
    const { columnNames: _names, mixtures: _mixtures, background: _background, decision: _decision, ...overview } = bank
    expect(await client.banks.list()).toEqual([overview])
    expect(bank.labels).toEqual(voices)
    for (const mixture of bank.mixtures) {
      expect(mixture.weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
      expect(mixture.means).toHaveLength(mixture.weights.length)
      expect(mixture.means[0]).toHaveLength(bank.columnNames.length)
    }
    expect(events.some((event) => event.type === 'fit' && event.fit.label === 'susan')).toBe(true)

    const labeled = await ended(engine, { kind: 'label', bankId: bank.id, paths: [heldOut] })
    const results = await client.recognition.results({ jobId: labeled.id })
    expect(results.total).toBe(8)
    for (const result of results.rows) {
      expect(result.path).toContain(`/${String(result.best)}/`)
      expect(result.ranked.reduce((sum, { posterior }) => sum + posterior, 0)).toBeCloseTo(1, 6)
      expect(result.margin).toBeCloseTo((result.ranked[0]?.score ?? 0) - (result.ranked[1]?.score ?? 0), 6)
    }

    const evaluated = await ended(engine, { kind: 'evaluate', folds: 3, components: 8, seed: 0 })
    const evaluation = await client.evaluations.get({ id: evaluated.resultId ?? 0 })
    expect(evaluation.recordingCount).toBe(24)
    expect(evaluation.accuracy).toBeGreaterThan(0.9)
    expect(evaluation.confusion.flat().reduce((a, b) => a + b)).toBe(24)
    const cell = await client.evaluations.recordings({ id: evaluation.id, truth: 'susan', answer: 'susan' })
    const at = evaluation.labels.indexOf('susan')
    expect(cell).toHaveLength(evaluation.confusion[at]?.[at] ?? -1)
    expect((await client.project.current())?.steps).toEqual({
      imported: true,
      trained: true,
      recognized: true,
      exported: false,
    })
    stop()
  })

  test('what the charts are drawn from is what the mixtures say', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training } = copyVoices(folder.path)
    await client.project.create({ path: join(folder.path, 'p') })
    await ended(engine, importRequest([training]))
    const { resultId } = await ended(engine, trainRequest(4))
    const bankId = resultId ?? 0
    const bank = await client.banks.get({ id: bankId })
    const { rows } = await client.recordings.list({ label: 'kevin' })
    const recordingId = rows[0]?.id ?? 0

    const scatter = await client.banks.scatter({
      bankId,
      label: 'kevin',
      axes: { kind: 'coefficients', x: 0, y: 1 },
      maxPoints: 500,
    })
    const points = new Float32Array(await scatter.points.values.arrayBuffer())
    expect(scatter.points).toMatchObject({ columns: 5 })
    expect(points).toHaveLength(scatter.points.rows * 5)
    expect(scatter.points.rows).toBeLessThanOrEqual(500)
    expect(scatter.axisNames).toEqual([bank.columnNames[0], bank.columnNames[1]])
    const kevin = bank.mixtures.find(({ label }) => label === 'kevin')
    expect(scatter.components[0]?.mean[0]).toBeCloseTo(kevin?.means[0]?.[0] ?? 0, 9)
    expect(scatter.components[0]?.covariance[2]).toBeCloseTo(kevin?.covariances[0]?.[1] ?? 0, 9)

    const shares = await client.banks.responsibilities({ bankId, label: 'kevin', recordingId })
    const values = new Float32Array(await shares.responsibilities.values.arrayBuffer())
    expect(shares.responsibilities.rows).toBe(shares.speech.length)
    for (let frame = 0; frame < shares.responsibilities.rows; frame += 17) {
      expect(values.subarray(frame * 4, frame * 4 + 4).reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    }

    const scores = await client.recognition.scoresOverTime({ bankId, recordingId })
    expect(scores.labels).toEqual(voices)
    expect(scores.scores).toMatchObject({ columns: 4 })
    await ended(engine, { kind: 'label', bankId, recordingIds: [recordingId] })
    const [answer] = (await client.recognition.results({ bankId })).rows
    expect(answer?.threshold).not.toBeNull()
    expect(scores.threshold).toBeCloseTo(answer?.threshold ?? 0, 3)
    expect(answer?.unknown).toBe((answer?.ranked[0]?.score ?? 0) < (answer?.threshold ?? 0))

    const preview = await client.features.preview({ id: recordingId })
    expect(preview.frames).toMatchObject({ rows: preview.speech.length, columns: bank.columnNames.length })

    const wave = await client.recordings.waveform({ id: recordingId, bins: 100 })
    const peaks = new Float32Array(await wave.peaks.values.arrayBuffer())
    expect(20 * Math.log10(Math.max(...peaks.map(Math.abs)))).toBeCloseTo(rows[0]?.peakDb ?? 0, 3)
    const facts = await client.recordings.facts({ id: recordingId })
    expect(facts).toMatchObject({
      format: 'flac',
      codec: 'FLAC',
      channelCount: 1,
      bits: 16,
      isDurationEstimated: false,
    })
    expect(facts.durationSeconds).toBeCloseTo(rows[0]?.durationSeconds ?? 0, 6)
    const audio = await client.recordings.audio({ id: recordingId, startSeconds: 0.2, lengthSeconds: 0.5 })
    expect(audio.durationSeconds).toBeCloseTo(0.5, 3)
    expect(audio.wav.size).toBe(44 + 2 * Math.round(audio.durationSeconds * audio.sampleRateHz))
  })

  test('a bank goes out as JSON and NPZ, and the JSON comes back as the same bank', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    await client.project.create({ path: join(folder.path, 'p') })
    await ended(engine, importRequest([copyVoices(folder.path).training]))
    const { resultId } = await ended(engine, trainRequest(4))
    const exported = await client.banks.export({ id: resultId ?? 0, format: 'json' })
    const { id } = await client.banks.import({ content: exported.content })
    const [original, copy] = [await client.banks.get({ id: resultId ?? 0 }), await client.banks.get({ id })]
    expect(copy.mixtures).toEqual(original.mixtures)
    expect(copy.imported).toBe(true)
    const again = await client.banks.export({ id, format: 'json' })
    expect(await again.content.text()).toBe(await exported.content.text())
    const npz = await client.banks.exportTo({ id, format: 'npz', path: join(folder.path, 'bank.npz') })
    expect(statSync(npz.path).size).toBe(npz.bytes)
    await expect(client.banks.import({ content: new Blob(['{"format":"something else"}']) })).rejects.toMatchObject({
      code: 'MODEL_INVALID',
    })
    expect((await client.project.current())?.steps.exported).toBe(true)
  })

  test('the same seed gives the same bank, and what was computed once is not computed again', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    await client.project.create({ path: join(folder.path, 'p') })
    await ended(engine, importRequest([copyVoices(folder.path).training]))
    const first = await ended(engine, trainRequest(4))
    const extracted = await ended(engine, { kind: 'extract' })
    expect(extracted.outcome).toBe('Features of 0 recordings computed; 24 were up to date.')
    const second = await ended(engine, trainRequest(4))
    const [a, b] = [
      await client.banks.get({ id: first.resultId ?? 0 }),
      await client.banks.get({ id: second.resultId ?? 0 }),
    ]
    expect(b.mixtures).toEqual(a.mixtures)
    expect(b.unknownRule).toBe(a.unknownRule)
    const packs = readdirSync(join(folder.path, 'p/features/packs'))
    const shapes = packs.map((name) => decodeNpyFile(join(folder.path, 'p/features/packs', name)).shape)
    expect(new Set(shapes.map(([, columns]) => columns))).toEqual(new Set([a.columnNames.length]))
    const { features, recordings } = engine.context.session.required().project
    const hash = recipeHash(a.recipe, a.sampleRateHz)
    const counts = recordings
      .all('training')
      .map(({ contentHash }) => features.get(contentHash ?? '', hash)?.frameCount ?? 0)
    expect(counts.reduce((sum, count) => sum + count)).toBe(shapes.reduce((sum, [rows]) => sum + (rows ?? 0), 0))
  })

  test('a corrected answer becomes training material', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training, heldOut } = copyVoices(folder.path)
    await client.project.create({ path: join(folder.path, 'p') })
    await ended(engine, importRequest([training]))
    const { resultId } = await ended(engine, trainRequest(4))
    await ended(engine, { kind: 'label', bankId: resultId ?? 0, paths: [heldOut] })
    const [answer] = (await client.recognition.results({})).rows
    await client.recognition.correct({ recordingId: answer?.recordingId ?? 0, label: 'new voice' })
    expect(await client.recordings.get({ id: answer?.recordingId ?? 0 })).toMatchObject({
      role: 'training',
      label: 'new voice',
    })
    expect(
      (await client.recognition.results({})).rows.find((row) => row.recordingId === answer?.recordingId)?.corrected,
    ).toBe('new voice')
  })
})

describe('files that move or change', () => {
  test('a moved file keeps its label when it is imported from its new place', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { training } = copyVoices(folder.path)
    await engine.client.project.create({ path: join(folder.path, 'p') })
    await ended(engine, importRequest([training]))
    const { rows } = await engine.client.recordings.list({ label: 'susan' })
    await engine.client.recordings.setLabel({ changes: rows.map(({ id }) => ({ id, label: 'Sue' })) })
    renameSync(training, join(folder.path, 'elsewhere'))
    await ended(engine, importRequest([join(folder.path, 'elsewhere')]))
    const { total, rows: moved } = await engine.client.recordings.list({ label: 'Sue' })
    expect(total).toBe(6)
    expect(moved[0]?.path).toContain('elsewhere')
    expect((await engine.client.project.current())?.recordingCount).toBe(24)
  })

  test('missing and changed files are flagged when the project is opened, and changed ones are read anew', async () => {
    using folder = temporaryFolder()
    const { training } = copyVoices(folder.path)
    const path = join(folder.path, 'p')
    {
      await using engine = testEngine()
      await engine.client.project.create({ path })
      await ended(engine, importRequest([training]))
      await ended(engine, { kind: 'extract' })
    }
    const [gone, other] = readdirSync(join(training, 'kevin')).sort()
    rmSync(join(training, 'kevin', gone ?? ''))
    const changed = join(training, 'kevin', other ?? '')
    cpSync(join(training, 'robert', readdirSync(join(training, 'robert'))[0] ?? ''), changed)
    utimesSync(changed, new Date(), new Date(Date.now() + 5000))
    await using engine = testEngine()
    await engine.client.project.open({ path })
    const flagged = async (): Promise<Record<string, string[]>> => {
      const { rows } = await engine.client.recordings.list({ problemsOnly: true })
      return Object.fromEntries(rows.map(({ name, flags }) => [name, flags]))
    }
    await expect.poll(flagged, { timeout: 20_000 }).toEqual({ [gone ?? '']: ['missing'], [other ?? '']: ['changed'] })
    await ended(engine, { kind: 'extract' })
    expect(await flagged()).toEqual({ [gone ?? '']: ['missing'] })
  })

  test('recordings inside a project’s folder move along with it', async () => {
    using folder = temporaryFolder()
    const { training } = copyVoices(folder.path)
    {
      await using engine = testEngine()
      await engine.client.project.create({ path: join(folder.path, 'p') })
      renameSync(training, join(folder.path, 'p/audio'))
      await ended(engine, importRequest([join(folder.path, 'p/audio')]))
    }
    renameSync(join(folder.path, 'p'), join(folder.path, 'q'))
    await using engine = testEngine()
    await engine.client.project.open({ path: join(folder.path, 'q') })
    await expect
      .poll(
        async () =>
          (await engine.client.recordings.list({})).rows.filter(({ path }) => path.startsWith(join(folder.path, 'q')))
            .length,
      )
      .toBe(24)
    expect((await engine.client.recordings.list({ problemsOnly: true })).total).toBe(0)
  })
})

test('what is asked of no open project, or of things that are not there, is refused with a code', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await expect(client.recordings.list({})).rejects.toMatchObject({ code: 'NO_PROJECT_OPEN' })
  await expect(client.project.open({ path: folder.path })).rejects.toMatchObject({ code: 'PROJECT_NOT_FOUND' })
  await client.project.create({ path: join(folder.path, 'p') })
  await expect(client.banks.get({ id: 7 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(client.recordings.get({ id: 7 })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  writeFileSync(join(folder.path, 'x.txt'), 'x')
  expect(await ended(engine, trainRequest())).toMatchObject({ state: 'failed', error: { code: 'NOTHING_TO_DO' } })
  expect(await ended(engine, importRequest([join(folder.path, 'nowhere')]))).toMatchObject({
    state: 'failed',
    error: { code: 'NOTHING_TO_DO' },
  })
})

function decodeNpyFile(path: string) {
  return decodeNpy(readFileSync(path))
}
