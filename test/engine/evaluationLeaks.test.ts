import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodeWav } from '../../src/audio/wav'
import type { JobRequest } from '../../src/engine/contract'
import type { Engine } from '../../src/engine/createEngine'
import { evaluateFold } from '../../src/engine/jobs/evaluateFold'
import type { JobContext } from '../../src/engine/jobs/jobContext'
import { trainingSet } from '../../src/engine/jobs/trainingSet'
import { WorkerPool } from '../../src/engine/pool'
import type { FrameSource } from '../../src/engine/workers/frameSource'
import { seededRandom } from '../../src/mixture/random'
import { JobStore } from '../../src/project/jobStore'
import type { EvaluatedFold } from '../../src/recognition/evaluation/evaluatedFold'
import { runTasksHere } from './runTasksHere'
import { ended, importRequest, temporaryFolder, testEngine } from './temporaryEngine'

// Every task that a worker is given is watched: whatever learns in a fold must not be shown a recording that the fold asks about,
// nor a copy of one. What a fold asks about is taken from what it scored, not from the plan that it went by.

type Task = { readonly name: string; readonly sources: readonly FrameSource[] }

/** One fold: what its tasks were shown, and what came of it. */
interface Watched {
  readonly tasks: Task[]
  readonly result: EvaluatedFold
}

let watched: Watched[]
let tasksSoFar: Task[]

