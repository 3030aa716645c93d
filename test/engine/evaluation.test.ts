import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobRequest } from '../../src/engine/contract'
import type { Engine } from '../../src/engine/createEngine'
import { seededRandom } from '../../src/mixture/random'
import { JobStore } from '../../src/project/jobStore'
import { runTasksHere } from './runTasksHere'
import { ended, endOf, importRequest, temporaryFolder, testEngine } from './temporaryEngine'

beforeEach(() => runTasksHere())
afterEach(() => {
  vi.restoreAllMocks()
})

type EvaluateRequest = Extract<JobRequest, { kind: 'evaluate' }>

/** A file of features in the folder of its label: `frames` rows of three columns. */
function writeFeatures(
  folder: string,
  label: string,
  name: string,
  frames: number,
  valueOf: (column: number) => number,
) {
  const row = (): string => [0, 1, 2].map(valueOf).join(',')
  mkdirSync(join(folder, label), { recursive: true })
  writeFileSync(join(folder, label, `${name}.csv`), `${['x,y,z', ...Array.from({ length: frames }, row)].join('\n')}\n`)
}

/** Voices that differ by their means, `count` recordings each, in folders that `labelOf` names. */
function writeVoices(
  folder: string,
  count: number,
  labelOf: (voice: string, take: number) => string,
  distance = 3,
): void {
  const random = seededRandom(7)
  for (const [v, voice] of ['anna', 'ben', 'cleo', 'dora'].entries()) {
    for (let take = 0; take < count; take++) {
      const mean = [0, 1, 2].map((column) => (column === v % 3 ? distance * (v < 3 ? 1 : -1) : 0))
      writeFeatures(folder, labelOf(voice, take), `${voice} ${take}`, 40, (column) => mean[column] + random.normal())
    }
  }
}

async function evaluationOf(engine: Engine, folder: string, request: Partial<EvaluateRequest> = {}) {
  const { client } = engine
  if (!(await client.project.current())) {
    await client.project.create({ path: join(folder, 'p') })
    await ended(engine, importRequest([join(folder, 'sound')]))
  }
  const job = await ended(engine, { kind: 'evaluate', components: 2, folds: 4, ...request })
  expect(job).toMatchObject({ state: 'done', error: null })
  return client.evaluations.get({ id: job.resultId ?? 0 })
}

async function failureOf(engine: Engine, folder: string, request: Partial<EvaluateRequest> = {}): Promise<string> {
  await engine.client.project.create({ path: join(folder, 'p') })
  await ended(engine, importRequest([join(folder, 'sound')]))
  const job = await ended(engine, { kind: 'evaluate', ...request })
  expect(job.state).toBe('failed')
  return `${job.error?.code}: ${job.error?.message}`
}

