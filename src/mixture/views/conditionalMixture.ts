import { CepstraError } from '../../cepstraError'
import { checkColumns, submatrix } from './chosenColumns'
import { densitiesOf } from '../componentDensities'
import { choleskyOf } from '../covariance'
import type { CovarianceType, GaussianMixture } from '../gaussianMixture'
import { marginalMixture } from './marginalMixture'
import { ReferenceExpectation } from '../referenceExpectation'

/**
 * The mixture of the columns that are left when the values of the others are known, for each component (Bishop, PRML, eqs.
 * 2.81 and 2.82, with a the columns left and b those given):
 *
 *     mean_a|b = mean_a + S_ab S_bb^-1 (x_b - mean_b)
 *     S_a|b = S_aa - S_ab S_bb^-1 S_ba
 *
 * The weights are the posterior of the components given x_b. The covariance type stays: of equal covariances the
 * conditional ones are equal too, and without correlations the columns left do not move. The columns keep their order.
 *
 * @param given the value of each column that is known, by column, from 0; at least one column must be left
 * @throws CepstraError `OPTIONS_INVALID` for a column that is not there, a value that is no finite number, when no column is
 *   left, or for values so far away that no component has a density there; `MODEL_INVALID` for a singular covariance.
 */
export function conditionalMixture(mixture: GaussianMixture, given: Readonly<Record<number, number>>): GaussianMixture {
  const { covarianceType, dimensions } = mixture
  const known = Object.keys(given).map(Number)
  checkColumns(known, dimensions)
  const left = Array.from({ length: dimensions }, (_, column) => column).filter((column) => !known.includes(column))
  const values = Float64Array.from(known, (column) => given[column])
  checkGiven(values, known, left)
  const weights = posterior(marginalMixture(mixture, known), values)
  const marginal = { ...marginalMixture(mixture, left), weights }
  if (covarianceType === 'diag' || covarianceType === 'spherical') return marginal
  return { ...marginal, ...correlated(mixture, covarianceType, known, left, values, marginal) }
}

/** The posterior of the components given one frame. */
function posterior(mixture: GaussianMixture, frame: Float64Array): Float64Array {
  const joint = new Float64Array(mixture.componentCount)
  const frames = { data: frame, count: 1, dimensions: mixture.dimensions }
  new ReferenceExpectation(densitiesOf(mixture)).jointLogDensities(frames, 0, 1, joint)
  const best = joint.reduce((a, b) => Math.max(a, b), -Infinity)
  if (!(best > -Infinity)) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      'The given values lie so far from every component that none has a density there. Check their columns and units.',
    )
  }
  const shares = joint.map((value) => Math.exp(value - best))
  const sum = shares.reduce((a, b) => a + b, 0)
  return shares.map((share) => share / sum)
}

/** Means and covariances where columns are correlated. */
function correlated(
  { dimensions, means, covariances }: GaussianMixture,
  covarianceType: CovarianceType,
  known: readonly number[],
  left: readonly number[],
  values: Float64Array,
  marginal: GaussianMixture,
): Pick<GaussianMixture, 'means' | 'covariances'> {
  const conditional = { means: marginal.means.slice(), covariances: marginal.covariances.slice() }
  const size = dimensions * dimensions
  for (let k = 0; k < marginal.componentCount; k++) {
    const matrix = covarianceType === 'full' ? k : 0
    const covariance = covariances.subarray(matrix * size, (matrix + 1) * size)
    const whiten = whitening(submatrix(covariance, dimensions, known, known), known.length, k)
    // With S_bb = L L^T, v_i = L^-1 S_bi and u = L^-1 (x_b - mean_b): the mean moves by v_i . u, and v_i . v_j is taken
    // off the covariance.
    const deviation = whiten(values.map((value, b) => value - means[k * dimensions + known[b]]))
    const whitened = left.map((column) => whiten(submatrix(covariance, dimensions, known, [column])))
    for (const [i, one] of whitened.entries()) {
      conditional.means[k * left.length + i] += dot(one, deviation)
      if (covarianceType === 'tied' && k > 0) continue
      for (const [j, other] of whitened.entries()) {
        conditional.covariances[(matrix * left.length + i) * left.length + j] -= dot(one, other)
      }
    }
  }
  return conditional
}

/** The function v -> L^-1 v for a covariance L L^T. */
function whitening(covariance: Float64Array, size: number, component: number): (vector: Float64Array) => Float64Array {
  const lower = choleskyOf(covariance, size)
  if (lower === null) {
    throw new CepstraError(
      'MODEL_INVALID',
      `The given columns' covariance in component ${component} is singular. Give fewer columns, or raise regCovar.`,
    )
  }
  return (vector) => {
    const result = new Float64Array(size)
    for (let i = 0; i < size; i++) {
      let sum = vector[i]
      for (let j = 0; j < i; j++) sum -= lower.get(i, j) * result[j]
      result[i] = sum / lower.get(i, i)
    }
    return result
  }
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, i) => sum + value * other[i], 0)
}

function checkGiven(values: Float64Array, known: readonly number[], left: readonly number[]): void {
  for (const [i, value] of values.entries()) {
    if (Number.isFinite(value)) continue
    throw new CepstraError(
      'OPTIONS_INVALID',
      `The value given for column ${known[i]} is ${value}. Give a finite number.`,
    )
  }
  if (left.length === 0) {
    throw new CepstraError('OPTIONS_INVALID', 'Every column is given, so none is left to tell of. Leave one out.')
  }
}
