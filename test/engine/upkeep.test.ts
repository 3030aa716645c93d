import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RecognitionResult } from '../../src/engine/contract'
import type { Engine } from '../../src/engine/createEngine'
import { ended, importRequest, samplesFolder, temporaryFolder, testEngine, trainRequest } from './temporaryEngine'

const voices = ['agnes', 'kevin', 'susan']

/** Copies sentences of a voice to folder/voice. */
function copy(folder: string, voice: string, sentences: readonly number[], as = voice): string[] {
  const names = readdirSync(join(samplesFolder, voice)).sort()
  mkdirSync(join(folder, as), { recursive: true })
  return sentences.map((i) => {
    const path = join(folder, as, names[i])
    cpSync(join(samplesFolder, voice, names[i]), path)
    return path
  })
}

let template: ReturnType<typeof temporaryFolder>
let trainedId: number
beforeAll(async () => {
  template = temporaryFolder()
  await using engine = testEngine()
  for (const voice of voices) copy(join(template.path, 'training'), voice, [0, 1, 2, 3])
  await engine.client.project.create({ path: join(template.path, 'p') })
  await ended(engine, importRequest([join(template.path, 'training')]))
  trainedId = (await ended(engine, trainRequest(4))).resultId ?? 0
})
afterAll(() => {
  template[Symbol.dispose]()
})

/** A project with four sentences a voice and a bank of them; what is put into `training` is not in it yet. */
async function trained(engine: Engine, folder: string): Promise<{ training: string; bankId: number }> {
  cpSync(join(template.path, 'p'), join(folder, 'p'), { recursive: true })
  await engine.client.project.open({ path: join(folder, 'p') })
  return { training: join(folder, 'training'), bankId: trainedId }
}

const mixtureOf = async (engine: Engine, id: number, label: string) =>
  (await engine.client.banks.get({ id })).mixtures.find((mixture) => mixture.label === label)

