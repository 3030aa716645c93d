import { CepstraError } from '../cepstraError'

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

/** The sum of given weights may differ from 1 by this much: they often come from a file with few digits. */
const weightSumTolerance = 1e-6

/**
 * Checks shapes and values: weights not negative and summing to 1, means finite, covariances finite and above 0.
 *
 * @throws CepstraError `MODEL_INVALID` naming the first value that is wrong.
 */
export function checkMixture(mixture: GaussianMixture): void {
  const { componentCount, dimensions, weights, means, covariances } = mixture
  const size = componentCount * dimensions
  if (weights.length !== componentCount || means.length !== size || covariances.length !== size) {
    throw invalid(
      `${componentCount} components of ${dimensions} dimensions take ${componentCount} weights and ${size} means and ` +
        `covariances, but there are ${weights.length}, ${means.length} and ${covariances.length}`,
    )
  }
  let sum = 0
  for (let k = 0; k < componentCount; k++) {
    if (!(weights[k] >= 0 && weights[k] <= 1)) throw invalid(`the weight of component ${k} is ${weights[k]}`)
    sum += weights[k]
  }
  if (Math.abs(sum - 1) > weightSumTolerance) throw invalid(`the weights sum to ${sum} instead of 1`)
  for (let i = 0; i < size; i++) {
    const where = `component ${Math.floor(i / dimensions)}, column ${i % dimensions}`
    if (!Number.isFinite(means[i])) throw invalid(`the mean of ${where} is ${means[i]}`)
    if (!(covariances[i] > 0 && covariances[i] < Infinity))
      throw invalid(`the variance of ${where} is ${covariances[i]}`)
  }
}

function invalid(what: string): CepstraError {
  return new CepstraError('MODEL_INVALID', `This is no Gaussian mixture: ${what}. Check where its numbers come from.`)
}
