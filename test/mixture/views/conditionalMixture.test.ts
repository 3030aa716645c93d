import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionalMixture } from '../../../src/mixture/views/conditionalMixture'
import { checkMixture } from '../../../src/mixture/gaussianMixture'
import { marginalMixture } from '../../../src/mixture/views/marginalMixture'
import { scoreSamples } from '../../../src/mixture/score'
import { anyMixture, randomMixture } from '../anyMixture'
import { expectClose } from '../golden'

describe('the mixture of the columns left, given the others', () => {
  test('is what scipy calculates', () => {
    // w = [0.3, 0.7]; m and S as below; b = [0, 2]; a = [1]; x = [0.4, 1.1]
    // weights: w[k] * multivariate_normal(m[k][b], S[k][ix_(b, b)]).pdf(x), normalized
    // G = S[k][ix_(a, b)] @ inv(S[k][ix_(b, b)]); mean: m[k][a] + G @ (x - m[k][b]); S[k][ix_(a, a)] - G @ S[k][ix_(b, a)]
    const conditional = conditionalMixture(
      {
        covarianceType: 'full',
        componentCount: 2,
        dimensions: 3,
        weights: Float64Array.of(0.3, 0.7),
        means: Float64Array.of(1, -2, 0.5, -1, 3, 2),
        covariances: Float64Array.from(
          [
            [2, 0.6, -0.4, 0.6, 1.5, 0.3, -0.4, 0.3, 1],
            [1, -0.5, 0.2, -0.5, 2, 0.7, 0.2, 0.7, 1.2],
          ].flat(),
        ),
      },
      { 0: 0.4, 2: 1.1 },
    )
    expect(conditional).toMatchObject({ covarianceType: 'full', componentCount: 2, dimensions: 1 })
    expectClose('weights', conditional.weights, [0.5712576991808878, 0.4287423008191122], 1e-14)
    expectClose('means', conditional.means, [-1.960869565217391, 1.486206896551724], 1e-14)
    expectClose('covariances', conditional.covariances, [1.1282608695652174, 1.1982758620689655], 1e-14)
  })

  test('times the density of those given is the density of all', () => {
    fc.assert(
      fc.property(
        anyMixture({ dimensions: [2, 5] }),
        fc.array(fc.integer({ min: -80, max: 80 }), { minLength: 5, maxLength: 5 }),
        fc.nat(),
        (mixture, eighths, mask) => {
          const { dimensions } = mixture
          const frame = Float64Array.from({ length: dimensions }, (_, j) => eighths[j] / 8)
          const columns = Array.from({ length: dimensions }, (_, j) => j)
          const known = columns.filter((j) => (mask >> j) & 1).slice(0, dimensions - 1)
          if (known.length === 0) known.push(mask % dimensions)
          const left = columns.filter((j) => !known.includes(j))
          const conditional = conditionalMixture(mixture, Object.fromEntries(known.map((j) => [j, frame[j]])))
          checkMixture(conditional)
          expect(conditional.covarianceType).toBe(mixture.covarianceType)
          const at = (chosen: readonly number[]) => ({
            data: Float64Array.from(chosen, (j) => frame[j]),
            count: 1,
            dimensions: chosen.length,
          })
          const product =
            scoreSamples(conditional, at(left))[0] + scoreSamples(marginalMixture(mixture, known), at(known))[0]
          const [joint] = scoreSamples(mixture, at(columns))
          expect(Math.abs(product - joint)).toBeLessThan(1e-9 * Math.max(1, Math.abs(joint)))
        },
      ),
    )
  })

  test('gives a component all the weight that alone explains the values, however far they are', () => {
    const mixture = randomMixture({ covarianceType: 'diag', componentCount: 2, dimensions: 2 }, 3)
    const wider = mixture.covariances[0] > mixture.covariances[2] ? 0 : 1
    const { weights } = conditionalMixture(mixture, { 0: 1e6 })
    expect(weights[wider]).toBe(1)
    expect(weights[1 - wider]).toBe(0)
  })

  test.each([
    ['a column that is not there', { 3: 1 }, /no column 3/],
    ['a value that is none', { 1: NaN }, /given for column 1 is NaN/],
    ['nothing', {}, /No column is chosen/],
    ['every column', { 0: 0, 1: 0, 2: 0 }, /none is left/],
    ['values beyond all reach', { 0: 1e200 }, /so far from every component/],
  ])('is refused for %s', (_, given, message) => {
    const mixture = randomMixture({ covarianceType: 'full', componentCount: 2, dimensions: 3 })
    expect(() => conditionalMixture(mixture, given)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }))
    expect(() => conditionalMixture(mixture, given)).toThrow(message)
  })
})
