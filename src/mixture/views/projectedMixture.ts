import { CepstraError } from '../../cepstraError'
import { covarianceMatrix, varianceOf, type GaussianMixture } from '../gaussianMixture'

/**
 * The mixture as it looks along given axes: the exact mixture of y = A (x - origin), with the axes as the rows of A. Each
 * component's mean becomes A (mean - origin), its covariance A S A^T (Bishop, PRML, eq. 2.115 without noise).
 *
 * @param axes vectors of D entries each, at least one; of any length and direction
 * @param origin D entries; the zero vector where absent
 * @returns a mixture with full covariances and a column for each axis. Axes that depend on each other, or are zero, make
 *   singular covariances: such a mixture can be drawn, but has no density.
 * @throws CepstraError `MODEL_MISMATCH` when an axis or the origin has other entries than the mixture columns.
 */
export function projectedMixture(
  mixture: GaussianMixture,
  axes: readonly Float64Array[],
  origin: Float64Array = new Float64Array(mixture.dimensions),
): GaussianMixture {
  const { componentCount, dimensions, weights, means } = mixture
  for (const vector of [...axes, origin]) {
    if (vector.length !== dimensions) {
      throw new CepstraError(
        'MODEL_MISMATCH',
        `The mixture models ${dimensions} columns, but an axis or the origin has ${vector.length} entries.`,
      )
    }
  }
  const projectedMeans = new Float64Array(componentCount * axes.length)
  const covariances = new Float64Array(componentCount * axes.length * axes.length)
  for (let k = 0; k < componentCount; k++) {
    for (const [a, axis] of axes.entries()) {
      let sum = 0
      for (let j = 0; j < dimensions; j++) sum += (means[k * dimensions + j] - origin[j]) * axis[j]
      projectedMeans[k * axes.length + a] = sum
    }
    const between = covarianceBetween(mixture, k)
    for (const [a, axis] of axes.entries()) {
      for (let b = 0; b <= a; b++) {
        const value = between(axis, axes[b])
        covariances[(k * axes.length + a) * axes.length + b] = value
        covariances[(k * axes.length + b) * axes.length + a] = value
      }
    }
  }
  return {
    covarianceType: 'full',
    componentCount,
    dimensions: axes.length,
    weights: weights.slice(),
    means: projectedMeans,
    covariances,
  }
}

/** The function u, v -> u^T S v of one component. */
function covarianceBetween(
  mixture: GaussianMixture,
  component: number,
): (one: Float64Array, other: Float64Array) => number {
  const { covarianceType, dimensions } = mixture
  if (covarianceType === 'diag' || covarianceType === 'spherical') {
    return (one, other) => one.reduce((sum, value, j) => sum + value * varianceOf(mixture, component, j) * other[j], 0)
  }
  const matrix = covarianceMatrix(mixture, component)
  return (one, other) => {
    let sum = 0
    for (let i = 0; i < dimensions; i++) {
      if (one[i] === 0) continue
      let row = 0
      for (let j = 0; j < dimensions; j++) row += matrix[i * dimensions + j] * other[j]
      sum += one[i] * row
    }
    return sum
  }
}