describe('the update of a bank', () => {
  test('fits nothing where nothing changed', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { bankId } = await trained(engine, folder.path)
    expect(await engine.client.banks.changes({ id: bankId })).toMatchObject({ upToDate: true })
    const job = await ended(engine, { kind: 'update', bankId })
    expect(job).toMatchObject({ state: 'done', resultId: bankId })
    expect(job.outcome).toContain('Nothing changed')
    expect(await engine.client.banks.list()).toHaveLength(1)
    expect(await engine.client.jobs.fitHistory({ id: job.id })).toEqual([])
  })

  test('fits the label again that got recordings, and takes over the others to the last bit', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training, bankId } = await trained(engine, folder.path)
    await ended(engine, importRequest(copy(training, 'susan', [4, 5])))
    const { labels } = await client.banks.changes({ id: bankId })
    expect(labels.map(({ label, change }) => [label, change])).toEqual([
      ...[
        ['agnes', 'same'],
        ['kevin', 'same'],
      ],
      ['susan', 'changed'],
    ])
    const job = await ended(engine, { kind: 'update', bankId })
    expect(job.outcome).toContain('1 label fitted again (susan: 2 recordings added); 2 labels taken over')
    const steps = await client.jobs.fitHistory({ id: job.id })
    expect([...new Set(steps.map(({ label }) => label))]).toEqual(['susan'])

    const id = job.resultId ?? 0
    expect(id).not.toBe(bankId)
    for (const voice of ['agnes', 'kevin']) {
      expect(await mixtureOf(engine, id, voice)).toEqual(await mixtureOf(engine, bankId, voice))
    }
    const [before, after] = [await mixtureOf(engine, bankId, 'susan'), await mixtureOf(engine, id, 'susan')]
    expect(after?.frameCount).toBeGreaterThan(before?.frameCount ?? Infinity)
    expect(after?.means).not.toEqual(before?.means)
    expect(await client.banks.list()).toMatchObject([
      { id, name: 'Bank 1', version: 2, parentId: bankId, lineageId: bankId },
      { id: bankId, name: 'Bank 1', version: 1, parentId: null, lineageId: bankId },
    ])
    expect((await ended(engine, { kind: 'update', bankId: id })).outcome).toContain('Nothing changed since version 2')

    const comparison = await client.banks.compare({ first: bankId, second: id })
    expect(comparison.labels.map(({ change }) => change)).toEqual(['same', 'same', 'refitted'])
    expect(comparison.labels[2].divergence).toBeGreaterThan(0)
    const restored = await client.banks.restore({ id: bankId })
    expect(await client.banks.get({ id: restored.id })).toMatchObject({ version: 3, parentId: bankId })
    const again = await client.banks.compare({ first: bankId, second: restored.id })
    expect(again).toMatchObject({ differences: [], labels: voices.map((label) => ({ label, change: 'same' })) })
  })

  test('adds new labels, drops those that are gone, and follows a recording that was given another label', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training, bankId } = await trained(engine, folder.path)
    await ended(engine, importRequest(copy(training, 'robert', [0, 1, 2])))
    const { rows } = await client.recordings.list({})
    const of = (label: string) => rows.filter((row) => row.label === label).map(({ id }) => id)
    await client.recordings.remove({ ids: of('agnes') })
    await client.recordings.setLabel({ changes: [{ id: of('kevin')[0] ?? 0, label: 'susan' }] })
    const job = await ended(engine, { kind: 'update', bankId, name: 'Second' })
    const bank = await client.banks.get({ id: job.resultId ?? 0 })
    expect(bank).toMatchObject({ name: 'Second', version: 2, labels: ['kevin', 'robert', 'susan'] })
    expect(job.outcome).toContain('kevin: 1 recording gone')
    expect(job.outcome).toContain('susan: 1 recording added')
    expect(job.outcome).toContain('1 label left (agnes')
    const { labels } = await client.banks.compare({ first: bankId, second: bank.id })
    expect(labels.map(({ label, change }) => [label, change])).toEqual([
      ...[
        ['agnes', 'removed'],
        ['kevin', 'refitted'],
      ],
      ...[
        ['robert', 'added'],
        ['susan', 'refitted'],
      ],
    ])
  })

  test('keeps to the recipe and the settings of the bank, whatever the project has now', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { training, bankId } = await trained(engine, folder.path)
    const before = await client.banks.get({ id: bankId })
    await client.features.setRecipe({ recipe: { ...before.recipe, deltas: 1 } })
    const costs = { falseAccept: 5, falseReject: 1, unknownShare: 0.2 }
    await client.banks.decide({ id: bankId, costs })
    await ended(engine, importRequest(copy(training, 'kevin', [5])))
    const job = await ended(engine, { kind: 'update', bankId })
    expect(job.error).toBeNull()
    const after = await client.banks.get({ id: job.resultId ?? 0 })
    const { recipe, sampleRateHz, training: facts, components, seed } = before
    expect(after).toMatchObject({ recipe, sampleRateHz, training: facts, components, seed })
    expect(after.decision.costs).toEqual(costs)
    expect(await mixtureOf(engine, after.id, 'susan')).toEqual(await mixtureOf(engine, bankId, 'susan'))
  })

  test('fits every label of a bank again that does not tell what it has learned from', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { bankId } = await trained(engine, folder.path)
    const { content } = await client.banks.export({ id: bankId, format: 'json' })
    const { id } = await client.banks.import({ content })
    const job = await ended(engine, { kind: 'update', bankId: id })
    expect(job.outcome).toContain('3 labels fitted again (agnes: the bank does not tell what it was fitted to')
    expect(await client.banks.get({ id: job.resultId ?? 0 })).toMatchObject({ version: 2, parentId: id })
  })
})

