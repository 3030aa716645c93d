import { describe, expect, test } from 'vitest'
import { summarizeSelection, type TriedCell } from '../../../src/mixture/selection/summarizeSelection'

const trial = (logLikelihood: number) => ({ logLikelihood, frameWeight: 1000, converged: true })
const cell = (components: number, ...logLikelihoods: number[]): TriedCell => ({
  components,
  covarianceType: 'diag',
  trials: logLikelihoods.map(trial),
})
/** The mean log-likelihood at which K diagonal components in 1 column reach a BIC over 1000 frames. */
const forBic = (components: number, bic: number) => -(bic - (3 * components - 1) * Math.log(1000)) / 2000

describe('by BIC', () => {
  test('the lowest is best, those less than 10 above it are within noise, and the simplest of them is recommended', () => {
    const bics = [2010.1, 2009.9, 2000, 2005, 2009]
    const tried = bics.map((bic, i) => cell(i + 1, forBic(i + 1, bic)))
    const table = summarizeSelection(tried, 1, 'bic')
    expect(table.best).toBe(2)
    expect(table.cells.map(({ withinNoise }) => withinNoise)).toEqual([false, true, true, true, true])
    expect(table.recommended).toBe(1)
    table.cells.forEach(({ bic }, i) => expect(bic).toBeCloseTo(bics[i], 9))
    expect(table.cells[2]).toMatchObject({ parameters: 8, heldOut: null, heldOutError: null, converged: true })
    expect(table.cells[2].aic).toBeCloseTo(2000 - 8 * Math.log(1000) + 16, 9)
  })

  test('AIC, with its smaller penalty, may choose another', () => {
    const tried = [cell(1, forBic(1, 2000)), cell(5, forBic(5, 2020))]
    expect(summarizeSelection(tried, 1, 'bic').best).toBe(0)
    expect(summarizeSelection(tried, 1, 'aic').best).toBe(1)
  })

  test('of equally simple ones the better is recommended', () => {
    const one = { ...cell(1, -1.5), covarianceType: 'spherical' as const }
    // In one column spherical and diagonal are the same mixture with the same parameters.
    expect(summarizeSelection([one, cell(1, -1.499)], 1, 'bic')).toMatchObject({ best: 1, recommended: 1 })
  })
})

describe('by held-out likelihood', () => {
  test('the mean over folds and its standard error are told', () => {
    const [{ heldOut, heldOutError, bic }] = summarizeSelection([cell(2, -4, -6, -5, -5)], 1, 'held-out').cells
    expect(heldOut).toBe(-5)
    expect(heldOutError).toBeCloseTo(Math.sqrt(2 / 3 / 4), 12)
    expect(bic).toBeNull()
  })

  test('differences are taken fold by fold: what is always a little worse is not within noise, however the folds vary', () => {
    const hard = [-10, -2, -30, -7]
    const tried = [
      cell(1, ...hard.map((value, fold) => value - 0.1 - 0.01 * fold)),
      cell(2, ...hard.map((value, fold) => value + (fold === 0 ? 0.3 : -0.11))),
      cell(3, ...hard),
    ]
    const table = summarizeSelection(tried, 1, 'held-out')
    expect(table.best).toBe(2)
    expect(table.cells.map(({ withinNoise }) => withinNoise)).toEqual([false, true, true])
    expect(table.recommended).toBe(1)
  })

  test('a single fold says nothing about noise', () => {
    const table = summarizeSelection([cell(1, -5.0001), cell(2, -5)], 1, 'held-out')
    expect(table).toMatchObject({ best: 1, recommended: 1 })
    expect(table.cells[0]).toMatchObject({ withinNoise: false, heldOutError: null })
  })
})

describe('a cell that could not be fitted', () => {
  const failing: TriedCell = { ...cell(9, -1), trials: [trial(-1), { failure: 'Too few frames.' }] }

  test('is told with its reason, and neither best nor within noise', () => {
    const table = summarizeSelection([failing, cell(1, -3, -3)], 1, 'held-out')
    expect(table).toMatchObject({ best: 1, recommended: 1 })
    expect(table.cells[0]).toMatchObject({
      failure: 'Too few frames.',
      withinNoise: false,
      converged: false,
      heldOut: null,
    })
  })

  test('and no other makes an error with the reason of the first', () => {
    expect(() => summarizeSelection([failing], 1, 'bic')).toThrow(/None of the grid could be fitted. Too few frames./)
    expect(() => summarizeSelection([], 1, 'bic')).toThrow(/It has no cells/)
  })
})

test('a fit that did not come to rest is told', () => {
  const restless: TriedCell = { ...cell(1, -3), trials: [trial(-3), { ...trial(-3), converged: false }] }
  expect(summarizeSelection([restless], 1, 'held-out').cells[0].converged).toBe(false)
})
