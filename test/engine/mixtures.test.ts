import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobRequest } from '../../src/engine/contract'
import type { Engine } from '../../src/engine/createEngine'
import { ended, endOf, importRequest, samplesFolder, temporaryFolder, testEngine } from './temporaryEngine'

const voices = ['agnes', 'kevin', 'robert']

let folder: ReturnType<typeof temporaryFolder>
let engine: Engine
beforeAll(async () => {
  folder = temporaryFolder()
  engine = testEngine()
  const recordings = join(folder.path, 'recordings')
  for (const voice of voices) {
    const names = readdirSync(join(samplesFolder, voice)).sort().slice(0, 4)
    for (const name of names) cpSync(join(samplesFolder, voice, name), join(recordings, voice, name))
  }
  await engine.client.project.create({ path: join(folder.path, 'p') })
  await ended(engine, importRequest([recordings]))
})
afterAll(async () => {
  await engine.close()
  folder[Symbol.dispose]()
})

/** Trains a bank and reads it. */
async function trained(request: Omit<Extract<JobRequest, { kind: 'train' }>, 'kind'>) {
  const job = await ended(engine, { kind: 'train', ...request })
  expect(job).toMatchObject({ state: 'done', error: null })
  return { job, bank: await engine.client.banks.get({ id: job.resultId ?? 0 }) }
}

describe('a training', () => {
  test.each(['full', 'tied', 'spherical'] as const)('fits %s covariances', async (covarianceType) => {
    const { bank } = await trained({ components: 2, covarianceType })
    for (const mixture of bank.mixtures) {
      expect(mixture).toMatchObject({ covarianceType, converged: true })
      expect(mixture.weights).toHaveLength(2)
    }
    expect(bank.training).toMatchObject({ covarianceType, componentsBy: null })
  })

  test('chooses the components of each label by itself, and says by what', async () => {
    const { job, bank } = await trained({ components: 'auto', criterion: 'bic' })
    expect(job.outcome).toMatch(/trained with .* components \(chosen by BIC\)/)
    expect(bank.training).toMatchObject({ componentsBy: 'bic' })
    const counts = bank.mixtures.map(({ weights }) => weights.length)
    expect(bank.components).toBe(Math.max(...counts))
    for (const count of counts) expect([1, 2, 4, 8, 16, 32, 64]).toContain(count)
    expect(Math.max(...counts)).toBeGreaterThan(1)
    expect(job.done).toBe(job.total)
  })

  test('adapts a background to each label, and keeps it in the bank', async () => {
    const request = { backgroundComponents: 8, background: ['agnes', 'robert'], relevance: 16 }
    const { job, bank } = await trained({ ...request, adapt: ['means'] })
    expect(job.outcome).toContain('adapted from a background of 8 components')
    expect(job.done).toBe(job.total)
    expect(bank.background).toMatchObject({ labels: ['agnes', 'robert'], adapted: ['means'], relevance: 16 })
    const [first, second] = bank.mixtures
    expect(bank.mixtures).toHaveLength(3)
    // Only the means are moved: weights and variances are those of the background, the same for all.
    expect(first?.weights).toEqual(second?.weights)
    expect(first?.covariances).toEqual(second?.covariances)
    expect(first?.means).not.toEqual(second?.means)
    const { bank: all } = await trained({ ...request, adapt: ['means', 'weights', 'variances'] })
    expect(all.mixtures[0]?.weights).not.toEqual(all.mixtures[1]?.weights)
    expect(all.mixtures[0]?.covariances).not.toEqual(all.mixtures[1]?.covariances)
  })

  test('leaves out the components that a Bayesian fit empties', async () => {
    const { bank } = await trained({ components: 64, bayesian: 'dirichlet-process', maxIterations: 300 })
    for (const { weights } of bank.mixtures) expect(weights.length).toBeLessThan(64)
  })

  test('fails for a background of labels that are not there', async () => {
    const job = await ended(engine, { kind: 'train', background: ['nobody'] })
    expect(job).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
    expect(job.outcome).toMatch(/"nobody".*agnes, kevin, robert/)
  })

  test('that is cancelled keeps the labels that were finished, as a bank that says so', async () => {
    const before = (await engine.client.banks.list()).length
    const request = {
      kind: 'train',
      components: 4,
      name: 'Half',
      starts: 20,
      tolerance: 0,
      maxIterations: 200,
    } as const
    const finished = new Promise<void>((resolve) => {
      const stop = engine.context.events.on((event) => {
        if (event.type !== 'job' || event.job.request.kind !== 'train' || event.job.request.name !== 'Half') return
        if (event.job.done === 0) return
        stop()
        resolve()
      })
    })
    const { jobId } = await engine.client.jobs.start({ request })
    await finished
    await engine.client.jobs.cancel({ id: jobId })
    const job = await endOf(engine, jobId)
    expect(job).toMatchObject({ state: 'cancelled', error: null })
    const banks = await engine.client.banks.list()
    const [half] = banks.filter(({ name }) => name === 'Half')
    expect(banks).toHaveLength(before + (half ? 1 : 0))
    // What was finished first may have been a mixture that was only to be scored.
    if (!half) expect(job.outcome).toMatch(/^Cancelled\./)
    else {
      expect(job).toMatchObject({ resultId: half.id })
      expect(job.outcome).toMatch(/^Cancelled. [12] of 3 labels were finished and are kept/)
      expect(half.unknownRule).toContain('cancelled')
    }
  })
})

