import { covarianceMatrix, type GaussianMixture } from '../gaussianMixture'

/**
 * How the columns move together under one component: S_ij / sqrt(S_ii S_jj) of its covariance S, D x D row-major, each in
 * [-1, 1] and 1 on the diagonal. Without correlations (`diag`, `spherical`) it is the identity.
 */
export function correlationMatrix(mixture: GaussianMixture, component: number): Float64Array {
  const { dimensions } = mixture
  const matrix = covarianceMatrix(mixture, component)
  const deviations = Float64Array.from({ length: dimensions }, (_, i) => Math.sqrt(matrix[i * dimensions + i]))
  return matrix.map((value, at) => {
    const [i, j] = [Math.floor(at / dimensions), at % dimensions]
    // Rounding may lead a little out of the interval.
    return i === j ? 1 : Math.min(1, Math.max(-1, value / (deviations[i] * deviations[j])))
  })
}
