import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CovarianceType } from '../../../src/mixture/gaussianMixture'
import type { FittedTable, Inputs, Selection, TableModel, TableProgress } from '../../../src/engine/contract'
import type { Engine } from '../../../src/engine/createEngine'
import { encodeNpy } from '../../../src/exchange/npy'
import { temporaryFolder, testEngine } from '../temporaryEngine'

const root = resolve(import.meta.dirname, '../../..')
const geyser = join(root, 'resources/tables/old-faithful.csv')

interface Golden {
  readonly iterations: number
  readonly cases: (Pick<TableModel, 'weights' | 'means' | 'covariances' | 'lowerBounds'> & {
    readonly covarianceType: CovarianceType
    readonly start: object
    readonly logLikelihood: number
    readonly aic: number
    readonly bic: number
    readonly labels: number[]
  })[]
}

const golden = JSON.parse(readFileSync(join(root, 'test/golden/tables.json'), 'utf8')) as Golden
const parameters = ['weights', 'means', 'covariances', 'lowerBounds'] as const

let folder: ReturnType<typeof temporaryFolder>
let engine: Engine
beforeAll(() => {
  folder = temporaryFolder()
  mkdirSync(folder.path, { recursive: true })
  engine = testEngine()
})
afterAll(async () => {
  await engine.close()
  folder[Symbol.dispose]()
})

const inFolder = (name: string): string => join(folder.path, name)

async function resultOf<Result>(work: AsyncIterator<TableProgress, Result>): Promise<Result> {
  for (;;) {
    const next = await work.next()
    if (next.done) return next.value
  }
}

async function fit(
  path: string,
  options: Omit<Inputs['tables']['fit'], 'table'> = {},
  table = {},
): Promise<FittedTable> {
  return resultOf<FittedTable>(await engine.client.tables.fit({ table: { path, ...table }, ...options }))
}

async function select(
  path: string,
  options: Omit<Inputs['tables']['select'], 'table'>,
  table = {},
): Promise<Selection> {
  return resultOf<Selection>(await engine.client.tables.select({ table: { path, ...table }, ...options }))
}

/** The largest relative difference between two nested lists of numbers. */
function worst(values: unknown, wanted: unknown): number {
  if (Array.isArray(wanted)) {
    expect(values).toHaveLength(wanted.length)
    return Math.max(...wanted.map((each, i) => worst((values as unknown[])[i], each)))
  }
  return Math.abs((values as number) - (wanted as number)) / Math.max(1e-3, Math.abs(wanted as number))
}

