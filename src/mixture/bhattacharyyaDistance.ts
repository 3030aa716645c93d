import { densitiesOf, logDeterminantsOf } from './componentDensities'
import { choleskyOf } from './covariance'
import { covarianceMatrix, varianceOf, type GaussianMixture } from './gaussianMixture'

/**
 * The Bhattacharyya distance of two components' normals a and b, whatever their covariance type (Fukunaga, Introduction to
 * Statistical Pattern Recognition, 2nd ed., eq. 3.152): 1/8 d^T S^-1 d + 1/2 ln(|S| / sqrt(|S_a| |S_b|)), with d the
 * difference of their means and S the mean of their covariances. They overlap by exp(-distance).
 *
 * @returns the distance; past `limit` some number above it, which is cheaper to find.
 */
export function bhattacharyyaDistances(mixture: GaussianMixture): (a: number, b: number, limit?: number) => number {
  const { covarianceType, componentCount, dimensions, means } = mixture
  const byColumns = (a: number, b: number, sum: boolean, limit: number): number => {
    let distance = 0
    for (let j = 0; j < dimensions && distance <= limit; j++) {
      const both = varianceOf(mixture, a, j) + varianceOf(mixture, b, j)
      const difference = means[a * dimensions + j] - means[b * dimensions + j]
      const ratio = (both * both) / (4 * varianceOf(mixture, a, j) * varianceOf(mixture, b, j))
      const ofColumn = (difference * difference) / (4 * both) + Math.log(ratio) / 4
      distance = sum ? distance + ofColumn : Math.max(distance, ofColumn)
    }
    return distance
  }
  if (covarianceType === 'diag' || covarianceType === 'spherical') {
    return (a, b, limit = Infinity) => byColumns(a, b, true, limit)
  }
  const { precisionsCholesky } = densitiesOf(mixture)
  const halfLogDeterminants = logDeterminantsOf(precisionsCholesky, covarianceType, componentCount, dimensions)
  return (a, b, limit = Infinity) => {
    // What one column tells apart, all of them do: most pairs need no more than that.
    const least = byColumns(a, b, false, limit)
    if (least > limit) return least
    const matrixA = covarianceMatrix(mixture, a)
    const matrixB = covarianceMatrix(mixture, b)
    const factor = choleskyOf(
      matrixA.map((value, at) => (value + matrixB[at]) / 2),
      dimensions,
    )
    // The mean of two positive definite matrices is one, but for rounding.
    if (factor === null) return Infinity
    let squared = 0
    let halfLogDeterminant = 0
    const solved = new Float64Array(dimensions)
    for (let i = 0; i < dimensions; i++) {
      let rest = means[a * dimensions + i] - means[b * dimensions + i]
      for (let j = 0; j < i; j++) rest -= factor.get(i, j) * solved[j]
      solved[i] = rest / factor.get(i, i)
      squared += solved[i] * solved[i]
      halfLogDeterminant += Math.log(factor.get(i, i))
    }
    return squared / 8 + halfLogDeterminant + (halfLogDeterminants[a] + halfLogDeterminants[b]) / 2
  }
}
