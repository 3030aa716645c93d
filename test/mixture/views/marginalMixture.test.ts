import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkMixture, covarianceTypes, type GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { marginalMixture } from '../../../src/mixture/views/marginalMixture'
import { projectedMixture } from '../../../src/mixture/views/projectedMixture'
import { sampleMixture } from '../../../src/mixture/sampling'
import { meanLogLikelihood, scoreSamples } from '../../../src/mixture/score'
import { anyMixture, randomMixture } from '../anyMixture'
import { expectClose } from '../golden'

const unit = (dimensions: number, column: number) => new Float64Array(dimensions).fill(1, column, column + 1)

describe('the marginal over chosen columns', () => {
  test.each(covarianceTypes)('is the density with the others integrated out (%s)', (covarianceType) => {
    const mixture = randomMixture({ covarianceType, componentCount: 3, dimensions: 2 }, 5)
    const marginal = marginalMixture(mixture, [0])
    const others = Float64Array.from({ length: 4001 }, (_, i) => -60 + i * 0.03)
    for (const x of [-6, -1, 0.5, 4]) {
      const line = { data: Float64Array.from(Array.from(others, (y) => [x, y]).flat()), count: 4001, dimensions: 2 }
      const integral = scoreSamples(mixture, line).reduce((sum, value) => sum + 0.03 * Math.exp(value), 0)
      const [density] = scoreSamples(marginal, { data: Float64Array.of(x), count: 1, dimensions: 1 })
      // The trapezoidal rule is exact to rounding for a Gaussian whose deviation is many steps.
      expect(Math.exp(density) / integral).toBeCloseTo(1, 9)
    }
  })

  test('over all columns is the mixture, and in another order the mixture of frames in that order', () => {
    fc.assert(
      fc.property(anyMixture({ dimensions: [2, 5] }), (mixture) => {
        const columns = Array.from({ length: mixture.dimensions }, (_, j) => j)
        expect(marginalMixture(mixture, columns)).toEqual(mixture)
        const { frames } = sampleMixture(mixture, 5, 1, 'float64')
        const turned = {
          ...frames,
          data: frames.data.map((_, at) => {
            const row = at - (at % frames.dimensions)
            return frames.data[row + frames.dimensions - 1 - (at % frames.dimensions)]
          }),
        }
        const marginal = marginalMixture(mixture, columns.toReversed())
        expectClose('log density', scoreSamples(marginal, turned), scoreSamples(mixture, frames), 1e-10, 1)
      }),
    )
  })

  test('is a mixture of its type, and the marginal of a marginal that of the whole', () => {
    fc.assert(
      fc.property(anyMixture({ dimensions: [3, 5] }), (mixture) => {
        const marginal = marginalMixture(mixture, [2, 0])
        checkMixture(marginal)
        expect(marginal.covarianceType).toBe(mixture.covarianceType)
        expect(marginalMixture(marginal, [1])).toEqual(marginalMixture(mixture, [0]))
      }),
    )
  })

  test.each([
    ['no column', [], /No column is chosen. Choose at least one from 0 to 2/],
    ['one that is not there', [0, 3], /no column 3. Choose from 0 to 2/],
    ['a part of one', [0.5], /no column 0.5/],
    ['one twice', [1, 1], /Column 1 is chosen twice/],
  ])('over %s is refused', (_, columns, message) => {
    const mixture = randomMixture({ covarianceType: 'diag', componentCount: 2, dimensions: 3 })
    expect(() => marginalMixture(mixture, columns)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }))
    expect(() => marginalMixture(mixture, columns)).toThrow(message)
  })
})

describe('the mixture along axes', () => {
  test('that are columns is the marginal', () => {
    fc.assert(
      fc.property(anyMixture({ dimensions: [2, 5] }), (mixture) => {
        const { dimensions } = mixture
        const projected = projectedMixture(mixture, [unit(dimensions, 1), unit(dimensions, 0)])
        const marginal = marginalMixture(mixture, [1, 0])
        const { frames } = sampleMixture(marginal, 10, 2, 'float64')
        expectClose('log density', scoreSamples(projected, frames), scoreSamples(marginal, frames), 1e-9, 1)
      }),
    )
  })

  test('moves with the origin and scales with the axes', () => {
    const mixture = randomMixture({ covarianceType: 'full', componentCount: 2, dimensions: 3 })
    const axis = Float64Array.of(1, -2, 0.5)
    const plain = projectedMixture(mixture, [axis])
    const doubled = projectedMixture(mixture, [axis.map((value) => 2 * value)], Float64Array.of(1, 1, 1))
    expectClose(
      'covariances',
      doubled.covariances,
      plain.covariances.map((value) => 4 * value),
      1e-12,
    )
    expectClose(
      'means',
      doubled.means,
      plain.means.map((value) => 2 * (value + 0.5)),
      1e-12,
    )
  })

  test('explains frames that were projected as well as frames drawn from it', () => {
    const mixture = randomMixture({ covarianceType: 'tied', componentCount: 3, dimensions: 4 }, 9)
    const axes = [Float64Array.of(1, 2, 0, -1), Float64Array.of(0.5, 0, 1, 1)]
    const origin = Float64Array.of(1, 2, 3, 4)
    const projected = projectedMixture(mixture, axes, origin)
    const { frames } = sampleMixture(mixture, 20_000, 1, 'float64')
    const data = new Float64Array(2 * frames.count)
    for (let at = 0; at < data.length; at++) {
      const [i, a] = [Math.floor(at / 2), at % 2]
      for (let j = 0; j < 4; j++) data[at] += (frames.data[i * 4 + j] - origin[j]) * axes[a][j]
    }
    const drawn = meanLogLikelihood(projected, sampleMixture(projected, 20_000, 2, 'float64').frames)
    // A log density has a standard deviation of about 1 here, so a mean of 20,000 some 0.007.
    expect(Math.abs(meanLogLikelihood(projected, { data, count: 20_000, dimensions: 2 }) - drawn)).toBeLessThan(0.05)
  })

  test('needs axes of as many entries as there are columns', () => {
    const mixture: GaussianMixture = randomMixture({ covarianceType: 'diag', componentCount: 1, dimensions: 3 })
    expect(() => projectedMixture(mixture, [Float64Array.of(1, 0)])).toThrow(
      expect.objectContaining({ code: 'MODEL_MISMATCH' }),
    )
  })
})
