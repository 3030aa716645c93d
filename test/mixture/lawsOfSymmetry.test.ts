import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitMixture, type FitResult } from '../../src/mixture/expectationMaximization'
import type { GivenParameters } from '../../src/mixture/fitOptions'
import type { Frames } from '../../src/mixture/frames'
import { covarianceMatrix, covarianceTypes, type CovarianceType } from '../../src/mixture/gaussianMixture'
import { seededRandom } from '../../src/mixture/random'
import { anyFrames, anyK, anySeed, anyType, startAmong } from './anyFrames'
import { clusteredFrames } from './syntheticFrames'

/** Five steps of expectation maximization. */
function fitFrom(frames: Frames, covarianceType: CovarianceType, initialization: GivenParameters, regCovar = 0.01) {
  const components = initialization.weights.length
  return fitMixture(frames, { components, covarianceType, initialization, regCovar, maxIterations: 5, tolerance: 0 })
}

/** Every row times a D x D matrix, plus a shift, in float64. */
function mapped({ data, count, dimensions }: Frames, matrix: readonly (readonly number[])[], shift: number): Frames {
  const out = new Float64Array(count * dimensions)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < dimensions; j++) {
      let sum = shift
      for (let l = 0; l < dimensions; l++) sum += data[i * dimensions + l] * matrix[l][j]
      out[i * dimensions + j] = sum
    }
  }
  return { data: out, count, dimensions }
}

function diagonal(values: readonly number[]): number[][] {
  return values.map((value, i) => values.map((_, j) => (i === j ? value : 0)))
}

/** A random rotation: one turn in the plane of each pair of columns. */
function rotation(dimensions: number, seed: number): number[][] {
  const random = seededRandom(seed)
  const matrix = diagonal(new Array<number>(dimensions).fill(1))
  for (let a = 0; a < dimensions; a++) {
    for (let b = a + 1; b < dimensions; b++) {
      const angle = 2 * Math.PI * random.uniform()
      for (const row of matrix) {
        const [x, y] = [row[a], row[b]]
        row[a] = Math.cos(angle) * x - Math.sin(angle) * y
        row[b] = Math.sin(angle) * x + Math.cos(angle) * y
      }
    }
  }
  return matrix
}

/** M^T S M. */
function transformed(covariance: Float64Array, matrix: readonly (readonly number[])[]): Float64Array {
  const dimensions = matrix.length
  const rows = (values: Float64Array) => mapped({ data: values, count: dimensions, dimensions }, matrix, 0).data
  const turned = (values: ArrayLike<number>) =>
    Float64Array.from(values, (_, at) => values[(at % dimensions) * dimensions + Math.floor(at / dimensions)])
  return turned(rows(turned(rows(covariance))))
}

/** That every component of `actual` is that of `plain`, mapped: to this part of its standard deviations and variances. */
function expectMapped(
  actual: FitResult,
  plain: FitResult,
  { matrix, shift = 0, order }: { matrix?: number[][]; shift?: number; order?: readonly number[] } = {},
  precision = 1e-7,
): void {
  const { componentCount, dimensions } = plain.mixture
  const linear = matrix ?? diagonal(new Array<number>(dimensions).fill(1))
  const means = mapped({ data: plain.mixture.means, count: componentCount, dimensions }, linear, shift).data
  for (let k = 0; k < componentCount; k++) {
    const source = order ? order[k] : k
    expect(Math.abs(actual.mixture.weights[k] - plain.mixture.weights[source])).toBeLessThan(precision)
    const expected = transformed(covarianceMatrix(plain.mixture, source), linear)
    const covariance = covarianceMatrix(actual.mixture, k)
    const deviations = Array.from({ length: dimensions }, (_, j) => Math.sqrt(expected[j * dimensions + j]))
    for (let j = 0; j < dimensions; j++) {
      const move = actual.mixture.means[k * dimensions + j] - means[source * dimensions + j]
      expect(Math.abs(move) / deviations[j]).toBeLessThan(precision)
      for (let l = 0; l < dimensions; l++) {
        const change = covariance[j * dimensions + l] - expected[j * dimensions + l]
        expect(Math.abs(change) / (deviations[j] * deviations[l])).toBeLessThan(precision)
      }
    }
  }
}

