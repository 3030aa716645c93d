import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { digamma, logGamma } from '../../../src/mixture/bayesian/gammaFunctions'

// Made by test/golden/make_gamma_functions.py: x, ln gamma(x), digamma(x).
const golden = JSON.parse(
  readFileSync(new URL('../../golden/gammaFunctions.json', import.meta.url), 'utf8'),
) as readonly [number, number, number][]

test('ln gamma is right to the last digits from 1e-8 to 1e8', () => {
  for (const [x, expected] of golden) expectClose(logGamma(x), expected, x)
})

test('digamma is right to the last digits from 1e-8 to 1e8', () => {
  for (const [x, , expected] of golden) expectClose(digamma(x), expected, x)
})

function expectClose(actual: number, expected: number, x: number): void {
  expect(Math.abs(actual - expected), `at ${x}`).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(expected)))
}
