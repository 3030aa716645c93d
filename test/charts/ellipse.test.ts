import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ellipse, shareWithin, type Covariance2, type Point } from '../../renderer/charts/ellipse'
import { seededRandom } from '../../src/mixture/random'

/** Points of a two-dimensional Gaussian, by the Cholesky factor of its covariance. */
function gaussianSample(mean: Point, [xx, xy, yy]: Covariance2, count: number, seed: number): Point[] {
  const random = seededRandom(seed)
  const l11 = Math.sqrt(xx)
  const l21 = xy / l11
  const l22 = Math.sqrt(yy - l21 * l21)
  return Array.from({ length: count }, () => {
    const u = random.normal()
    const v = random.normal()
    return [mean[0] + l11 * u, mean[1] + l21 * u + l22 * v]
  })
}

/** Whether a point lies inside a closed polygon: an odd number of edges is crossed on the way out. */
function inside([x, y]: Point, polygon: readonly Point[]): boolean {
  let crossings = 0
  for (let at = 1; at < polygon.length; at++) {
    const [x1, y1] = polygon[at - 1]
    const [x2, y2] = polygon[at]
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) crossings += 1
  }
  return crossings % 2 === 1
}

describe('an ellipse of a Gaussian', () => {
  test('holds 86.5 % of its sample at two standard deviations and 39.3 % at one', () => {
    expect(shareWithin(2)).toBeCloseTo(0.8647, 4)
    expect(shareWithin(1)).toBeCloseTo(0.3935, 4)
    const mean: Point = [3, -40]
    const covariance: Covariance2 = [9, -20, 64]
    const sample = gaussianSample(mean, covariance, 40_000, 7)
    for (const sigmas of [1, 2]) {
      const ring = ellipse(mean, covariance, sigmas, 128)
      const share = sample.filter((point) => inside(point, ring)).length / sample.length
      expect(Math.abs(share - shareWithin(sigmas))).toBeLessThan(0.007)
    }
  })

  test('lies at its Mahalanobis distance everywhere, for every covariance', () => {
    const positive = fc.double({ min: 0.01, max: 1000, noNaN: true })
    fc.assert(
      fc.property(positive, positive, fc.double({ min: -0.95, max: 0.95, noNaN: true }), (xx, yy, correlation) => {
        const xy = correlation * Math.sqrt(xx * yy)
        const determinant = xx * yy - xy * xy
        for (const [x, y] of ellipse([0, 0], [xx, xy, yy], 2, 24)) {
          const squared = (yy * x * x - 2 * xy * x * y + xx * y * y) / determinant
          expect(Math.sqrt(squared)).toBeCloseTo(2, 6)
        }
      }),
    )
  })

  test('is closed, and a covariance without width is a line and not NaN', () => {
    const ring = ellipse([1, 2], [4, 4, 4 - 1e-12], 1, 16)
    expect(ring).toHaveLength(17)
    expect(ring[16]).toEqual(ring[0])
    expect(ring.flat().every(Number.isFinite)).toBe(true)
  })
})
