import { floorCovariance, choleskyOf } from './covariance'
import { covarianceLength, type CovarianceType, type GaussianMixture } from './gaussianMixture'
import { SingularCovariance } from './singularCovariance'
import type { SufficientStatistics } from './sufficientStatistics'

export interface VarianceLimits {
  /** Added to every variance. */
  readonly regCovar: number
  /**
   * D lower bounds of the variances, applied after `regCovar` was added; null for none. For matrices: no direction has
   * less variance than the diagonal matrix of these. For spherical covariances their mean counts.
   */
  readonly varianceFloor: Float64Array | null
}

/** scikit-learn adds this to each component's count, so that nothing is divided by zero. */
export const countOffset = 10 * Number.EPSILON

/**
 * The M-step: the mixture that fits the statistics best, of the covariance type of `former` (Bishop, PRML, eqs. 9.24-9.26;
 * scikit-learn's `_estimate_gaussian_parameters`).
 *
 * As in scikit-learn, n_k = sum of responsibilities + 10 eps, covariances are divided by n_k (tied: their sum by that of
 * all n_k), `regCovar` is added to their diagonals, spherical variances are the mean of the diagonal ones, and the
 * weights are n_k over their sum. One difference: a component that no frame belongs to any more (its responsibilities
 * sum to at most 10 eps) keeps the mean and covariance of `former`, where scikit-learn drops it onto the origin with
 * variance `regCovar`.
 *
 * @param fixedWeights keep the weights of `former`: they are priors then
 * @throws SingularCovariance (`OPTIONS_INVALID`) when a variance comes out as 0, or a matrix as singular, because neither
 *   `regCovar` nor a floor holds it up.
 */
export function maximize(
  statistics: SufficientStatistics,
  former: GaussianMixture,
  limits: VarianceLimits,
  fixedWeights = false,
): GaussianMixture {
  const { counts, centers, firstMoments } = statistics
  const { covarianceType, componentCount, dimensions } = former
  const weights = new Float64Array(componentCount)
  const means = new Float64Array(centers.length)
  const shifts = new Float64Array(centers.length)
  let total = 0
  for (let k = 0; k < componentCount; k++) {
    weights[k] = counts[k] + countOffset
    total += weights[k]
    for (let at = k * dimensions; at < (k + 1) * dimensions; at++) {
      shifts[at] = firstMoments[at] / weights[k]
      means[at] = isStarved(counts[k]) ? former.means[at] : centers[at] + shifts[at]
    }
  }
  const covariances = estimators[covarianceType](statistics, shifts, former, limits)
  for (let k = 0; k < componentCount; k++) weights[k] = fixedWeights ? former.weights[k] : weights[k] / total
  return { covarianceType, componentCount, dimensions, weights, means, covariances }
}

/** Whether no frame belongs to a component any more. */
function isStarved(count: number): boolean {
  return count <= countOffset
}

/** Covariances of one type from statistics; `shifts` (K x D) lead from their centers to the new means. */
type Estimator = (
  statistics: SufficientStatistics,
  shifts: Float64Array,
  former: GaussianMixture,
  limits: VarianceLimits,
) => Float64Array

const estimators: Record<CovarianceType, Estimator> = {
  diag(statistics, shifts, { dimensions, covariances }, { regCovar, varianceFloor }) {
    const result = new Float64Array(shifts.length)
    for (let at = 0; at < result.length; at++) {
      const k = Math.floor(at / dimensions)
      const column = at % dimensions
      if (isStarved(statistics.counts[k])) {
        result[at] = covariances[at]
        continue
      }
      const variance = spread(statistics, shifts, k, column) + regCovar
      result[at] = varianceFloor === null ? variance : Math.max(variance, varianceFloor[column])
      if (!(result[at] > 0)) throw new SingularCovariance(k, column, 'variance')
    }
    return result
  },

  spherical(statistics, shifts, { componentCount, dimensions, covariances }, { regCovar, varianceFloor }) {
    const floor = varianceFloor === null ? 0 : varianceFloor.reduce((sum, value) => sum + value, 0) / dimensions
    return Float64Array.from({ length: componentCount }, (_, k) => {
      if (isStarved(statistics.counts[k])) return covariances[k]
      let sum = 0
      for (let j = 0; j < dimensions; j++) sum += spread(statistics, shifts, k, j)
      const variance = Math.max(sum / dimensions + regCovar, floor)
      if (!(variance > 0)) throw new SingularCovariance(k, null, 'variance')
      return variance
    })
  },

  full(statistics, shifts, former, limits) {
    const { componentCount, dimensions } = former
    const result = new Float64Array(covarianceLength(former))
    const size = dimensions * dimensions
    for (let k = 0; k < componentCount; k++) {
      const matrix = result.subarray(k * size, (k + 1) * size)
      if (isStarved(statistics.counts[k])) {
        matrix.set(former.covariances.subarray(k * size, (k + 1) * size))
        continue
      }
      addScatter(statistics, shifts, k, dimensions, matrix)
      const count = statistics.counts[k] + countOffset
      for (let at = 0; at < size; at++) matrix[at] /= count
      holdUp(matrix, dimensions, limits, k)
    }
    return result
  },

  tied(statistics, shifts, { componentCount, dimensions }, limits) {
    const matrix = new Float64Array(dimensions * dimensions)
    let total = 0
    for (let k = 0; k < componentCount; k++) {
      total += statistics.counts[k] + countOffset
      addScatter(statistics, shifts, k, dimensions, matrix)
    }
    for (let at = 0; at < matrix.length; at++) matrix[at] /= total
    holdUp(matrix, dimensions, limits, null)
    return matrix
  },
}

/** The variance of one column about the component's new mean, from moments about its center. */
export function spread(statistics: SufficientStatistics, shifts: Float64Array, k: number, column: number): number {
  const dimensions = shifts.length / statistics.counts.length
  const at = k * dimensions + column
  const count = statistics.counts[k] + countOffset
  const value = statistics.secondMoments[at] / count - shifts[at] * shifts[at] * (2 - statistics.counts[k] / count)
  // Where all frames are alike, rounding can leave a spread a hair below zero.
  return Math.max(value, 0)
}

/** Adds the sums of r (x - mean)(x - mean)^T of one component, about its new mean, to a D x D matrix. */
export function addScatter(
  statistics: SufficientStatistics,
  shifts: Float64Array,
  k: number,
  dimensions: number,
  matrix: Float64Array,
): void {
  const count = statistics.counts[k]
  if (isStarved(count)) return
  const shift = shifts.subarray(k * dimensions, (k + 1) * dimensions)
  const first = statistics.firstMoments.subarray(k * dimensions, (k + 1) * dimensions)
  let at = (k * dimensions * (dimensions + 1)) / 2
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      const value =
        statistics.secondMoments[at++] - first[i] * shift[j] - shift[i] * first[j] + count * shift[i] * shift[j]
      matrix[i * dimensions + j] += value
      if (i !== j) matrix[j * dimensions + i] += value
    }
  }
}

/** Adds `regCovar` and applies the floor, in place, and makes sure that what comes out can be inverted. */
function holdUp(
  matrix: Float64Array,
  dimensions: number,
  { regCovar, varianceFloor }: VarianceLimits,
  component: number | null,
): void {
  for (let j = 0; j < dimensions; j++) {
    const at = j * dimensions + j
    matrix[at] = Math.max(matrix[at], 0) + regCovar
  }
  if (varianceFloor !== null) floorCovariance(matrix, varianceFloor)
  if (choleskyOf(matrix, dimensions) === null) throw new SingularCovariance(component, null, 'matrix')
}
