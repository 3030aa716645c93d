import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ended, importRequest, samplesFolder, temporaryFolder, testEngine } from './temporaryEngine'

test('a bank decides otherwise at once, by what was held out of its training, and its mixtures stay', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'voices') })
  await ended(engine, importRequest([samplesFolder]))
  const job = await ended(engine, { kind: 'train', components: 4 })
  expect(job.error).toBeNull()
  const { resultId } = job
  const id = resultId ?? 0
  const trained = await client.banks.get({ id })
  const rates = new Map(trained.decision.measured.map((each) => [each.scorer, each.equalErrorRate ?? 1]))
  const { scorer } = trained.decision.scorer
  expect(rates.size).toBe(7)
  expect(rates.get(scorer)).toBeLessThan(Math.min(...rates.values()) + 1 / 96)

  const costs = { falseAccept: 10, falseReject: 1, unknownShare: 0.5 }
  const dear = await client.banks.decide({ id, costs, priors: { agnes: 3 } })
  expect(dear.decision.threshold!).toBeGreaterThan(trained.decision.threshold!)
  expect(dear.decision.costs).toEqual(costs)
  const [first, ...others] = dear.decision.priors!
  expect(first).toBeCloseTo(3 * others[0], 12)
  expect(dear.mixtures).toEqual(trained.mixtures)
  expect((await client.banks.get({ id })).decision).toEqual(dear.decision)
  expect((await client.banks.decide({ id })).decision).toEqual(trained.decision)
  await expect(client.banks.decide({ id, priors: { nobody: 2 } })).rejects.toMatchObject({ code: 'NOT_FOUND' })

  // A bank from elsewhere has nothing to decide by until it is measured on what this project holds.
  const { content } = await client.banks.export({ id, format: 'json' })
  const imported = await client.banks.import({ content })
  await expect(client.banks.decide(imported)).rejects.toMatchObject({ code: 'NOTHING_TO_DO' })
  const calibrated = await ended(engine, { kind: 'calibrate', bankId: imported.id, costs })
  expect(calibrated).toMatchObject({ state: 'done', resultId: imported.id })
  const { decision, mixtures } = await client.banks.get(imported)
  expect(decision.costs).toEqual(costs)
  expect(decision.measured).toHaveLength(7)
  expect(mixtures).toEqual(trained.mixtures)
  await client.banks.decide(imported)
})

test('labels without a mixture teach the background and play strangers', async () => {
  using folder = temporaryFolder()
  await using engine = testEngine()
  const { client } = engine
  await client.project.create({ path: join(folder.path, 'voices') })
  await ended(engine, importRequest([samplesFolder]))
  const labels = ['agnes', 'angus', 'boris']
  const background = ['clara', 'fiona', 'gene']
  const request = { kind: 'train', components: 4, labels, background, backgroundComponents: 8, adapt: [] } as const
  const { resultId } = await ended(engine, { ...request, labels, background, adapt: [] })
  const bank = await client.banks.get({ id: resultId ?? 0 })
  expect(bank.labels).toEqual(labels)
  expect(bank.mixtures.map(({ weights }) => weights.length)).toEqual([4, 4, 4])
  expect(bank.background).toMatchObject({ labels: background, adapted: [] })
  const measured = new Map(bank.decision.measured.map((each) => [each.scorer, each]))
  expect(measured.get('background')).toMatchObject({ known: 24, unknown: 96, adapted: false })
  expect(measured.has('backgroundLead')).toBe(true)
  const failed = await ended(engine, { kind: 'train', labels: ['nobody'] })
  expect(failed).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
})
