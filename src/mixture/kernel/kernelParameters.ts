import type { ComponentDensities } from '../componentDensities'
import type { Precision } from '../precision'
import type { KernelLayout } from './kernelLayout'

/** A mixture as the kernel reads it; see `KernelLayout` for the order of the numbers. */
export interface KernelParameters {
  readonly origin: Float32Array | Float64Array
  /** Means less the origin, and scales sqrt(1/2) / sd. */
  readonly parameters: Float32Array | Float64Array
  /** ln of weight and normalization, less `constantShift`. Lanes without a component hold -infinity. */
  readonly constants: Float32Array | Float64Array
  /** The largest constant; without it those that are left are small, so that float32 holds their digits. */
  readonly constantShift: number
  /** K x D: what the kernel takes moments about, less the mean. 0 but for float32's rounding. */
  readonly meanErrors: Float64Array
}

/** Float32 holds a mean this many standard deviations from the origin to 1e-5 of one. */
const farthestMean = 168

/** Squares of numbers up to this, and their reciprocals, are far from the ends of float32's range. */
const largestNumber = 1e15

/** Turns a mixture's densities into the kernel's parameters. For `float32`, null where float32 cannot hold it well enough. */
export function kernelParameters(
  densities: ComponentDensities,
  layout: KernelLayout,
  precision: Precision,
): KernelParameters | null {
  const { covarianceType, componentCount, dimensions, means, precisionsCholesky, logConstants } = densities
  const { lanes, groupCount, paddedDimensions } = layout
  const make =
    precision === 'float32' ? (size: number) => new Float32Array(size) : (size: number) => new Float64Array(size)
  const origin = make(paddedDimensions)
  const parameters = make(groupCount * paddedDimensions * 2 * lanes)
  const constants = make(groupCount * lanes).fill(-Infinity)
  const meanErrors = new Float64Array(means.length)
  // In float64 the frames stay as they are: then the kernel's differences are those of the reference, bit for bit.
  if (precision === 'float32') origin.set(meanOfMeans(densities))
  for (let k = 0; k < componentCount; k++) {
    for (let j = 0; j < dimensions; j++) {
      const from = k * dimensions + j
      const scale = Math.SQRT1_2 * precisionsCholesky[covarianceType === 'spherical' ? k : from]
      const mean = means[from] - origin[j]
      if (precision === 'float32' && !fitsFloat32(mean, scale, origin[j])) return null
      const at = 2 * lanes * (Math.floor(k / lanes) * paddedDimensions + j) + (k % lanes)
      parameters[at] = mean
      parameters[at + lanes] = scale
      meanErrors[from] = parameters[at] + origin[j] - means[from]
    }
  }
  const constantShift = logConstants.reduce((a, b) => Math.max(a, b), -Infinity)
  for (let k = 0; k < componentCount; k++) constants[k] = logConstants[k] - constantShift
  return { origin, parameters, constants, constantShift, meanErrors }
}

function meanOfMeans({ componentCount, dimensions, means }: ComponentDensities): Float64Array {
  const result = new Float64Array(dimensions)
  for (let at = 0; at < means.length; at++) result[at % dimensions] += means[at] / componentCount
  return result
}

function fitsFloat32(mean: number, scale: number, origin: number): boolean {
  return (
    Math.abs(mean) * scale * Math.SQRT2 <= farthestMean &&
    Math.abs(mean) <= largestNumber &&
    Math.abs(origin) <= largestNumber &&
    scale <= largestNumber &&
    scale >= 1 / largestNumber
  )
}
