import { CepstraError } from '../cepstraError'
import { choleskyOf } from './covariance'

/**
 * What the components' covariances may look like, in scikit-learn's words.
 *
 * - `full`: any symmetric positive definite matrix for each component
 * - `tied`: one such matrix for all components
 * - `diag`: variances only, D for each component
 * - `spherical`: one variance for each component
 */
export const covarianceTypes = ['full', 'tied', 'diag', 'spherical'] as const
export type CovarianceType = (typeof covarianceTypes)[number]

/**
 * A Gaussian mixture in scikit-learn's terms.
 *
 * All matrices are row-major float64: `weights` has K entries that sum to 1, `means` is K x D, and `covariances` is
 * K x D x D (full), D x D (tied), K x D variances (diag) or K variances (spherical).
 */
export interface GaussianMixture {
  readonly covarianceType: CovarianceType
  readonly componentCount: number
  readonly dimensions: number
  readonly weights: Float64Array
  readonly means: Float64Array
  readonly covariances: Float64Array
}

/** The shape of `covariances`, as in scikit-learn. */
export function covarianceShape({
  covarianceType,
  componentCount,
  dimensions,
}: Pick<GaussianMixture, 'covarianceType' | 'componentCount' | 'dimensions'>): number[] {
  switch (covarianceType) {
    case 'full':
      return [componentCount, dimensions, dimensions]
    case 'tied':
      return [dimensions, dimensions]
    case 'diag':
      return [componentCount, dimensions]
    case 'spherical':
      return [componentCount]
  }
}

/** How many numbers `covariances` holds. */
export function covarianceLength(
  shape: Pick<GaussianMixture, 'covarianceType' | 'componentCount' | 'dimensions'>,
): number {
  return covarianceShape(shape).reduce((product, length) => product * length, 1)
}

/** The variance of one column under one component, whatever the covariance type. */
export function varianceOf(mixture: GaussianMixture, component: number, column: number): number {
  const { covarianceType, dimensions, covariances } = mixture
  switch (covarianceType) {
    case 'full':
      return covariances[(component * dimensions + column) * dimensions + column]
    case 'tied':
      return covariances[column * dimensions + column]
    case 'diag':
      return covariances[component * dimensions + column]
    case 'spherical':
      return covariances[component]
  }
}

/** The covariance matrix of one component, D x D row-major, whatever the covariance type; always a copy. */
export function covarianceMatrix(mixture: GaussianMixture, component: number): Float64Array {
  const { covarianceType, dimensions, covariances } = mixture
  const size = dimensions * dimensions
  if (covarianceType === 'full') return covariances.slice(component * size, (component + 1) * size)
  if (covarianceType === 'tied') return covariances.slice()
  const matrix = new Float64Array(size)
  for (let j = 0; j < dimensions; j++) matrix[j * dimensions + j] = varianceOf(mixture, component, j)
  return matrix
}

/** The sum of given weights may differ from 1 by this much: they often come from a file with few digits. */
const weightSumTolerance = 1e-6

/** Entries on either side of a matrix's diagonal may differ by this part of the larger variance. */
const asymmetryTolerance = 1e-9

/**
 * Checks shapes and values: weights not negative and summing to 1, means finite, variances finite and above 0, matrices
 * symmetric and positive definite.
 *
 * @throws CepstraError `MODEL_INVALID` naming the first value that is wrong.
 */
export function checkMixture(mixture: GaussianMixture): void {
  const { componentCount, dimensions, weights, means, covariances } = mixture
  const size = componentCount * dimensions
  const wanted = covarianceLength(mixture)
  if (weights.length !== componentCount || means.length !== size || covariances.length !== wanted) {
    throw invalid(
      `${componentCount} components of ${dimensions} dimensions with ${mixture.covarianceType} covariances take ` +
        `${componentCount} weights, ${size} means and ${wanted} covariances, but there are ${weights.length}, ` +
        `${means.length} and ${covariances.length}`,
    )
  }
  let sum = 0
  for (let k = 0; k < componentCount; k++) {
    if (!(weights[k] >= 0 && weights[k] <= 1)) throw invalid(`the weight of component ${k} is ${weights[k]}`)
    sum += weights[k]
  }
  if (Math.abs(sum - 1) > weightSumTolerance) throw invalid(`the weights sum to ${sum} instead of 1`)
  for (let i = 0; i < size; i++) {
    if (!Number.isFinite(means[i])) {
      throw invalid(`the mean of component ${Math.floor(i / dimensions)}, column ${i % dimensions} is ${means[i]}`)
    }
  }
  checkCovariances(mixture)
}

function checkCovariances(mixture: GaussianMixture): void {
  const { covarianceType, dimensions, covariances } = mixture
  if (covarianceType === 'diag' || covarianceType === 'spherical') {
    const columns = covarianceType === 'diag' ? dimensions : 1
    for (const [i, variance] of covariances.entries()) {
      if (variance > 0 && variance < Infinity) continue
      const column = covarianceType === 'diag' ? `, column ${i % columns}` : ''
      throw invalid(`the variance of component ${Math.floor(i / columns)}${column} is ${variance}`)
    }
    return
  }
  const size = dimensions * dimensions
  for (let from = 0; from < covariances.length; from += size) {
    const which = covarianceType === 'tied' ? 'the tied covariance' : `the covariance of component ${from / size}`
    const matrix = covariances.subarray(from, from + size)
    for (let i = 0; i < dimensions; i++) {
      for (let j = 0; j <= i; j++) {
        const [value, mirrored] = [matrix[i * dimensions + j], matrix[j * dimensions + i]]
        if (!Number.isFinite(value)) throw invalid(`${which} holds ${value} in row ${i}, column ${j}`)
        const scale = Math.max(Math.abs(matrix[i * dimensions + i]), Math.abs(matrix[j * dimensions + j]))
        if (!(Math.abs(value - mirrored) <= asymmetryTolerance * scale)) {
          throw invalid(`${which} is not symmetric: row ${i}, column ${j} is ${value}, but mirrored ${mirrored}`)
        }
      }
    }
    if (choleskyOf(matrix, dimensions) === null) throw invalid(`${which} is not positive definite`)
  }
}

function invalid(what: string): CepstraError {
  return new CepstraError('MODEL_INVALID', `This is no Gaussian mixture: ${what}. Check where its numbers come from.`)
}