describe('answers of a label job', () => {
  test('stream in as they are finished, each once, and end with the job', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { bankId } = await trained(engine, folder.path)
    const files = voices.flatMap((voice) => copy(join(folder.path, 'new'), voice, [4, 5, 6, 7]))
    writeFileSync(join(folder.path, 'new', 'broken.wav'), 'no sound')
    const { jobId } = await client.jobs.start({
      request: { kind: 'label', bankId, paths: [join(folder.path, 'new')] },
    })
    const streamed: RecognitionResult[] = []
    for await (const rows of await client.recognition.stream({ jobId })) streamed.push(...rows)
    expect(await client.jobs.get({ id: jobId })).toMatchObject({ state: 'done', fileErrors: 1 })
    expect(streamed.map(({ path }) => path).sort()).toEqual([...files, join(folder.path, 'new', 'broken.wav')].sort())
    const { rows } = await client.recognition.results({ jobId, sort: 'name' })
    expect(streamed.sort((a, b) => (a.path.toLowerCase() < b.path.toLowerCase() ? -1 : 1))).toEqual(rows)
    const late: RecognitionResult[] = []
    for await (const part of await client.recognition.stream({ jobId })) late.push(...part)
    expect(late).toHaveLength(streamed.length)
  })

  test('are taken over where they are wanted so, but not where a file or the first answer was another', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { bankId } = await trained(engine, folder.path)
    const [kept, changed] = copy(join(folder.path, 'new'), 'agnes', [4, 5])
    const request = { kind: 'label' as const, bankId, paths: [join(folder.path, 'new')] }
    const first = await ended(engine, request)
    const before = await client.recognition.results({ jobId: first.id })
    copy(join(folder.path, 'new'), 'susan', [6])
    cpSync(join(samplesFolder, 'kevin', readdirSync(join(samplesFolder, 'kevin')).sort()[5]), changed)
    const asked = vi.spyOn(engine.context.pool, 'run')
    const second = await ended(engine, { ...request, keepAnswers: true })
    const after = await client.recognition.results({ jobId: second.id })
    expect(after.total).toBe(3)
    const of = (rows: readonly RecognitionResult[], path: string) => rows.find((row) => row.path === path)
    expect(of(after.rows, kept)).toEqual(of(before.rows, kept))
    expect(of(after.rows, changed)?.best).toBe('kevin')
    // A thread that lacks the bank is asked twice, so what is counted is what was asked about.
    const sources = asked.mock.calls.flatMap(([name, input]) => {
      const { source, sources = [source] } = input as { source?: object; sources?: object[] }
      if (name !== 'label' && name !== 'labelTogether') return []
      return sources.flatMap((place) => (place ? [JSON.stringify(place)] : []))
    })
    expect(new Set(sources).size).toBe(2)
  })
})

test(
  'a watched folder is labeled file by file, a broken file again once it is whole, and nothing twice',
  { timeout: 120_000 },
  async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const { client } = engine
    const { bankId } = await trained(engine, folder.path)
    const watched = join(folder.path, 'in')
    const [there] = copy(watched, 'agnes', [4])
    const found: RecognitionResult[] = []
    const leave = new AbortController()
    const watch = async (signal: AbortSignal) => {
      const answers = await client.recognition.watch({ bankId, paths: [watched] }, { signal })
      for await (const rows of answers) found.push(...rows)
    }
    const paths = () => found.map(({ path }) => path)
    const patience = { timeout: 30_000, interval: 100 }
    const watching = watch(leave.signal)
    await expect.poll(paths, patience).toEqual([there])
    const [renamed] = copy(folder.path, 'kevin', [5], 'elsewhere')
    mkdirSync(join(watched, 'below'))
    const place = join(watched, 'below', 'kevin.flac')
    renameSync(renamed, place)
    const broken = join(watched, 'broken.wav')
    writeFileSync(broken, 'no sound')
    await expect.poll(() => paths().sort(), patience).toEqual([there, place, broken].sort())
    expect(found.find(({ path }) => path === place)).toMatchObject({ best: 'kevin', error: null })
    expect(found.find(({ path }) => path === broken)?.error).not.toBeNull()
    const [whole] = copy(folder.path, 'susan', [5], 'elsewhere')
    rmSync(broken)
    renameSync(whole, broken)
    await expect.poll(() => found.at(-1), patience).toMatchObject({ path: broken, best: 'susan', error: null })
    leave.abort()
    await watching
    expect(found).toHaveLength(4)

    // Whoever watches again is told what is new alone.
    const again = new AbortController()
    const second = watch(again.signal)
    const [late] = copy(watched, 'susan', [6])
    await expect.poll(() => found.length, patience).toBe(5)
    expect(found.at(-1)).toMatchObject({ path: late, best: 'susan' })
    again.abort()
    await second
    await expect(
      client.recognition.watch({ bankId, paths: [join(folder.path, 'nowhere')] }).then((answers) => answers.next()),
    ).rejects.toThrow('nothing at')
  },
)