describe('an evaluation', () => {
  test('tells every figure, each of which leads back to its recordings', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    writeVoices(join(folder.path, 'sound'), 8, (voice) => voice, 1)
    const evaluation = await evaluationOf(engine, folder.path, {
      lengths: [0.1],
      background: 'all',
      backgroundComponents: 2,
    })
    const { figures, id } = evaluation
    const rows = await engine.client.evaluations.recordings({ id })
    expect(rows).toHaveLength(32)
    expect(evaluation.accuracy).toBe(rows.filter(({ truth, best }) => truth === best).length / 32)
    expect(evaluation.version).toBe('test')
    expect(evaluation.configuration?.request).toMatchObject({ folds: 4, seed: 0, group: 'recording' })
    expect(figures?.byLength.map(({ seconds, recordings }) => [seconds, recordings])).toEqual([
      [0.1, 32],
      [null, 32],
    ])
    expect(figures!.byTraining.length).toBeGreaterThan(1)
    expect(figures!.scorers.filter(({ adapted }) => adapted).map(({ scorer }) => scorer)).toContain('background')
    for (const { accuracy, verification } of figures!.scorers) {
      expect(accuracy.trials).toBe(32)
      expect(verification).toMatchObject({ targets: 32, impostors: 96 })
      expect(verification?.histogram.targets.reduce((a, b) => a + b)).toBe(32)
    }
    const chosen = figures!.scorers.find(({ scorer, adapted }) => scorer === figures!.scorer && !adapted)
    const { histogram } = chosen!.openSet!
    const width = (histogram.to - histogram.from) / histogram.targets.length
    const bin = histogram.targets.findIndex((count) => count > 0 && count < 32)
    const score = { of: 'best', from: histogram.from + bin * width, to: histogram.from + (bin + 1) * width } as const
    expect(await engine.client.evaluations.recordings({ id, score })).toHaveLength(histogram.targets[bin])
    const wrong = await engine.client.evaluations.recordings({ id, wrong: true })
    expect(wrong.map(({ truth, best }) => truth === best)).toEqual(wrong.map(() => false))
    const refused = await engine.client.evaluations.recordings({ id, unknown: true, known: true })
    expect(figures?.rates.falseReject).toMatchObject({ hits: refused.length, trials: 32 })
  })

  test('with labels that mean nothing stands at chance', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const random = seededRandom(4)
    const sound = join(folder.path, 'sound')
    // Each recording has a voice of its own, which would give it away to mixtures that had seen it.
    for (let i = 0; i < 120; i++) {
      const mean = [0, 1, 2].map(() => 3 * random.normal())
      const label = ['red', 'green', 'blue', 'gray'][i % 4]
      writeFeatures(join(sound, i < 60 ? 'a' : 'b'), label, `${i}`, 30, (column) => mean[column] + random.normal())
    }
    const given: Partial<EvaluateRequest> = {
      split: { kind: 'given', train: [join(sound, 'a')], test: [join(sound, 'b')] },
    }
    const open: Partial<EvaluateRequest> = { split: { kind: 'leaveOneGroupOut' }, group: 'label' }
    for (const request of [given, open, { folds: 3 }]) {
      const evaluation = await evaluationOf(engine, folder.path, { ...request, lengths: [], trainingMinutes: [] })
      const { interval, accuracy, figures } = evaluation
      // Of two alike in folds each speaks for the other's label, so that only a given split counts trials that are independent.
      if (request === given) {
        expect(interval[0]).toBeLessThan(0.25)
        expect(interval[1]).toBeGreaterThan(0.25)
      }
      expect(Math.abs(accuracy - 0.25)).toBeLessThan(0.12)
      for (const { accuracy, verification, openSet } of figures!.scorers) {
        expect(Math.abs(accuracy.share - 0.25)).toBeLessThan(0.12)
        expect(verification!.equalErrorRate).toBeGreaterThan(0.4)
        expect(openSet!.equalErrorRate).toBeGreaterThan(0.35)
        expect(verification!.cllr).toBeGreaterThan(0.95)
      }
    }
  })

  test('by label asks about strangers, and two evaluations are compared over the recordings they share', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    writeVoices(join(folder.path, 'sound'), 8, (voice) => voice)
    const open = await evaluationOf(engine, folder.path, { split: { kind: 'leaveOneGroupOut' }, group: 'label' })
    const { client } = engine
    const strangers = await client.evaluations.recordings({ id: open.id, known: false })
    expect(strangers).toHaveLength(32)
    expect(open.recordingCount).toBe(32)
    expect(strangers.every(({ truth, best, evidence, asUnknown }) => truth !== best && evidence === asUnknown)).toBe(
      true,
    )
    const closed = await evaluationOf(engine, folder.path)
    const comparison = await client.evaluations.compare({ first: open.id, second: closed.id })
    expect(comparison).toMatchObject({ shared: 32, onlyFirstRight: 0, onlySecondRight: 0, pValue: 1 })
    expect(comparison.outcome).toContain('Neither is better')
    await client.evaluations.remove({ id: open.id })
    expect((await client.evaluations.list()).map(({ id }) => id)).toEqual([closed.id])
    await expect(client.evaluations.get({ id: open.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('goes by the sessions and the split that a CSV tells', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    const sound = join(folder.path, 'sound')
    writeVoices(sound, 4, (voice) => voice)
    const lines = ['anna', 'ben', 'cleo', 'dora'].flatMap((voice) =>
      [0, 1, 2, 3].map(
        (take) => `${voice}/${voice} ${take}.csv,${voice},day ${take % 2},${take === 0 ? 'test' : 'train'}`,
      ),
    )
    const file = join(sound, 'labels.csv')
    writeFileSync(file, `path,label,session,split\n${lines.join('\n')}\n`)
    await engine.client.project.create({ path: join(folder.path, 'p') })
    await ended(engine, { kind: 'import', paths: [sound], labels: { from: 'csv', file } })
    const bySession = await evaluationOf(engine, folder.path, { split: { kind: 'leaveOneGroupOut' }, group: 'session' })
    expect(bySession).toMatchObject({ folds: 2, recordingCount: 16, group: 'session' })
    const given = await evaluationOf(engine, folder.path, { split: { kind: 'given' } })
    expect(given).toMatchObject({ folds: 1, recordingCount: 4, split: expect.stringContaining('given') as string })
    expect(given.figures?.rates.falseReject?.trials ?? 4).toBe(4)
  })
})

describe('an evaluation that is stopped', () => {
  test('goes on with the fold it was at, and comes to the same figures', async () => {
    using folder = temporaryFolder()
    writeVoices(join(folder.path, 'sound'), 6, (voice) => voice, 1)
    const folds: string[] = []
    let stop: () => void = () => undefined
    const stopped = new Promise<void>((resolve) => (stop = resolve))
    const setCheckpoint = JobStore.prototype.setCheckpoint
    vi.spyOn(JobStore.prototype, 'setCheckpoint').mockImplementation(function (this: JobStore, id, key, body) {
      if (key.startsWith('fold ')) folds.push(key)
      setCheckpoint.call(this, id, key, body)
      if (folds.length === 1) stop()
    })
    const request: EvaluateRequest = { kind: 'evaluate', components: 2, folds: 3 }
    {
      await using engine = testEngine()
      await engine.client.project.create({ path: join(folder.path, 'p') })
      await ended(engine, importRequest([join(folder.path, 'sound')]))
      await engine.client.jobs.start({ request })
      await stopped
    }
    expect(folds).toHaveLength(1)
    await using engine = testEngine()
    await engine.client.project.open({ path: join(folder.path, 'p') })
    const { resultId } = await ended(engine, request)
    expect(folds).toHaveLength(3)
    const resumed = await engine.client.evaluations.get({ id: resultId ?? 0 })
    const again = await evaluationOf(engine, folder.path, { folds: 3 })
    expect({ ...resumed, id: 0, createdAt: 0 }).toEqual({ ...again, id: 0, createdAt: 0 })
  })

  test('ends within a second of its cancelling', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    writeVoices(join(folder.path, 'sound'), 8, (voice) => voice)
    await engine.client.project.create({ path: join(folder.path, 'p') })
    await ended(engine, importRequest([join(folder.path, 'sound')]))
    const request: EvaluateRequest = { kind: 'evaluate', split: { kind: 'leaveOneGroupOut' }, components: 4 }
    const { jobId } = await engine.client.jobs.start({ request })
    await expect
      .poll(async () => (await engine.client.jobs.get({ id: jobId })).done, { timeout: 20_000 })
      .toBeGreaterThan(0)
    await engine.client.jobs.cancel({ id: jobId })
    const before = performance.now()
    expect(await endOf(engine, jobId)).toMatchObject({ state: 'cancelled' })
    expect(performance.now() - before).toBeLessThan(1000)
    expect(await engine.client.evaluations.list()).toEqual([])
  })
})

