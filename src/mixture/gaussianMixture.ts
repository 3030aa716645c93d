/**
 * A Gaussian mixture with diagonal covariances, in scikit-learn's terms.
 *
 * All matrices are row-major float64: `means` and `covariances` are K x D, `weights` has K entries that sum to 1.
 */
export interface GaussianMixture {
  readonly covarianceType: 'diag'
  readonly componentCount: number
  readonly dimensions: number
  readonly weights: Float64Array
  readonly means: Float64Array
  readonly covariances: Float64Array
}
