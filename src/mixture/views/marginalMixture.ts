import { checkColumns, submatrix } from './chosenColumns'
import type { GaussianMixture } from '../gaussianMixture'

/**
 * The mixture of chosen columns whatever the others are: entries of means and covariances are taken over (Bishop, PRML,
 * eq. 2.98, for each component). The covariance type stays, and so do the weights.
 *
 * @param columns each once, from 0; the columns of the result, in this order
 * @throws CepstraError `OPTIONS_INVALID` naming a column that is not there or chosen twice.
 */
export function marginalMixture(mixture: GaussianMixture, columns: readonly number[]): GaussianMixture {
  const { covarianceType, componentCount, dimensions, weights, means } = mixture
  checkColumns(columns, dimensions)
  const taken = (row: number): number[] => columns.map((column) => row * dimensions + column)
  const components = Array.from({ length: componentCount }, (_, k) => k)
  return {
    covarianceType,
    componentCount,
    dimensions: columns.length,
    weights: weights.slice(),
    means: Float64Array.from(components.flatMap(taken), (at) => means[at]),
    covariances: marginalCovariances(mixture, columns),
  }
}

function marginalCovariances(mixture: GaussianMixture, columns: readonly number[]): Float64Array {
  const { covarianceType, dimensions, covariances } = mixture
  if (covarianceType === 'spherical') return covariances.slice()
  const result: number[] = []
  if (covarianceType === 'diag') {
    for (let row = 0; row < covariances.length; row += dimensions) {
      result.push(...columns.map((column) => covariances[row + column]))
    }
    return Float64Array.from(result)
  }
  const size = dimensions * dimensions
  for (let from = 0; from < covariances.length; from += size) {
    result.push(...submatrix(covariances.subarray(from, from + size), dimensions, columns, columns))
  }
  return Float64Array.from(result)
}
