import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilsonInterval } from '../../src/recognition/wilsonInterval'

test('agrees with published values', () => {
  // Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20 and 1/29.
  const published: [number, number, number, number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ]
  for (const [hits, trials, low, high] of published) {
    const interval = wilsonInterval(hits, trials)
    expect(interval[0]).toBeCloseTo(low, 4)
    expect(interval[1]).toBeCloseTo(high, 4)
  }
})

test('holds the share itself and stays within [0, 1]', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (a, b) => {
      const [hits, trials] = [Math.min(a, b), Math.max(a, b)]
      const [low, high] = wilsonInterval(hits, trials)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      const share = trials === 0 ? 0.5 : hits / trials
      expect(low).toBeLessThanOrEqual(share)
      expect(high).toBeGreaterThanOrEqual(share)
    }),
  )
})
