import { eigenOf } from './covariance'

/**
 * How nearly the columns of a D x D covariance matrix depend on each other: the largest eigenvalue over the smallest one
 * of its correlation matrix, so that the columns' units do not matter. 1 where no column has to do with another; infinite
 * where one follows from the others.
 */
export function conditionNumber(covariance: Float64Array, dimensions: number): number {
  const deviations = Array.from({ length: dimensions }, (_, j) => Math.sqrt(covariance[j * dimensions + j]))
  const correlations = covariance.map(
    (value, at) => value / (deviations[Math.floor(at / dimensions)] * deviations[at % dimensions]),
  )
  const { values } = eigenOf(correlations, dimensions)
  return values[0] > 0 ? values[values.length - 1] / values[0] : Infinity
}