function permuted(length: number, seed: number): number[] {
  const random = seededRandom(seed)
  const order = Array.from({ length }, (_, i) => i)
  for (let i = length - 1; i > 0; i--) {
    const other = random.index(i + 1)
    ;[order[i], order[other]] = [order[other], order[i]]
  }
  return order
}

function rowsOf({ data, dimensions }: Frames, order: readonly number[]): Frames {
  const values = order.flatMap((i) => Array.from(data.subarray(i * dimensions, (i + 1) * dimensions)))
  return { data: Float32Array.from(values), count: order.length, dimensions }
}

describe('from given parameters, for every covariance type', () => {
  test('the order of the frames changes nothing beyond 1e-7 standard deviations', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anyType, anySeed, (frames, k, type, seed) => {
        const start = startAmong(frames, k, type)
        expectMapped(fitFrom(rowsOf(frames, permuted(frames.count, seed)), type, start), fitFrom(frames, type, start))
      }),
    )
  })

  test('the order of the components is that of the start, and changes nothing else', () => {
    fc.assert(
      fc.property(anyFrames, anyK, anyType, anySeed, (frames, k, type, seed) => {
        const start = startAmong(frames, k, type)
        const order = permuted(k, seed)
        const { dimensions } = frames
        const turned = {
          weights: Float64Array.from(order, (source) => start.weights[source]),
          means: Float64Array.from(
            order.flatMap((s) => [...start.means.subarray(s * dimensions, (s + 1) * dimensions)]),
          ),
          covariances: start.covariances,
        }
        expectMapped(fitFrom(frames, type, turned), fitFrom(frames, type, start), { order })
      }),
    )
  })

  test('moving and scaling the frames moves and scales the mixture', () => {
    fc.assert(
      fc.property(
        anyFrames,
        anyK,
        anyType,
        fc.integer({ min: -3, max: 3 }),
        fc.integer({ min: -999, max: 999 }),
        (frames, k, type, power, shift) => {
          const scale = 2 ** power
          const matrix = diagonal(new Array<number>(frames.dimensions).fill(scale))
          const start = startAmong(frames, k, type)
          const moved = {
            weights: start.weights,
            means: start.means.map((mean) => mean * scale + shift),
            covariances: start.covariances.map((value) => value * scale * scale),
          }
          const plain = fitFrom(frames, type, start)
          const result = fitFrom(mapped(frames, matrix, shift), type, moved, 0.01 * scale * scale)
          expectMapped(result, plain, { matrix, shift })
          const drop = frames.dimensions * Math.log(scale)
          for (const [i, bound] of result.lowerBounds.entries()) {
            expect(bound).toBeCloseTo(plain.lowerBounds[i] - drop, 7)
          }
        },
      ),
    )
  })

  test('turning the frames turns full, tied and spherical mixtures', () => {
    fc.assert(
      fc.property(anyFrames, anyK, fc.constantFrom('full', 'tied', 'spherical'), anySeed, (frames, k, type, seed) => {
        const start = startAmong(frames, k, type)
        const matrix = rotation(frames.dimensions, seed)
        const means = mapped({ data: start.means, count: k, dimensions: frames.dimensions }, matrix, 0).data
        const turned = fitFrom(mapped(frames, matrix, 0), type, { ...start, means: Float64Array.from(means) })
        expectMapped(turned, fitFrom(frames, type, start), { matrix })
      }),
    )
  })

  test('a frame of weight n counts like n equal frames, and one of weight 0 not at all', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 60, maxLength: 60 })
    fc.assert(
      fc.property(anyFrames, anyK, anyType, counts, (frames, k, type, repeats) => {
        const weights = Float64Array.from(repeats.slice(0, frames.count))
        const start = startAmong(frames, k, type)
        const order = Array.from(weights).flatMap((weight, i) => new Array<number>(weight).fill(i))
        fc.pre(order.length >= k)
        const repeated = fitFrom(rowsOf(frames, order), type, start)
        const weighted = fitFrom({ ...frames, weights }, type, start)
        expectMapped(weighted, repeated)
        for (const [i, bound] of weighted.lowerBounds.entries()) expect(bound).toBeCloseTo(repeated.lowerBounds[i], 7)
      }),
    )
  })
})