test('a correction can be taken back, of several recordings at once', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const { bankId } = await trained(engine, folder.path)
  const job = await ended(engine, { kind: 'label', bankId, paths: copy(join(folder.path, 'new'), 'agnes', [4, 5]) })
  const { rows } = await client.recognition.results({ jobId: job.id })
  const corrections = rows.map(({ recordingId }) => ({ recordingId, label: 'susan' }))
  const { before } = await client.recognition.correctAll({ corrections })
  expect(before).toEqual(rows.map(({ recordingId }) => ({ recordingId, role: 'query', label: null, corrected: null })))
  expect((await client.recordings.list({ label: 'susan' })).total).toBe(6)
  expect((await client.banks.changes({ id: bankId })).labels.map(({ change }) => change)).toEqual([
    ...['same', 'same', 'changed'],
  ])
  const next = await client.recognition.correct({ recordingId: rows[0].recordingId, label: 'agnes' })
  expect(next.before).toMatchObject([{ role: 'training', label: 'susan', corrected: 'susan' }])
  await client.recognition.uncorrect({ before: [...before, ...next.before] })
  expect((await client.recordings.list({ label: 'susan' })).total).toBe(4)
  expect((await client.recordings.list({ role: 'query' })).total).toBe(2)
  const after = await client.recognition.results({ jobId: job.id })
  expect(after.rows.map(({ corrected }) => corrected)).toEqual([null, null])
  await expect(
    client.recognition.correctAll({ corrections: [...corrections, { recordingId: 999, label: 'x' }] }),
  ).rejects.toThrow('not in this project')
  expect((await client.recordings.list({ role: 'query' })).total).toBe(2)
})

test('a training recording with a wrong label is first among the doubtful ones', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const { bankId } = await trained(engine, folder.path)
  const wrong = (await client.recordings.list({ label: 'agnes' })).rows[0]
  await client.recordings.setLabel({ changes: [{ id: wrong.id, label: 'kevin' }] })
  await ended(engine, { kind: 'evaluate', folds: 4, components: 2 })
  writeFileSync(join(folder.path, 'broken.wav'), 'no sound')
  await ended(engine, { kind: 'label', bankId, paths: [join(folder.path, 'broken.wav')] })
  const { rows, note } = await client.recognition.doubtful({ bankId, limit: 10 })
  expect(rows[0]).toMatchObject({ recordingId: wrong.id, kind: 'mislabeled', label: 'kevin', best: 'agnes' })
  expect(rows[0].reason).toContain('It is labeled "kevin", but mixtures that had not seen it take it for "agnes"')
  expect(rows.find(({ kind }) => kind === 'unreadable')?.name).toBe('broken.wav')
  expect(note).toContain('12 training recordings')
  // Once it is put right, it is in doubt no more.
  await client.recordings.setLabel({ changes: [{ id: wrong.id, label: 'agnes' }] })
  const { rows: left } = await client.recognition.doubtful({ bankId, limit: 10 })
  expect(left.map(({ recordingId }) => recordingId)).not.toContain(wrong.id)
})
