import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from '../../src/engine/log'
import { ended, importRequest, samplesFolder, temporaryFolder, testEngine, trainRequest } from './temporaryEngine'

test('a project is the same one by a link, by its database and with a slash at the end', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const path = join(folder.path, 'Stimmen für später')
  const { path: first } = await client.project.create({ path })
  symlinkSync(path, join(folder.path, 'link'))
  for (const other of [join(folder.path, 'link'), join(path, 'project.db'), `${path}/`]) {
    expect((await client.project.open({ path: other })).path, other).toBe(first)
  }
})

test('of two projects that are opened at once the last one is open, and the other free', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const [a, b] = [join(folder.path, 'a'), join(folder.path, 'b')]
  for (const path of [a, b]) await engine.client.project.create({ path })
  await engine.client.project.close()
  const opened = await Promise.all([a, a, b].map((path) => engine.client.project.open({ path })))
  expect(opened.map(({ name }) => name)).toEqual(['a', 'a', 'b'])
  expect((await engine.client.project.current())?.name).toBe('b')
  await using other = testEngine()
  expect((await other.client.project.open({ path: a })).name).toBe('a')
})

test('a project that is closed in the midst of a job and opened again without waiting is open', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const path = join(folder.path, 'p')
  await engine.client.project.create({ path })
  const { jobId } = await engine.client.jobs.start({ request: importRequest([samplesFolder]) })
  await expect
    .poll(async () => (await engine.client.jobs.get({ id: jobId })).done, { timeout: 20_000, interval: 1 })
    .toBeGreaterThan(0)
  const closed = engine.client.project.close()
  expect((await engine.client.project.open({ path })).name).toBe('p')
  await closed
})

test('a home that cannot be written to keeps no project from opening', async () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'home'), 'a file where the folder should be')
  await using engine = testEngine()
  expect((await engine.client.project.create({ path: join(folder.path, 'p') })).name).toBe('p')
})

test('features that cannot be written fail the job with the reason, not each file with it', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const path = join(folder.path, 'p')
  await client.project.create({ path })
  await ended(engine, importRequest([join(samplesFolder, 'kevin')]))
  rmSync(join(path, 'features'), { recursive: true })
  writeFileSync(join(path, 'features'), 'a file where the folder should be')
  const job = await ended(engine, { kind: 'extract' })
  expect(job).toMatchObject({ state: 'failed', error: { code: 'NOT_WRITABLE' }, fileErrors: 0 })
  rmSync(join(path, 'features'))
  expect(await ended(engine, { kind: 'extract' })).toMatchObject({ state: 'done', fileErrors: 0 })
})

test('an export or a project that has nowhere to go says so', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  const wall = join(folder.path, 'wall')
  writeFileSync(wall, '')
  await expect(client.project.create({ path: join(wall, 'p') })).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([samplesFolder]))
  const { resultId } = await ended(engine, trainRequest(2))
  const target = { id: resultId ?? 0, format: 'json', path: join(wall, 'bank.json') } as const
  await expect(client.banks.exportTo(target)).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
  expect((await client.project.current())?.steps.exported).toBe(false)
})

test('a call under way when its project is closed says so, and leaves the next project alone', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([samplesFolder]))
  const { resultId } = await ended(engine, trainRequest(2))
  const { rows } = await client.recordings.list({})
  const recordingId = rows[0]?.id ?? 0
  rmSync(join(folder.path, 'p/features'), { recursive: true })
  const call = client.recognition.scoresOverTime({ bankId: resultId ?? 0, recordingId })
  const outcome = call.then(
    () => 'answered',
    (error: unknown) => (error as { code?: string }).code,
  )
  await client.project.create({ path: join(folder.path, 'q') })
  expect(['answered', 'NO_PROJECT_OPEN']).toContain(await outcome)
  expect((await client.project.current())?.name).toBe('q')
  expect(existsSync(join(folder.path, 'q/project.db'))).toBe(true)
})

test('a log that cannot be written ends nothing', async ({ skip }) => {
  skip(!existsSync('/dev/full'), 'this system has no /dev/full')
  using folder = temporaryFolder()
  const home = join(folder.path, 'home')
  mkdirSync(join(home, 'log'), { recursive: true })
  symlinkSync('/dev/full', join(home, 'log/cepstra.log'))
  const full = openLog()
  for (let i = 0; i < 3; i++) full.error('this goes nowhere')
  await new Promise((resolve) => setTimeout(resolve, 50))
  rmSync(home, { recursive: true })
  writeFileSync(home, 'a file where the folder should be')
  openLog().info('neither does this')
})
