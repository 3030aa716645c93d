import fc from 'fast-check'
import { covarianceTypes, type CovarianceType, type GaussianMixture } from '../../src/mixture/gaussianMixture'
import { seededRandom } from '../../src/mixture/random'

export interface MixtureShape {
  readonly covarianceType: CovarianceType
  readonly componentCount: number
  readonly dimensions: number
}

/** A mixture of a shape: means within some 10 of the origin, standard deviations from about 0.5 to 5, correlations freely. */
export function randomMixture({ covarianceType, componentCount, dimensions }: MixtureShape, seed = 1): GaussianMixture {
  const random = seededRandom(seed)
  const parts = Float64Array.from({ length: componentCount }, () => 0.2 + random.uniform())
  const total = parts.reduce((a, b) => a + b, 0)
  const variance = (): number => 0.25 + 20 * random.uniform() ** 2
  const matrix = (): number[] => {
    const factor = Array.from({ length: dimensions * dimensions }, () => random.normal())
    return factor.map((_, at) => {
      const [i, j] = [Math.floor(at / dimensions), at % dimensions]
      let sum = i === j ? 0.25 : 0
      for (let c = 0; c < dimensions; c++) sum += factor[i * dimensions + c] * factor[j * dimensions + c]
      return sum
    })
  }
  const repeated = (times: number, of: () => number[]): number[] => Array.from({ length: times }, of).flat()
  const covariances = {
    full: () => repeated(componentCount, matrix),
    tied: matrix,
    diag: () => repeated(componentCount * dimensions, () => [variance()]),
    spherical: () => repeated(componentCount, () => [variance()]),
  }[covarianceType]()
  return {
    covarianceType,
    componentCount,
    dimensions,
    weights: parts.map((part) => part / total),
    means: Float64Array.from({ length: componentCount * dimensions }, () => 5 * random.normal()),
    covariances: Float64Array.from(covariances),
  }
}

/** Mixtures of every covariance type. */
export function anyMixture(
  limits: { readonly dimensions?: readonly [number, number]; readonly types?: readonly CovarianceType[] } = {},
): fc.Arbitrary<GaussianMixture> {
  const [min, max] = limits.dimensions ?? [1, 5]
  return fc
    .record({
      covarianceType: fc.constantFrom(...(limits.types ?? covarianceTypes)),
      componentCount: fc.integer({ min: 1, max: 5 }),
      dimensions: fc.integer({ min, max }),
      seed: fc.nat(),
    })
    .map(({ seed, ...shape }) => randomMixture(shape, seed))
}
