import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeWav } from '../../src/audio/wav'
import { ProgressRate } from '../../src/engine/jobs/progressRate'
import {
  endOf,
  ended,
  importRequest,
  samplesFolder,
  temporaryFolder,
  testEngine,
  trainRequest,
} from './temporaryEngine'

test('a cancelled extraction ends within a second, keeps what it finished, and the next one goes on', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  // Ten minutes of one recording take longer than this test is willing to wait.
  const noise = Float32Array.from({ length: 600 * 16_000 }, (_, i) => 0.2 * Math.sin(i * 0.07) * Math.sin(i * 0.0003))
  writeFileSync(join(folder.path, 'long.wav'), encodeWav(noise, 16_000))
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([join(samplesFolder, 'agnes'), join(folder.path, 'long.wav')]))
  const { jobId } = await client.jobs.start({ request: { kind: 'extract' } })
  await expect
    .poll(async () => (await client.project.current())?.featuresReady, { timeout: 20_000, interval: 5 })
    .toBeGreaterThan(5)
  const cancelledAt = Date.now()
  await client.jobs.cancel({ id: jobId })
  const job = await endOf(engine, jobId)
  expect(Date.now() - cancelledAt).toBeLessThan(1000)
  const finished = (await client.project.current())?.featuresReady ?? 0
  if (job.state === 'cancelled') expect(finished).toBeLessThan(9)
  const again = await ended(engine, { kind: 'extract' })
  expect(again.outcome).toContain(`${finished} were up to date`)
})

test('a training that is cancelled before any label is finished leaves no bank behind', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([samplesFolder]))
  await ended(engine, { kind: 'extract' })
  const { jobId } = await client.jobs.start({ request: trainRequest(64) })
  await expect
    .poll(async () => (await client.jobs.get({ id: jobId })).state, { timeout: 20_000, interval: 2 })
    .toBe('running')
  await client.jobs.cancel({ id: jobId })
  expect((await endOf(engine, jobId)).state).toBe('cancelled')
  expect(await client.banks.list()).toEqual([])
})

test('jobs wait for one another, and one that waits can be cancelled', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'p') })
  const first = await client.jobs.start({ request: importRequest([samplesFolder]) })
  const second = await client.jobs.start({ request: { kind: 'extract' } })
  expect((await client.jobs.get({ id: second.jobId })).state).toBe('queued')
  await client.jobs.cancel({ id: second.jobId })
  expect((await client.jobs.get({ id: second.jobId })).state).toBe('cancelled')
  expect((await endOf(engine, first.jobId)).state).toBe('done')
})

test('a project that is closed in the midst of a job goes on with it when it is opened by a workbench', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'p')
  let jobId: number
  {
    await using engine = testEngine()
    await engine.client.project.create({ path })
    jobId = (await engine.client.jobs.start({ request: importRequest([samplesFolder]) })).jobId
    await expect
      .poll(async () => (await engine.client.jobs.get({ id: jobId })).done, { timeout: 20_000, interval: 2 })
      .toBeGreaterThan(3)
  }
  {
    await using terminal = testEngine()
    await terminal.client.project.open({ path })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await terminal.client.jobs.get({ id: jobId })).endedAt).toBeNull()
  }
  await using workbench = testEngine({ shell: 'browser' })
  await workbench.client.project.open({ path })
  expect((await endOf(workbench, jobId)).state).toBe('done')
})

test('the rate follows the recent past, and is unknown before there is one', () => {
  const rate = new ProgressRate(1000)
  expect(rate.perSecond()).toBeNull()
  rate.mark(0, 0)
  rate.mark(10, 1000)
  expect(rate.perSecond()).toBeCloseTo(10)
  for (let t = 1500; t <= 5000; t += 500) rate.mark(10 + (t - 1000) / 10, t)
  expect(rate.perSecond()).toBeCloseTo(100, 0)
})