test.each(covarianceTypes)('in float32 order and unit change no more than 1e-4 standard deviations (%s)', (type) => {
  const frames = clusteredFrames(600, 4, 3)
  const start = startAmong(frames, 3, type)
  const fit = (data: Frames, initialization: GivenParameters) =>
    fitMixture(data, { components: 3, covarianceType: type, initialization, maxIterations: 5, precision: 'float32' })
  const plain = fit(frames, start)
  expectMapped(fit(rowsOf(frames, permuted(600, 1)), start), plain, {}, 1e-4)
  const matrix = diagonal([8, 8, 8, 8])
  const means = start.means.map((mean) => mean * 8 + 100)
  const scaled = fit(mapped(frames, matrix, 100), {
    ...start,
    means,
    covariances: start.covariances.map((v) => v * 64),
  })
  expectMapped(scaled, plain, { matrix, shift: 100 }, 1e-4)
})

describe('without regCovar', () => {
  const frames = clusteredFrames(600, 4, 3)

  test.each(['full', 'tied', 'diag'] as const)('the unit of each column is a matter of taste (%s)', (type) => {
    const matrix = diagonal([1e-6, 1, 1e3, 1e8])
    const start = startAmong(frames, 3, type)
    const units = {
      ...start,
      means: Float64Array.from(mapped({ data: start.means, count: 3, dimensions: 4 }, matrix, 5).data),
      covariances: start.covariances.map((value, at) => {
        const row = type === 'diag' ? at % 4 : Math.floor((at % 16) / 4)
        return value * matrix[row][row] * matrix[at % 4][at % 4]
      }),
    }
    // The small column keeps ten digits beside the shift.
    const scaled = fitFrom(mapped(frames, matrix, 5), type, units, 0)
    expectMapped(scaled, fitFrom(frames, type, start, 0), { matrix, shift: 5 }, 1e-6)
  })

  test('one component is the mean and the covariance of the frames, weighted', () => {
    const weights = Float64Array.from({ length: frames.count }, (_, i) => (i % 4) / 2)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const at = (i: number, j: number) => frames.data[i * 4 + j]
    const over = (term: (i: number) => number) => weights.reduce((sum, weight, i) => sum + weight * term(i), 0) / total
    const means = [0, 1, 2, 3].map((j) => over((i) => at(i, j)))
    const covariance = (j: number, l: number) => over((i) => (at(i, j) - means[j]) * (at(i, l) - means[l]))
    for (const covarianceType of covarianceTypes) {
      const { mixture } = fitMixture({ ...frames, weights }, { components: 1, covarianceType, regCovar: 0 })
      const trace = [0, 1, 2, 3].reduce((sum, j) => sum + covariance(j, j), 0)
      const matrix = covarianceMatrix(mixture, 0)
      expect(mixture.weights[0]).toBe(1)
      for (let j = 0; j < 4; j++) {
        expect(mixture.means[j]).toBeCloseTo(means[j], 10)
        for (let l = 0; l < 4; l++) {
          const expected = covarianceType === 'spherical' ? trace / 4 : covariance(j, l)
          const kept = j === l || covarianceType === 'full' || covarianceType === 'tied'
          expect(matrix[4 * j + l]).toBeCloseTo(kept ? expected : 0, 10)
        }
      }
    }
  })
})

describe('types that say the same give the same', () => {
  test('full and tied with one component', () => {
    fc.assert(
      fc.property(anyFrames, (frames) => {
        const [full, tied] = (['full', 'tied'] as const).map((type) =>
          fitFrom(frames, type, startAmong(frames, 1, type)),
        )
        expectMapped(tied, full, {}, 1e-12)
      }),
    )
  })

  test('full, diagonal and spherical on a single column', () => {
    fc.assert(
      fc.property(anyFrames, anyK, (frames, k) => {
        const column = { data: frames.data, count: frames.count * frames.dimensions, dimensions: 1 }
        const [full, diag, spherical] = (['full', 'diag', 'spherical'] as const).map((type) =>
          fitFrom(column, type, startAmong(column, k, type)),
        )
        expectMapped(diag, full)
        expectMapped(spherical, full)
      }),
    )
  })
})
