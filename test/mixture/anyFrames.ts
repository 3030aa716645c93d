import fc from 'fast-check'
import type { FitOptions, GivenParameters } from '../../src/mixture/fitOptions'
import type { Frames } from '../../src/mixture/frames'
import { covarianceLength, covarianceTypes, type CovarianceType } from '../../src/mixture/gaussianMixture'
import { framesOf } from './syntheticFrames'

/** Frames on a grid of 1/8, so that moving and scaling them is exact in float32; duplicates are common on purpose. */
export function framesOnGrid({ most = 60, dimensions = 6 } = {}): fc.Arbitrary<Frames> {
  return fc
    .tuple(fc.integer({ min: 1, max: dimensions }), fc.integer({ min: 6, max: most }))
    .chain(([columns, count]) =>
      fc.array(fc.array(fc.integer({ min: -400, max: 400 }), { minLength: columns, maxLength: columns }), {
        minLength: count,
        maxLength: count,
      }),
    )
    .map((rows) => framesOf(rows.map((row) => row.map((value) => value / 8))))
}

export const anyFrames = framesOnGrid()
export const anyK = fc.integer({ min: 1, max: 6 })
export const anySeed = fc.integer({ min: 0, max: 0xffffffff })
export const anyType = fc.constantFrom(...covarianceTypes)

/** How to fit any frames: every covariance type, start and precision. */
export const anyOptions: fc.Arbitrary<FitOptions> = fc.record({
  components: anyK,
  seed: anySeed,
  covarianceType: anyType,
  initialization: fc.constantFrom('kmeans', 'kmeans++', 'random-frames', 'random-responsibilities'),
  precision: fc.constantFrom('float64', 'float32'),
})

/** Some of the frames themselves as means, the same variances everywhere, weights that differ. */
export function startAmong(frames: Frames, components: number, covarianceType: CovarianceType): GivenParameters {
  const { dimensions } = frames
  const matrices = covarianceType === 'full' || covarianceType === 'tied'
  const length = covarianceLength({ covarianceType, componentCount: components, dimensions })
  const total = (components * (components + 1)) / 2
  return {
    weights: Float64Array.from({ length: components }, (_, k) => (k + 1) / total),
    means: Float64Array.from(frames.data.subarray(0, components * dimensions)),
    covariances: Float64Array.from({ length }, (_, at) =>
      !matrices || (at % (dimensions * dimensions)) % (dimensions + 1) === 0 ? 400 : 0,
    ),
  }
}
