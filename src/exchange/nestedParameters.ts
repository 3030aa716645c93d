import { z } from 'zod'
import type { CepstraError } from '../cepstraError'
import { choleskyOf } from '../mixture/covariance'
import { covarianceShape, type CovarianceType, type GaussianMixture } from '../mixture/gaussianMixture'

const finite = z.number()
export const matrixOf = (entry: z.ZodNumber) => z.array(z.array(entry))

const parameters = {
  weights: z.array(finite.nonnegative()).min(1).describe('K numbers that sum to 1.'),
  means: matrixOf(finite).describe('K x D.'),
}

/**
 * The shape of an object that holds, beside what is given, a mixture's parameters as nested lists: one variant for each
 * covariance type, with the covariances in scikit-learn's shape.
 */
export function withParameters<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.discriminatedUnion('covarianceType', [
    z.strictObject({
      ...shape,
      ...parameters,
      covarianceType: z.literal('full'),
      covariances: z.array(matrixOf(finite)).describe('K x D x D, each symmetric and positive definite.'),
    }),
    z.strictObject({
      ...shape,
      ...parameters,
      covarianceType: z.literal('tied'),
      covariances: matrixOf(finite).describe('D x D, symmetric and positive definite: one for all components.'),
    }),
    z.strictObject({
      ...shape,
      ...parameters,
      covarianceType: z.literal('diag'),
      covariances: matrixOf(finite.positive()).describe('K x D variances.'),
    }),
    z.strictObject({
      ...shape,
      ...parameters,
      covarianceType: z.literal('spherical'),
      covariances: z.array(finite.positive()).describe('K variances.'),
    }),
  ])
}

/** Parameters alone. */
export const parameterLists = withParameters({})
export type NestedParameters = z.infer<typeof parameterLists>

/** A mixture's parameters as nested lists, in scikit-learn's shapes. */
export function nestedParameters(mixture: GaussianMixture): NestedParameters {
  const { covarianceType, dimensions, covariances } = mixture
  const shared = { weights: [...mixture.weights], means: nestedRows(mixture.means, dimensions) }
  switch (covarianceType) {
    case 'full': {
      const rows = nestedRows(covariances, dimensions)
      const matrices = shared.weights.map((_, k) => rows.slice(k * dimensions, (k + 1) * dimensions))
      return { ...shared, covarianceType, covariances: matrices }
    }
    case 'spherical':
      return { ...shared, covarianceType, covariances: [...covariances] }
    default:
      return { ...shared, covarianceType, covariances: nestedRows(covariances, dimensions) }
  }
}

/** The rows of a row-major matrix. */
export function nestedRows(values: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, r) =>
    Array.from({ length: columns }, (_, c) => values[r * columns + c]),
  )
}

/** Makes the error that names a field of a document and says what is wrong with it. */
export type InvalidField = (field: string, what: string) => CepstraError

/**
 * Reads nested parameters of D dimensions. Sizes, the sum of the weights, symmetry and positive definiteness are checked
 * here; that numbers are finite and variances positive, the schema has seen to.
 *
 * @param field where the parameters stand in their document, with a dot at its end, or empty
 * @throws what `invalid` makes of the field at fault
 */
export function mixtureFromNested(
  nested: NestedParameters,
  dimensions: number,
  field: string,
  invalid: InvalidField,
): GaussianMixture {
  const { covarianceType, weights } = nested
  const componentCount = weights.length
  const sum = weights.reduce((a, b) => a + b, 0)
  if (Math.abs(sum - 1) > 1e-6) throw invalid(`${field}weights`, `sums to ${sum} instead of 1`)
  const shape = { covarianceType, componentCount, dimensions }
  const means = flatArray(nested.means, [componentCount, dimensions], `${field}means`, invalid)
  const covariances = flatArray(nested.covariances, covarianceShape(shape), `${field}covariances`, invalid)
  if (covarianceType === 'full' || covarianceType === 'tied') {
    const size = dimensions * dimensions
    for (let from = 0; from < covariances.length; from += size) {
      const which = covarianceType === 'full' ? `${field}covariances[${from / size}]` : `${field}covariances`
      checkMatrix(covariances.subarray(from, from + size), dimensions, which, invalid)
    }
  }
  return { ...shape, weights: Float64Array.from(weights), means, covariances }
}

type Nested = readonly number[] | readonly Nested[]

/** The numbers of nested lists in row-major order. Throws, naming the list, where one is not as long as `shape` tells. */
export function flatArray(
  nested: Nested,
  shape: readonly number[],
  field: string,
  invalid: InvalidField,
): Float64Array {
  const values = new Float64Array(shape.reduce((product, length) => product * length, 1))
  let at = 0
  const visit = (part: Nested, depth: number, name: string): void => {
    if (part.length !== shape[depth]) {
      const noun = depth + 1 < shape.length ? 'rows' : 'numbers'
      throw invalid(name, `has ${part.length} ${noun} instead of ${shape[depth]}`)
    }
    part.forEach((entry, i) => {
      if (typeof entry === 'number') values[at++] = entry
      else visit(entry, depth + 1, `${name}[${i}]`)
    })
  }
  visit(nested, 0, field)
  return values
}

/** Entries on either side of the diagonal may differ by this part of the larger variance. */
const asymmetryTolerance = 1e-9

function checkMatrix(matrix: Float64Array, dimensions: number, field: string, invalid: InvalidField): void {
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j < i; j++) {
      const [value, mirrored] = [matrix[i * dimensions + j], matrix[j * dimensions + i]]
      const scale = Math.max(Math.abs(matrix[i * dimensions + i]), Math.abs(matrix[j * dimensions + j]))
      if (Math.abs(value - mirrored) <= asymmetryTolerance * scale) continue
      throw invalid(
        `${field}[${i}][${j}]`,
        `is ${value}, but mirrored at the diagonal ${mirrored}: a covariance is symmetric`,
      )
    }
  }
  if (choleskyOf(matrix, dimensions) === null) throw invalid(field, 'is not positive definite, so it is no covariance')
}

/**
 * The covariance type that the shape of nested covariances tells; null where it fits none, and both names where a D x D
 * matrix for all components looks like K x D variances.
 */
export function covarianceTypeOf(
  covariances: readonly unknown[],
  componentCount: number,
  dimensions: number,
): CovarianceType | 'diag or tied' | null {
  const [first] = covariances
  if (typeof first === 'number') return 'spherical'
  if (!Array.isArray(first)) return null
  if (Array.isArray(first[0])) return 'full'
  if (covariances.length !== componentCount) return covariances.length === dimensions ? 'tied' : null
  return componentCount === dimensions && dimensions > 1 ? 'diag or tied' : 'diag'
}
