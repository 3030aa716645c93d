import type { CovarianceType } from '../gaussianMixture'

/** One entry of a vector's outer product with itself, in the shape in which a covariance type keeps a component's. */
export function outerSquare(vector: Float64Array, covarianceType: CovarianceType, at: number): number {
  const dimensions = vector.length
  if (covarianceType === 'diag') return vector[at] * vector[at]
  if (covarianceType === 'spherical') return vector.reduce((sum, value) => sum + value * value, 0) / dimensions
  return vector[Math.floor(at / dimensions)] * vector[at % dimensions]
}