describe('a fit from given parameters', () => {
  test.each(golden.cases)('is that of scikit-learn, with $covarianceType covariances', async (wanted) => {
    const { covarianceType } = wanted
    const start = JSON.stringify(wanted.start)
    const steps = { maxIterations: golden.iterations, tolerance: 0 }
    const { model, labels } = await fit(geyser, { start, covarianceType, ...steps, labels: true })
    expect(model).toMatchObject({ covarianceType, components: 3, frames: 272, iterations: 20, converged: false })
    for (const field of [...parameters, 'logLikelihood', 'aic', 'bic'] as const) {
      expect(worst(model[field], wanted[field]), field).toBeLessThan(1e-8)
    }
    expect([...new Int32Array((await labels?.arrayBuffer()) ?? [])]).toEqual(wanted.labels)

    const { model: rough } = await fit(geyser, { start, covarianceType, ...steps, precision: 'float32' })
    for (const field of parameters) expect(worst(rough[field], wanted[field]), field).toBeLessThan(1e-4)
  })

  test('goes on from a document that an earlier fit made', async () => {
    const begin = { components: 2, tolerance: 0 }
    const { model: first, document } = await fit(geyser, { ...begin, maxIterations: 3 })
    const { model: second } = await fit(geyser, { start: document, maxIterations: 2, tolerance: 0 })
    const { model: whole } = await fit(geyser, { ...begin, maxIterations: 5 })
    expect([...first.lowerBounds, ...second.lowerBounds]).toEqual(whole.lowerBounds)
  })

  test('refuses parameters that are none, or of another kind than asked for', async () => {
    const bad = '{"weights": [0.5, 0.6], "means": [[1, 2], [3, 4]], "covariances": [1, 1]}'
    await expect(fit(geyser, { start: bad })).rejects.toMatchObject({ code: 'MODEL_INVALID' })
    const one = '{"weights": [1], "means": [[1, 2]], "covariances": [1]}'
    await expect(fit(geyser, { start: one, components: 2 })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' })
    await expect(fit(geyser, { start: one, covarianceType: 'full' })).rejects.toMatchObject({ code: /INVALID/ })
    const narrow = '{"weights": [1], "means": [[1]], "covariances": [1]}'
    await expect(fit(geyser, { start: narrow })).rejects.toMatchObject({ code: /MODEL/ })
  })
})

describe('a fit of a table', () => {
  test('finds the two kinds of eruption by itself', async () => {
    const { model } = await fit(geyser)
    expect(model).toMatchObject({ components: 2, covarianceType: 'full', converged: true, cancelled: false })
    expect(model.findings).toEqual([])
    expect(model.selection).toMatchObject({ criterion: 'bic', frames: 272 })
    expect(model.bic).toBeCloseTo(2322.19, 1)
  })

  test('takes .npy files, whole or some columns, weights among them', async () => {
    const rows = readFileSync(geyser, 'utf8').trim().split('\n').slice(1)
    const numbers = rows.flatMap((row) => [...row.split(',').map(Number), 2])
    writeFileSync(inFolder('geyser.npy'), encodeNpy(Float64Array.from(numbers), [272, 3]))
    const steps = { components: 2, maxIterations: 5, tolerance: 0 }
    const { model } = await fit(inFolder('geyser.npy'), steps, { columns: ['1', '2'], weights: '3' })
    const { model: same } = await fit(geyser, steps)
    expect(model.columns).toEqual(['column 1', 'column 2'])
    // Every row counts twice: the mixture is the same, and only what counts rows differs.
    expect(worst(model.means, same.means)).toBeLessThan(1e-9)
    expect(worst(model.covariances, same.covariances)).toBeLessThan(1e-9)
    expect(model.logLikelihood).toBeCloseTo(same.logLikelihood, 9)
    expect(model.bic).toBeCloseTo(-2 * 544 * model.logLikelihood + 11 * Math.log(544), 6)
  })

  test('is the same to the last bit on one thread and on two', async () => {
    const many = Float64Array.from({ length: 3 * 30_000 }, (_, i) => Math.sin(i * i) + (i % 3) * (i % 2))
    writeFileSync(inFolder('many.npy'), encodeNpy(many, [30_000, 3]))
    const options = { components: 16, maxIterations: 4, tolerance: 0 }
    const { model: one } = await fit(inFolder('many.npy'), { ...options, threads: 1 })
    const { model: two } = await fit(inFolder('many.npy'), { ...options, threads: 2 })
    expect({ ...two, seconds: 0 }).toEqual({ ...one, seconds: 0 })
  })

  test('empties what it does not need when it is Bayesian', async () => {
    const { model } = await fit(geyser, { bayesian: 'dirichlet-process', components: 8, maxIterations: 500 })
    expect(model.components).toBe(8)
    expect(model.weights.filter((weight) => weight > 0.01).length).toBeLessThan(6)
    expect(model.findings[0]).toMatch(/of 8 components; the others came out empty/)
  })

  test('keeps the weights it was given when told to', async () => {
    const start = '{"weights": [0.5, 0.5], "means": [[2, 50], [4, 80]], "covariances": [1, 1]}'
    const { model } = await fit(geyser, { start, fixedWeights: true })
    expect(model).toMatchObject({ weights: [0.5, 0.5], covarianceType: 'spherical' })
  })

  test('is mended where it may be', async () => {
    writeFileSync(inFolder('few.csv'), `x\n${'1\n'.repeat(40)}${'5\n6\n7\n8\n'.repeat(10)}`)
    const { model: ill } = await fit(inFolder('few.csv'), { components: 12 })
    expect(ill.findings.length).toBeGreaterThan(0)
    expect(ill.mendings).toEqual([])
    const all = ['raise-reg-covar', 'simplify-covariance', 'merge', 'reseed', 'prune'] as const
    const { model: mended } = await fit(inFolder('few.csv'), { components: 12, remedies: [...all] })
    expect(mended.mendings.length).toBeGreaterThan(0)
  })

  test('ends with the best so far when it is told to finish', async () => {
    const options = { components: 4, tolerance: 0, maxIterations: 10_000 }
    const work: AsyncIterator<TableProgress, FittedTable> = await engine.client.tables.fit({
      table: { path: inFolder('many.npy') },
      ...options,
    })
    let asked = false
    for (;;) {
      const next = await work.next()
      if (next.done) {
        expect(next.value.model).toMatchObject({ converged: false, cancelled: true, components: 4 })
        expect(next.value.model.iterations).toBeLessThan(10_000)
        break
      }
      if (asked || next.value.lowerBound === null) continue
      asked = true
      await engine.client.tables.finish({ id: next.value.id })
    }
    expect(asked).toBe(true)
  })
})

describe('a selection over a table', () => {
  test('judges a grid by BIC, and tells the best, those within noise of it, and which to take', async () => {
    const grid = { components: [1, 2, 3], covarianceTypes: ['full', 'diag'] as CovarianceType[] }
    const { candidates, best, recommended, outcome } = await select(geyser, grid)
    expect(candidates.map(({ components, covarianceType }) => `${covarianceType} ${components}`)).toEqual([
      'full 1',
      'full 2',
      'full 3',
      'diag 1',
      'diag 2',
      'diag 3',
    ])
    expect(candidates[best]).toMatchObject({ components: 2, covarianceType: 'full', withinNoise: true, parameters: 11 })
    expect(candidates[recommended]?.withinNoise).toBe(true)
    expect(candidates[0]?.bic).toBeCloseTo(2607.62, 1)
    expect(outcome).toMatch(/^Best by BIC: 2 components with full covariances/)
  })

  test('holds out whole groups', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `g${i % 4},${Math.sin(i) + (i % 2) * 8}`)
    writeFileSync(inFolder('groups.csv'), `who,x\n${rows.join('\n')}\n`)
    const grid = {
      components: [1, 2],
      covarianceTypes: ['spherical'] as CovarianceType[],
      criterion: 'held-out' as const,
    }
    const { folds, candidates, best } = await select(inFolder('groups.csv'), grid, { groups: 'who' })
    // Four names make four folds, and with two of them at each of the two places the two places are still seen.
    expect(folds).toBe(4)
    expect(candidates[best]).toMatchObject({ components: 2, bic: null })
    expect(candidates[best]?.heldOut).toBeGreaterThan(candidates[0]?.heldOut ?? 0)
  })

  test('leaves out of the judgement what collapsed onto equal rows', async () => {
    const grid = { components: [2, 24], covarianceTypes: ['full'] as CovarianceType[] }
    const { candidates, best } = await select(geyser, grid)
    expect(candidates[1]?.failure).toMatch(/regCovar/)
    expect(best).toBe(0)
  })
})

describe('a sample of a model', () => {
  test('has the distribution of the model', async () => {
    const { model, document } = await fit(geyser, { components: 2 })
    const { frames, components } = await engine.client.tables.sample({ model: document, count: 20_000, seed: 7 })
    const text = await frames.content.text()
    expect(text.slice(0, 18)).toBe('eruptions,waiting\n')
    writeFileSync(inFolder('drawn.csv'), text)
    const { model: again } = await fit(inFolder('drawn.csv'), { components: 2 })
    expect(worst([...again.weights].sort(), [...model.weights].sort())).toBeLessThan(0.05)
    const drawn = (await components.content.text()).trim().split('\n').slice(1).map(Number)
    expect(drawn).toHaveLength(20_000)
    expect(drawn.filter((component) => component === 0).length / 20_000).toBeCloseTo(model.weights[0] ?? 0, 1)
  })
})
