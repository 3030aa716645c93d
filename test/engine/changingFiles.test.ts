import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeWav } from '../../src/audio/wav'
import {
  anotherRecipe,
  ended,
  importRequest,
  samplesFolder,
  temporaryFolder,
  testEngine,
  trainRequest,
} from './temporaryEngine'

const spoken = (n: number): string => {
  const voice = join(samplesFolder, 'kevin')
  return join(voice, readdirSync(voice)[n] ?? '')
}

function tone(hz: number): Uint8Array {
  const samples = Float32Array.from({ length: 16_000 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * hz * i) / 16_000))
  return encodeWav(samples, 16_000)
}

test('a file that is gone for a while is extracted when it is back, and keeps no copy of it from being', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const voice = join(folder.path, 'audio/voice')
  mkdirSync(voice, { recursive: true })
  copyFileSync(spoken(0), join(voice, 'a.flac'))
  copyFileSync(spoken(0), join(voice, 'b copy of a.flac'))
  copyFileSync(spoken(1), join(voice, 'c.flac'))
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([voice]))
  await anotherRecipe(engine)
  for (const name of ['a.flac', 'c.flac']) renameSync(join(voice, name), join(folder.path, name))
  await ended(engine, { kind: 'extract' })
  const states = async () =>
    Object.fromEntries((await client.recordings.list({})).rows.map((row) => [row.name, [row.features, row.flags]]))
  expect(await states()).toEqual({
    'a.flac': ['ready', ['missing']],
    'b copy of a.flac': ['ready', []],
    'c.flac': ['stale', ['missing']],
  })
  for (const name of ['a.flac', 'c.flac']) renameSync(join(folder.path, name), join(voice, name))
  expect(await ended(engine, { kind: 'extract' })).toMatchObject({ state: 'done', fileErrors: 0 })
  const whole = ['ready', []]
  expect(await states()).toEqual({ 'a.flac': whole, 'b copy of a.flac': whole, 'c.flac': whole })
})

test('features that a call computes are those of the file as it is now', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const file = join(folder.path, 'query.wav')
  writeFileSync(file, tone(300))
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([samplesFolder]))
  const trained = await ended(engine, trainRequest(2))
  await ended(engine, { kind: 'import', paths: [file], labels: { from: 'none' }, role: 'query' })
  const { rows } = await client.recordings.list({ role: 'query' })
  const [before] = rows
  writeFileSync(file, tone(2000))
  utimesSync(file, 1, 1)
  const asked = { bankId: trained.resultId ?? 0, recordingId: before?.id ?? 0 }
  const late = await (await client.recognition.scoresOverTime(asked)).scores.values.arrayBuffer()
  // The first content comes back; were its cache filled from the second, it would score like it.
  writeFileSync(file, tone(300))
  utimesSync(file, 2, 2)
  const early = await (await client.recognition.scoresOverTime(asked)).scores.values.arrayBuffer()
  expect(Buffer.from(early).equals(Buffer.from(late))).toBe(false)
})

test('a file that could not be read is read again by the next import, though nothing else changed', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client, context } = engine
  const file = join(folder.path, 'voice.wav')
  writeFileSync(file, tone(300))
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([file]))
  const project = context.session.required().project
  const [stored] = project.recordings.all('training')
  // As after an import on a machine where the decoder was not installed yet.
  if (stored) project.recordings.put({ ...stored, durationSeconds: null, flags: ['unreadable'] }, 'training', null)
  await ended(engine, importRequest([file]))
  expect((await client.recordings.list({})).rows[0]).toMatchObject({ flags: [], durationSeconds: 1 })
})

test('a recording that is taken out while a job runs does not come back by being read', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'p') })
  const voice = join(folder.path, 'voice')
  mkdirSync(voice)
  for (let n = 0; n < 40; n++) writeFileSync(join(voice, `${n}.wav`), tone(100 + n))
  await ended(engine, importRequest([voice]))
  await anotherRecipe(engine)
  for (let n = 0; n < 40; n++) writeFileSync(join(voice, `${n}.wav`), tone(1000 + n))
  const { rows } = await client.recordings.list({})
  const running = ended(engine, { kind: 'extract' })
  await expect
    .poll(async () => (await client.project.current())?.featuresReady, { timeout: 20_000, interval: 1 })
    .toBeGreaterThan(0)
  await client.recordings.remove({ ids: rows.map(({ id }) => id) })
  expect((await running).state).toBe('done')
  expect((await client.recordings.list({})).total).toBe(0)
  rmSync(voice, { recursive: true })
})
