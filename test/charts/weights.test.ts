import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byWeight, componentsHolding, weightsPicture, weightsTitle } from '../../renderer/charts/weights'
import { plainColors, seriesOf } from './numbersOf'

describe('the weights of a mixture', () => {
  test('are drawn from the heaviest to the lightest, each under its own number', () => {
    const { option, csv } = weightsPicture([0.2, 0.5, 0.3], (component) => `#00000${component}`, null, plainColors)
    const [bars] = seriesOf(option)
    expect(bars.data).toMatchObject([{ value: 0.5 }, { value: 0.3 }, { value: 0.2 }])
    expect(option.xAxis).toMatchObject({ data: ['2', '3', '1'] })
    expect(csv()).toBe('component,weight\r\n2,0.5\r\n3,0.3\r\n1,0.2\r\n')
  })

  test('tell in the title how many components hold 95 % of the weight', () => {
    expect(weightsTitle([0.5, 0.3, 0.16, 0.04])).toBe('3 of its 4 components hold 95 % of the weight')
    expect(weightsTitle([0.97, 0.03])).toBe('1 of its 2 components holds 95 % of the weight')
    expect(weightsTitle([0.5, 0.5])).toBe('All 2 components are needed to hold 95 % of the weight')
    expect(weightsTitle([1])).toMatch(/single Gaussian/)
  })

  test('are held by exactly that many: one fewer would not do', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(weights, (raw) => {
        const sum = raw.reduce((total, weight) => total + weight, 0)
        const shares = raw.map((weight) => weight / sum)
        const held = (count: number): number =>
          byWeight(shares)
            .slice(0, count)
            .reduce((total, component) => total + shares[component], 0)
        const count = componentsHolding(shares, 0.95)
        expect(held(count)).toBeGreaterThanOrEqual(0.95 - 1e-9)
        expect(held(count - 1)).toBeLessThan(0.95)
      }),
    )
  })
})
