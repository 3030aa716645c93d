import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { componentOrder } from '../../../src/mixture/kernel/componentOrder'

const ordinary = () => 1

describe('the order of components in the kernel', () => {
  test('has each component once, those that stand apart first', () => {
    const shapes = fc.record({
      componentCount: fc.integer({ min: 1, max: 40 }),
      dimensions: fc.integer({ min: 1, max: 4 }),
      together: fc.constantFrom(4, 8),
      seed: fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 160, maxLength: 160 }),
      apart: fc.uniqueArray(fc.nat(39)),
    })
    fc.assert(
      fc.property(shapes, ({ componentCount, dimensions, together, seed, apart }) => {
        const means = Float64Array.from(seed.slice(0, componentCount * dimensions))
        const components = { componentCount, dimensions, means, deviations: ordinary }
        const order = componentOrder(components, together, (k) => apart.includes(k))
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: componentCount }, (_, k) => k))
        const isApart = order.map((k) => apart.includes(k))
        expect(isApart).toEqual([...isApart].sort((a, b) => Number(b) - Number(a)))
      }),
    )
  })

  test('puts neighbors together: four clusters of four, however they are mixed', () => {
    const componentCount = 16
    const means = Float64Array.from({ length: 2 * componentCount }, (_, at) => {
      const k = Math.floor(at / 2)
      const cluster = k % 4
      return 100 * (at % 2 === 0 ? cluster % 2 : Math.floor(cluster / 2)) + k
    })
    const order = componentOrder({ componentCount, dimensions: 2, means, deviations: ordinary }, 4, () => false)
    for (let from = 0; from < 16; from += 4) {
      expect(new Set(order.slice(from, from + 4).map((k) => k % 4)).size).toBe(1)
    }
  })

  test('measures distances in standard deviations', () => {
    // The second column is spread wider, but its standard deviations are 1,000.
    const means = Float64Array.of(0, 0, 10, 100, 1, 200, 11, 300)
    const components = { componentCount: 4, dimensions: 2, means, deviations: (_: number, j: number) => [1, 1e-3][j] }
    expect(componentOrder(components, 2, () => false)).toEqual([0, 2, 1, 3])
  })
})