describe('where little is to be had', () => {
  test('a single label is told, and so are single recordings', async () => {
    using folder = temporaryFolder()
    {
      await using engine = testEngine()
      writeFeatures(join(folder.path, 'sound'), 'anna', '1', 40, Math.random)
      writeFeatures(join(folder.path, 'sound'), 'anna', '2', 40, Math.random)
      expect(await failureOf(engine, folder.path)).toMatch(/NOTHING_TO_DO: .* at least two labels.*1 label/)
    }
    using other = temporaryFolder()
    await using engine = testEngine()
    for (const label of ['anna', 'ben']) writeFeatures(join(other.path, 'sound'), label, '1', 40, Math.random)
    expect(await failureOf(engine, other.path)).toMatch(/NOTHING_TO_DO: .*two different recordings of one/)
  })

  test('a project without sessions says how they are told', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    writeVoices(join(folder.path, 'sound'), 2, (voice) => voice)
    expect(await failureOf(engine, folder.path, { group: 'session' })).toMatch(
      /OPTIONS_INVALID: .*one session.*"session"/,
    )
  })

  test('frames that are all equal tell nothing, and that is what the figures say', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    for (const [l, label] of ['anna', 'ben', 'cleo'].entries()) {
      for (let take = 0; take < 4; take++)
        writeFeatures(join(folder.path, 'sound'), label, `${take}`, 30 + l * 4 + take, () => 1)
    }
    const { figures, accuracy } = await evaluationOf(engine, folder.path)
    expect(accuracy).toBeLessThan(0.5)
    const [plain] = figures!.scorers
    expect(plain.verification!.equalErrorRate).toBeCloseTo(0.5, 1)
    expect(plain.openSet!.equalErrorRate).toBeCloseTo(0.5, 1)
    expect(plain.verification!.minimumCosts.map(({ cost }) => cost)).toEqual([1, 1])
  })
})