describe('a selection', () => {
  test('judges a grid for each label, or for one, and is kept in the project', async () => {
    const grid = { components: [1, 4], covarianceTypes: ['diag', 'spherical'] as ('diag' | 'spherical')[] }
    const job = await ended(engine, { kind: 'select', ...grid })
    expect(job).toMatchObject({ state: 'done', done: 12, total: 12, unit: 'mixtures' })
    const found = await engine.client.selections.get({ id: job.resultId ?? 0 })
    expect(found.labels.map(({ label }) => label)).toEqual(voices)
    for (const { selection } of found.labels) {
      expect(selection.candidates).toHaveLength(4)
      expect(selection.candidates[selection.best]).toMatchObject({ components: 4, covarianceType: 'diag' })
    }
    const one = await ended(engine, { kind: 'select', label: 'kevin', criterion: 'held-out', folds: 2, ...grid })
    expect(one).toMatchObject({ state: 'done', done: 8, total: 8 })
    const kevin = await engine.client.selections.get({ id: one.resultId ?? 0 })
    expect(kevin.labels).toMatchObject([{ label: 'kevin', selection: { folds: 2, criterion: 'held-out' } }])
    expect((await engine.client.selections.list()).map(({ id }) => id)).toEqual([one.resultId, job.resultId])
    expect(await ended(engine, { kind: 'select', label: 'nobody' })).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})

test('frames are drawn from the mixture of a label', async () => {
  const { bank } = await trained({ components: 1 })
  const drawing = { bankId: bank.id, label: 'kevin', count: 4000, seed: 1 }
  const { frames } = await engine.client.banks.sample(drawing)
  const [head, ...rows] = (await frames.content.text()).trim().split('\n')
  expect(head).toBe(bank.columnNames.join(','))
  expect(frames.fileName).toMatch(/kevin frames\.csv$/)
  const [mixture] = bank.mixtures.filter(({ label }) => label === 'kevin')
  const mean = rows.reduce((sum, row) => sum + Number(row.split(',')[0]), 0) / rows.length
  const deviation = Math.sqrt((mixture?.covariances[0]?.[0] ?? 0) / rows.length)
  expect(Math.abs(mean - (mixture?.means[0]?.[0] ?? 0))).toBeLessThan(5 * deviation)
  await expect(engine.client.banks.sample({ ...drawing, label: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
