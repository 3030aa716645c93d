import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** The lower Cholesky factor of a symmetric D x D matrix (row-major), or null where it is not positive definite. */
export function choleskyOf(matrix: Float64Array, dimensions: number): Matrix | null {
  const decomposition = new CholeskyDecomposition(asMatrix(matrix, dimensions))
  return decomposition.isPositiveDefinite() ? decomposition.lowerTriangularMatrix : null
}

/**
 * scikit-learn's precision Cholesky factor of a covariance matrix: the inverse of its lower Cholesky factor, transposed.
 * Upper triangular, D x D row-major: with it |(x - mean)^T P|^2 is the squared Mahalanobis distance and the sum of the
 * logarithms of its diagonal half the log determinant of the precision. Null where the matrix is not positive definite.
 */
export function precisionCholeskyOf(covariance: Float64Array, dimensions: number): Float64Array | null {
  const factor = choleskyOf(covariance, dimensions)
  if (factor === null) return null
  const result = new Float64Array(dimensions * dimensions)
  // Forward substitution column by column: a triangular matrix needs no pivots, and its inverse stays triangular. Row j of
  // the transposed result is column j of the inverse.
  for (let column = 0; column < dimensions; column++) {
    const at = column * dimensions
    for (let row = column; row < dimensions; row++) {
      let sum = row === column ? 1 : 0
      for (let inner = column; inner < row; inner++) sum -= factor.get(row, inner) * result[at + inner]
      result[at + row] = sum / factor.get(row, row)
    }
  }
  return result
}

/** The eigenvalues of a symmetric D x D matrix in ascending order, and its eigenvectors as columns. */
export function eigenOf(matrix: Float64Array, dimensions: number): { values: number[]; vectors: Matrix } {
  const decomposition = new EigenvalueDecomposition(asMatrix(matrix, dimensions), { assumeSymmetric: true })
  return { values: decomposition.realEigenvalues, vectors: decomposition.eigenvectorMatrix }
}

/**
 * Raises a covariance matrix, in place, so that no direction has less variance than under diag(floor) (Kaldi's
 * `ApplyFloor`): eigenvalues of diag(floor)^-1/2 S diag(floor)^-1/2 below 1 become 1. Floors of 0 are taken as the
 * smallest variance beside which the column's own still counts.
 */
export function floorCovariance(matrix: Float64Array, floor: Float64Array): void {
  const dimensions = floor.length
  const roots = floor.map((value, j) =>
    Math.sqrt(Math.max(value, Number.EPSILON * Math.max(matrix[j * dimensions + j], Number.MIN_VALUE))),
  )
  const scaled = matrix.map((value, at) => value / (roots[Math.floor(at / dimensions)] * roots[at % dimensions]))
  const { values, vectors } = eigenOf(scaled, dimensions)
  if (values.every((value) => value >= 1)) return
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      values.forEach((value, e) => (sum += Math.max(value, 1) * vectors.get(i, e) * vectors.get(j, e)))
      matrix[i * dimensions + j] = sum * roots[i] * roots[j]
      matrix[j * dimensions + i] = matrix[i * dimensions + j]
    }
  }
}

/** A symmetric D x D matrix, row-major, as ml-matrix's own; both halves are those of the lower one, to the last bit. */
export function asMatrix(values: Float64Array, dimensions: number): Matrix {
  const matrix = Matrix.from1DArray(dimensions, dimensions, values)
  for (let i = 0; i < dimensions; i++) for (let j = 0; j < i; j++) matrix.set(j, i, matrix.get(i, j))
  return matrix
}
