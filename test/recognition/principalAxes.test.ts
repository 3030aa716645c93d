import { Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { covarianceMatrix, covarianceTypes } from '../../src/mixture/gaussianMixture'
import { coefficientPlane, principalAxes, projectFrames, projectMixture } from '../../src/recognition/principalAxes'
import { drawFrames, trainedBank } from './trainedBank'

/** Frames stretched along (3, 4, 0) / 5 and less along the third dimension. */
const stretched = (() => {
  const { data, count, dimensions } = drawFrames([0, 0, 0], 4000, 11)
  for (let i = 0; i < count; i++) {
    const [along, across, third] = [10 * data[3 * i], data[3 * i + 1], 4 * data[3 * i + 2]]
    data.set([7 + 0.6 * along - 0.8 * across, 0.8 * along + 0.6 * across, third], 3 * i)
  }
  return { data, count, dimensions }
})()

describe('principal axes', () => {
  const plane = principalAxes(stretched)

  test('point along the largest variances, the largest entry upward', () => {
    expect(plane.axes[0][0]).toBeCloseTo(0.6, 1)
    expect(plane.axes[0][1]).toBeCloseTo(0.8, 1)
    expect(plane.axes[1][2]).toBeCloseTo(1, 1)
    expect(plane.explained![0]).toBeCloseTo(100 / 117, 1)
  })

  test('show the frames centered and uncorrelated', () => {
    const points = projectFrames(stretched, plane)
    const sums = [0, 0, 0]
    for (let i = 0; i < stretched.count; i++) {
      const [x, y] = [points[2 * i], points[2 * i + 1]]
      sums[0] += x
      sums[1] += y
      sums[2] += x * y
    }
    for (const sum of sums) expect(sum / stretched.count).toBeCloseTo(0, 3)
  })

  test('of one dimension leave the second axis empty', () => {
    const line = principalAxes(drawFrames([2], 50, 1))
    expect([...line.axes[0], ...line.axes[1]]).toEqual([1, 0])
  })
})

describe('a mixture on a plane', () => {
  test.each(covarianceTypes)('has the covariance A S A^T of every component, with %s covariances', (type) => {
    const { mixture } = trainedBank(undefined, type).mixtures[1]
    const plane = principalAxes(stretched)
    const axes = plane.axes.map((axis) => [...axis])
    projectMixture(mixture, plane).forEach(({ covariance }, k) => {
      const matrix = Matrix.from1DArray(3, 3, covarianceMatrix(mixture, k))
      const projected = new Matrix(axes).mmul(matrix).mmul(new Matrix(axes).transpose()).to1DArray()
      ;[0, 1, 3].forEach((at, m) => expect(covariance[m]).toBeCloseTo(projected[at], 12))
    })
  })

  const { mixture } = trainedBank().mixtures[0]

  test('of two coefficients has the means and variances of those', () => {
    projectMixture(mixture, coefficientPlane(3, 2, 0)).forEach(({ weight, mean, covariance }, k) => {
      expect(weight).toBe(mixture.weights[k])
      expect(mean).toEqual([mixture.means[3 * k + 2], mixture.means[3 * k]])
      expect(covariance).toEqual([mixture.covariances[3 * k + 2], 0, mixture.covariances[3 * k]])
    })
  })

  test('of its frames’ principal axes is the marginal that its samples show', () => {
    const plane = principalAxes(stretched)
    const cluster = { ...mixture, componentCount: 1, weights: Float64Array.of(1) }
    const means = Float64Array.of(1, 2, 3)
    const covariances = Float64Array.of(4, 1, 9)
    const [{ mean, covariance }] = projectMixture({ ...cluster, means, covariances }, plane)
    const drawn = drawFrames([0, 0, 0], 20_000, 12)
    for (let i = 0; i < drawn.data.length; i++) {
      drawn.data[i] = means[i % 3] + Math.sqrt(covariances[i % 3]) * drawn.data[i]
    }
    const points = projectFrames(drawn, plane)
    const sample = [0, 0, 0, 0, 0]
    for (let i = 0; i < drawn.count; i++) {
      const [x, y] = [points[2 * i] - mean[0], points[2 * i + 1] - mean[1]]
      ;[x, y, x * x, x * y, y * y].forEach((value, m) => (sample[m] += value / drawn.count))
    }
    ;[0, 0, ...covariance].forEach((expected, m) => expect(Math.abs(sample[m] - expected)).toBeLessThan(0.2))
  })
})