beforeEach(() => {
  watched = []
  tasksSoFar = []
  runTasksHere((name, input) => tasksSoFar.push({ name, sources: sourcesIn(input) }))
  const setCheckpoint = JobStore.prototype.setCheckpoint
  vi.spyOn(JobStore.prototype, 'setCheckpoint').mockImplementation(function (this: JobStore, id, key, body) {
    if (key.startsWith('fold ')) {
      watched.push({ tasks: tasksSoFar, result: body as EvaluatedFold })
      tasksSoFar = []
    }
    setCheckpoint.call(this, id, key, body)
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Every place of frames in the input of a task, however deep it stands. */
function sourcesIn(value: unknown): FrameSource[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  if ('speech' in value && 'path' in value) return [value as FrameSource]
  return Object.values(value).flatMap(sourcesIn)
}

/** Which contents each place of frames holds, and what is known of each recording. */
function factsOf(engine: Engine) {
  const { project } = engine.context.session.required()
  const contents = new Map<string, string>()
  for (const row of project.database.all('SELECT DISTINCT content_hash, recipe_hash FROM features')) {
    const contentHash = String(row['content_hash'])
    const place = project.features.get(contentHash, String(row['recipe_hash']))?.place
    if (place) contents.set(`${place.path} ${place.firstRow}`, contentHash)
  }
  const places = project.places.all()
  const recordings = project.recordings.all('training').map(({ id, label, contentHash }) => {
    return { id, label: label ?? '', contentHash: contentHash ?? '', session: places.get(id)?.session ?? '' }
  })
  return {
    recordings,
    contentOf: ({ path, firstRow }: FrameSource): string => {
      const content = contents.get(`${path} ${firstRow}`)
      if (content === undefined) throw new Error(`${path} is of no recording.`)
      return content
    },
  }
}

/** What tasks that learn were shown of what the fold asks about: nothing, where nothing leaks. */
function leaksIn({ tasks: given, result }: Watched, { recordings, contentOf }: ReturnType<typeof factsOf>): string[] {
  const byId = new Map(recordings.map((recording) => [recording.id, recording]))
  const contentsOf = (trials: EvaluatedFold['trials']): string[] =>
    trials.map(({ recordingId }) => byId.get(recordingId ?? 0)?.contentHash ?? '')
  const asked = new Set(contentsOf(result.trials))
  const shown = given
    .filter(({ name }) => name !== 'scoreHeldOut' && name !== 'extract' && name !== 'extractShort')
    .flatMap(({ name, sources }) => sources.map((source) => [name, contentOf(source)] as const))
  const heldOut = result.heldOut.flatMap(({ trials }) =>
    contentsOf(trials).map((content) => ['held out', content] as const),
  )
  // What is scored is either asked about or held out of the training, never both in one task.
  const mixed = given
    .filter(({ name }) => name === 'scoreHeldOut')
    .filter(({ sources }) => new Set(sources.map((source) => asked.has(contentOf(source)))).size > 1)
  return [
    ...[...shown, ...heldOut].filter(([, content]) => asked.has(content)).map(([name]) => name),
    ...mixed.map(({ name }) => name),
  ]
}

const labels = ['high', 'low', 'middle']
const days = ['monday', 'tuesday', 'wednesday']

/** Noise of its own in every file, colored by label: day/label/name.wav, and one file twice on a day. */
function writeRecordings(folder: string): void {
  let seed = 0
  for (const day of days) {
    for (const [l, label] of labels.entries()) {
      mkdirSync(join(folder, day, label), { recursive: true })
      for (let take = 0; take < 2; take++) {
        const random = seededRandom(++seed)
        let [before, last] = [0, 0]
        const samples = Float32Array.from({ length: 2400 }, () => {
          const now = random.uniform() - 0.5 - [0.9, -0.9, 0][l] * last - [0, 0, 0.8][l] * before
          ;[before, last] = [last, now]
          return now * 0.2
        })
        const wav = encodeWav(samples, 8000)
        writeFileSync(join(folder, day, label, `${take}.wav`), wav)
        if (seed === 1) writeFileSync(join(folder, day, label, 'copy.wav'), wav)
      }
    }
  }
}

type EvaluateRequest = Extract<JobRequest, { kind: 'evaluate' }>

const common: EvaluateRequest = {
  ...{ kind: 'evaluate', components: 2, maxIterations: 3 },
  ...{ lengths: [0.1], trainingMinutes: [0.005] },
}
const modes: readonly (readonly [string, Partial<EvaluateRequest>])[] = [
  ['folds by recording', { folds: 3 }],
  ['each recording left out', { split: { kind: 'leaveOneGroupOut' }, trainingMinutes: [], lengths: [] }],
  ['folds by session', { folds: 2, group: 'session' }],
  ['each session left out', { split: { kind: 'leaveOneGroupOut' }, group: 'session' }],
  ['folds by label', { folds: 3, group: 'label' }],
  ['each label left out', { split: { kind: 'leaveOneGroupOut' }, group: 'label' }],
  ['with a background', { folds: 2, background: 'all', backgroundComponents: 2 }],
]

async function openProject(folder: string, engine: Engine): Promise<void> {
  writeRecordings(join(folder, 'sound'))
  await engine.client.project.create({ path: join(folder, 'p') })
  await ended(engine, importRequest([join(folder, 'sound')]))
}

async function evaluated(engine: Engine, request: (typeof modes)[number][1]): Promise<Watched[]> {
  tasksSoFar = []
  watched = []
  const job = await ended(engine, { ...common, ...request })
  expect(job).toMatchObject({ state: 'done', error: null })
  return watched
}

describe('no frame of what a fold asks about reaches what it learns', () => {
  test.each(modes)('%s', async (_, request) => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    await openProject(folder.path, engine)
    const folds = await evaluated(engine, request)
    const facts = factsOf(engine)
    expect(folds.length).toBeGreaterThan(1)
    for (const fold of folds) {
      const learning = fold.tasks.map(({ name }) => name)
      expect(learning).toEqual(expect.arrayContaining(['fitLabel', 'pooledVariance', 'scoreHeldOut']))
      expect(leaksIn(fold, facts)).toEqual([])
    }
    const byId = new Map(facts.recordings.map((recording) => [recording.id, recording]))
    if (request.group === 'session') {
      for (const { tasks: given, result } of folds) {
        const sessions = new Set(result.trials.map(({ recordingId }) => byId.get(recordingId ?? 0)?.session))
        const byContent = new Map(facts.recordings.map(({ contentHash, session }) => [contentHash, session]))
        const learned = given.filter(({ name }) => name === 'fitLabel').flatMap(({ sources }) => sources)
        for (const source of learned) expect(sessions).not.toContain(byContent.get(facts.contentOf(source)))
      }
    }
    const known = folds.flatMap(({ result }) => result.trials.filter(({ truth }) => result.labels.includes(truth)))
    expect(new Set(known.map(({ recordingId }) => recordingId)).size).toBe(facts.recordings.length)
  })

  test('as somebody told the sides', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    await openProject(folder.path, engine)
    const test = [join(folder.path, 'sound', 'tuesday')]
    const [fold] = await evaluated(engine, { split: { kind: 'given', test, train: null }, group: 'session' })
    expect(fold.result.trials).toHaveLength(6)
    expect(leaksIn(fold, factsOf(engine))).toEqual([])
  })

  test('with what normalizes by the project measured over the training alone', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    await openProject(folder.path, engine)
    const { client } = engine
    const recipe = (await client.project.current())!.recipe
    const measuring = await client.features.measureStatistics({ recipe: { ...recipe, normalization: 'project' } })
    for (let step = await measuring.next(); ; step = await measuring.next()) {
      if (!step.done) continue
      await client.features.setRecipe({ recipe: step.value.recipe })
      break
    }
    await ended(engine, { kind: 'extract' })
    const folds = await evaluated(engine, { folds: 2 })
    for (const fold of folds) {
      expect(fold.tasks.filter(({ name }) => name === 'measureColumns').length).toBeGreaterThan(0)
      expect(leaksIn(fold, factsOf(engine))).toEqual([])
    }
  })

  test('which a fold that leaks does not pass', async () => {
    using folder = temporaryFolder()
    await using engine = testEngine()
    await openProject(folder.path, engine)
    const { project } = engine.context.session.required()
    const pool = new WorkerPool('', 1)
    const nothing = (): void => undefined
    const context = {
      ...{ project, pool, signal: new AbortController().signal, id: 1, version: 'test' },
      run: (name: never, input: never) => pool.run(name, input),
      ...{ count: nothing, advance: nothing, title: nothing, fileError: nothing, changed: nothing, fit: nothing },
      ...{ checkpoint: nothing, setCheckpoint: nothing },
    } as unknown as JobContext
    const { recordings } = await trainingSet(context)
    tasksSoFar = []
    const [canary] = recordings
    const request = { ...common, lengths: [], background: null, seed: 0 }
    const settings = { components: 2, covarianceType: 'diag', maxIterations: 3, seed: 0 }
    const work = { request, settings, key: 'k', hopSeconds: 0.01, minutes: [], training: recordings, asked: [canary] }
    const result = await evaluateFold(work as never, context, nothing)
    const leaks = leaksIn({ tasks: tasksSoFar, result: result! }, factsOf(engine))
    expect(leaks).toEqual(expect.arrayContaining(['pooledVariance', 'floorTrial', 'fitLabel', 'held out']))
  })
})
