import fc from 'fast-check'
import { expect, test } from 'vitest'
import { componentEllipse } from '../../../src/mixture/views/componentEllipse'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { sampleMixture } from '../../../src/mixture/sampling'
import { scoreSamples } from '../../../src/mixture/score'
import { anyMixture } from '../anyMixture'

const single = (covariance: readonly number[]): GaussianMixture => ({
  covarianceType: 'full',
  componentCount: 1,
  dimensions: 2,
  weights: Float64Array.of(1),
  means: Float64Array.of(3, -1),
  covariances: Float64Array.from(covariance),
})

test('39.3 % lie within one standard deviation and 95 % within 2.4477', () => {
  const circle = (share: number) => componentEllipse(single([4, 0, 0, 4]), 0, share).radii
  expect(circle(1 - Math.exp(-0.5))).toEqual([2, 2])
  // The square root of chi-square's 95 % point with 2 degrees of freedom, 5.991464547.
  expect(circle(0.95)[0] / 2).toBeCloseTo(Math.sqrt(5.991464547107979), 12)
})

test('the long axis points where the columns vary together', () => {
  const { center, radii, angle } = componentEllipse(single([2.5, 1.5, 1.5, 2.5]), 0, 1 - Math.exp(-0.5))
  expect(center).toEqual([3, -1])
  expect(angle).toBeCloseTo(Math.PI / 4, 12)
  expect(radii[0]).toBeCloseTo(2, 12)
  expect(radii[1]).toBeCloseTo(1, 12)
  expect(componentEllipse(single([1, 0, 0, 9]), 0, 0.5).angle).toBeCloseTo(Math.PI / 2, 12)
})

test('its line is one of equal density', () => {
  fc.assert(
    fc.property(
      anyMixture({ dimensions: [2, 2] }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (mixture, share) => {
        const { center, radii, angle } = componentEllipse(mixture, 0, share)
        const points = [0, 0.7, 2, 4].flatMap((turn) => {
          const [along, across] = [radii[0] * Math.cos(turn), radii[1] * Math.sin(turn)]
          return [
            center[0] + along * Math.cos(angle) - across * Math.sin(angle),
            center[1] + along * Math.sin(angle) + across * Math.cos(angle),
          ]
        })
        const alone = { ...mixture, weights: mixture.weights.map((_, k) => (k === 0 ? 1 : 0)) }
        const scores = scoreSamples(alone, { data: Float64Array.of(...center, ...points), count: 5, dimensions: 2 })
        // At the mean the density is highest; on the line it is exp(-d^2 / 2) = 1 - share of that.
        for (const score of scores.subarray(1)) expect(score - scores[0]).toBeCloseTo(Math.log(1 - share), 6)
      },
    ),
  )
})

test('it holds its share of the frames drawn from the component', () => {
  const mixture = single([4, -1.8, -1.8, 1])
  const { center, radii, angle } = componentEllipse(mixture, 0, 0.8)
  const { frames } = sampleMixture(mixture, 20_000, 4, 'float64')
  let inside = 0
  for (let i = 0; i < frames.count; i++) {
    const [x, y] = [frames.data[2 * i] - center[0], frames.data[2 * i + 1] - center[1]]
    const along = (x * Math.cos(angle) + y * Math.sin(angle)) / radii[0]
    const across = (y * Math.cos(angle) - x * Math.sin(angle)) / radii[1]
    if (along * along + across * across <= 1) inside++
  }
  // Five standard errors.
  expect(Math.abs(inside / frames.count - 0.8)).toBeLessThan(5 * Math.sqrt(0.16 / frames.count))
})

test('it needs two columns and a share between nothing and everything', () => {
  const line = { ...single([1]), dimensions: 1, means: Float64Array.of(0) }
  expect(() => componentEllipse(line, 0, 0.5)).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }))
  for (const share of [0, 1, NaN, -0.2]) {
    expect(() => componentEllipse(single([1, 0, 0, 1]), 0, share)).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID' }),
    )
  }
})
