import { EVD, Matrix } from 'ml-matrix'
import type { Frames } from '../mixture/frames'
import type { GaussianMixture } from '../mixture/gaussianMixture'
import { projectedMixture } from '../mixture/views/projectedMixture'

/** A plane through the frames: a point x lies at ((x - mean) . axes[0], (x - mean) . axes[1]). */
export interface Plane {
  readonly mean: Float64Array
  readonly axes: readonly [Float64Array, Float64Array]
  /** Share of the frames' variance along each axis; null for a plane that was chosen by hand. */
  readonly explained: readonly [number, number] | null
}

/** A mixture component as it looks on a plane. */
export interface PlaneComponent {
  readonly weight: number
  readonly mean: [number, number]
  /** xx, xy, yy. */
  readonly covariance: [number, number, number]
}

/**
 * The plane along which the frames vary most: the two leading eigenvectors of their covariance, through their mean.
 * Each axis points so that its largest entry is positive. With a single dimension the second axis is zero.
 */
export function principalAxes(frames: Frames): Plane {
  const { data, count, dimensions } = frames
  const mean = new Float64Array(dimensions)
  for (let i = 0; i < count; i++) for (let d = 0; d < dimensions; d++) mean[d] += data[i * dimensions + d] / count
  const covariance = Matrix.zeros(dimensions, dimensions)
  const centered = new Float64Array(dimensions)
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dimensions; d++) centered[d] = data[i * dimensions + d] - mean[d]
    for (let a = 0; a < dimensions; a++) {
      for (let b = a; b < dimensions; b++) {
        covariance.set(a, b, covariance.get(a, b) + (centered[a] * centered[b]) / count)
      }
    }
  }
  for (let a = 0; a < dimensions; a++) for (let b = 0; b < a; b++) covariance.set(a, b, covariance.get(b, a))
  const { realEigenvalues, eigenvectorMatrix } = new EVD(covariance, { assumeSymmetric: true })
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b] - realEigenvalues[a])
  const total = realEigenvalues.reduce((a, b) => a + b, 0)
  const axis = (rank: number): Float64Array =>
    rank < dimensions ? pointedUp(eigenvectorMatrix.getColumn(order[rank])) : new Float64Array(dimensions)
  const explained = (rank: number): number =>
    rank < dimensions && total > 0 ? realEigenvalues[order[rank]] / total : 0
  return { mean, axes: [axis(0), axis(1)], explained: [explained(0), explained(1)] }
}

/** The plane of two coefficients, in their own units. */
export function coefficientPlane(dimensions: number, x: number, y: number): Plane {
  const axis = (d: number): Float64Array => new Float64Array(dimensions).fill(1, d, d + 1)
  return { mean: new Float64Array(dimensions), axes: [axis(x), axis(y)], explained: null }
}

/** Row-major count x 2: every frame's place on the plane. */
export function projectFrames(frames: Frames, plane: Plane): Float32Array {
  const { data, count, dimensions } = frames
  const points = new Float32Array(count * 2)
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < 2; a++) {
      let sum = 0
      for (let d = 0; d < dimensions; d++) sum += (data[i * dimensions + d] - plane.mean[d]) * plane.axes[a][d]
      points[i * 2 + a] = sum
    }
  }
  return points
}

/** The components' exact marginals on the plane, whatever the covariance type. */
export function projectMixture(mixture: GaussianMixture, plane: Plane): PlaneComponent[] {
  const { weights, means, covariances } = projectedMixture(mixture, plane.axes, plane.mean)
  return Array.from(weights, (weight, k) => ({
    weight,
    mean: [means[2 * k], means[2 * k + 1]],
    covariance: [covariances[4 * k], covariances[4 * k + 1], covariances[4 * k + 3]],
  }))
}

function pointedUp(vector: readonly number[]): Float64Array {
  const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0)
  return Float64Array.from(vector, (value) => (largest < 0 ? -value : value))
}
