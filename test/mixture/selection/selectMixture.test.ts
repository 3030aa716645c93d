import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fitMixture } from '../../../src/mixture/expectationMaximization'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { groupFolds } from '../../../src/mixture/selection/groupFolds'
import { sampleMixture } from '../../../src/mixture/sampling'
import { meanLogLikelihood } from '../../../src/mixture/score'
import { scoreCell } from '../../../src/mixture/selection/scoreCell'
import { informationCriteria } from '../../../src/mixture/selection/informationCriteria'
import { cellsOf, selectMixture, selectMixtureSteps } from '../../../src/mixture/selection/selectMixture'
import { framesOf } from '../syntheticFrames'

/** Three components that lie apart, all stretched alike along a slope. */
const source: GaussianMixture = {
  covarianceType: 'tied',
  componentCount: 3,
  dimensions: 2,
  weights: Float64Array.of(0.4, 0.35, 0.25),
  means: Float64Array.of(0, 0, 6, -4, -5, 5),
  covariances: Float64Array.of(2, 1.4, 1.4, 2),
}
const { frames } = sampleMixture(source, 3000, 1, 'float64')
const recordings = Int32Array.from({ length: 3000 }, (_, i) => Math.floor(i / 150))
const options = { tolerance: 1e-5, maxIterations: 300, seed: 1, starts: 2 }

describe.each(['bic', 'held-out'] as const)('by %s', (criterion) => {
  const table = selectMixture(frames, recordings, { components: [1, 2, 3, 4], criterion, folds: 4 }, options)

  test('the mixture that the frames were drawn from is recommended', () => {
    expect(table.cells[table.recommended]).toMatchObject({ components: 3, covarianceType: 'tied', withinNoise: true })
  })

  test('too few components are no part of the noise', () => {
    const few = table.cells.filter(({ components }) => components < 3)
    expect(few).toHaveLength(8)
    for (const { withinNoise } of few) expect(withinNoise).toBe(false)
  })
})

describe('Old Faithful by BIC', () => {
  const rows = readFileSync('resources/tables/old-faithful.csv', 'utf8').trim().split('\n').slice(1)
  const geyser = framesOf(rows.map((row) => row.split(',').map(Number)))
  const grid = { components: [1, 2, 3, 4], covarianceTypes: ['full', 'tied'] as const }
  const table = selectMixture(geyser, null, grid, { tolerance: 1e-7, maxIterations: 2000, starts: 20, regCovar: 1e-9 })

  test('has the values of scikit-learn', () => {
    // GaussianMixture(k, covariance_type=t, tol=1e-7, max_iter=2000, n_init=20, random_state=0, reg_covar=1e-9).bic(x)
    const wanted = [2607.623, 2322.192, 2333.727, 2358.311, 2607.623, 2325.22, 2314.296, 2320.138]
    table.cells.forEach(({ bic }, i) => {
      // Another start may find a better maximum of the likelihood.
      expect(bic).toBeLessThan(wanted[i] + 0.01)
      if (table.cells[i].components < 4) expect(bic).toBeCloseTo(wanted[i], 1)
    })
  })

  test("is three components of one shape, as mclust finds, with the textbook's two of any shape within noise", () => {
    expect(table.cells[table.recommended]).toMatchObject({ components: 3, covarianceType: 'tied' })
    const near = table.cells.filter(({ withinNoise }) => withinNoise)
    expect(near.map(({ components, covarianceType }) => `${covarianceType} ${components}`)).toEqual([
      'full 2',
      'tied 3',
      'tied 4',
    ])
  })
})

test('the grid goes by covariance type, then by components', () => {
  expect(cellsOf({ components: [2, 1], covarianceTypes: ['diag', 'full'] })).toEqual([
    { covarianceType: 'diag', components: 2 },
    { covarianceType: 'diag', components: 1 },
    { covarianceType: 'full', components: 2 },
    { covarianceType: 'full', components: 1 },
  ])
})

test('a cell is scored on what it was fitted to, or on the fold that it was not', () => {
  const shape = { components: 2, covarianceType: 'full' } as const
  const whole = fitMixture(frames, { ...shape, ...options })
  const trial = scoreCell(frames, shape, options)
  expect(trial).toEqual({
    logLikelihood: expect.closeTo(meanLogLikelihood(whole.mixture, frames), 9),
    frameWeight: 3000,
    converged: true,
  })
  const table = selectMixture(frames, null, { components: [2], covarianceTypes: ['full'] }, options)
  expect(table.cells[0].bic).toBeCloseTo(informationCriteria(whole.mixture, frames).bic, 6)

  const { foldOf } = groupFolds(recordings, { folds: 5, seed: 1 })
  const pick = (own: boolean) => {
    const rows = Array.from(foldOf.keys()).filter((i) => (foldOf[i] === 2) === own)
    return framesOf(rows.map((i) => Array.from(frames.data.subarray(2 * i, 2 * i + 2))))
  }
  const part = fitMixture(pick(false), { ...shape, ...options })
  // framesOf rounds to float32.
  expect(scoreCell(frames, shape, options, { foldOf, fold: 2 })).toEqual({
    logLikelihood: expect.closeTo(meanLogLikelihood(part.mixture, pick(true)), 3),
    frameWeight: pick(true).count,
    converged: true,
  })
})

test('what one cell cannot do is told of that cell', () => {
  const few = { ...frames, data: frames.data.subarray(0, 20), count: 10 }
  const table = selectMixture(few, null, { components: [1, 11], covarianceTypes: ['diag'] })
  expect(table.cells[1].failure).toMatch(/11 components need at least 11 frames/)
  expect(table.recommended).toBe(0)
})

test('a component that sits on equal frames fails its cell, where those frames judge it: its likelihood has no bound', () => {
  // A tenth of the frames stand in one place, as digital silence does.
  const data = frames.data.map((value, at) => (at % 20 < 2 ? 12 : value))
  const cells = { components: [1, 4], covarianceTypes: ['full' as const] }
  const judge = (criterion: 'bic' | 'held-out') =>
    selectMixture({ ...frames, data }, recordings, { ...cells, criterion }, options).cells[1]
  expect(judge('bic').failure).toMatch(/regCovar/)
  expect(judge('held-out').failure).toBeNull()
})

test('the frames that were left out weigh nothing in the mean', () => {
  const weights = Float64Array.from({ length: 3000 }, (_, i) => (i < 600 ? 0 : 2))
  const cell = { components: 1, covarianceType: 'full' } as const
  const trial = scoreCell({ ...frames, weights }, cell)
  expect(trial).toMatchObject({ frameWeight: 4800 })
})

test('a selection tells how far it is', () => {
  const grid = { components: [1, 2], covarianceTypes: ['diag' as const], criterion: 'held-out' as const, folds: 3 }
  const seen = new Set<number>()
  for (const { done, total, fit } of selectMixtureSteps(frames, recordings, grid)) {
    expect(total).toBe(6)
    expect(fit.iteration).toBeGreaterThanOrEqual(0)
    seen.add(done)
  }
  expect([...seen]).toEqual([0, 1, 2, 3, 4, 5])
})

test('a grid that makes no sense is refused before anything is fitted', () => {
  expect(() => selectMixture(frames, null, { components: [0] })).toThrow(/components must be a whole number/)
  expect(() => selectMixture(frames, null, { components: [1], criterion: 'held-out', folds: 1 })).toThrow(/1 folds/)
})
