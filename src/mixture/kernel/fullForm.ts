import type { ComponentDensities } from '../componentDensities'
import type { Precision } from '../precision'
import type { SufficientStatistics } from '../sufficientStatistics'
import { componentOrder } from './componentOrder'
import { kernelConstants } from './kernelConstants'
import type { KernelForm } from './kernelForm'
import { kernelLayout, type KernelLayout } from './kernelLayout'
import { kernelOrigin } from './kernelOrigin'
import type { Kernel } from './loadKernel'

/**
 * How large the terms of (x - mean)^T P may be for frames near a component, when frames and means are taken from the
 * origin: rounding errors of densities grow with it, to 1e-5 (float32) of a standard deviation, and those of covariances,
 * which are float64, with its square, to 1e-9 of the smallest eigenvalue as they come and ten times as much at worst.
 */
const largestTerms = { float32: 168, float64: 1e4 } as const

const farthestFrame = { float32: 740, float64: Number.MAX_VALUE } as const

/** Squares of numbers up to this are far from the end of float32's range. */
const largestNumber = 1e15

/** Columns of products in memory at once: with all those of 39 dimensions, a block would not stay in the cache. */
const productsAtOnce = 160

/** With this factor, squares are halved and logarithms are to base 2. */
const scaleFactor = Math.sqrt(0.5 * Math.LOG2E)

/** What the kernel needs for full and tied covariances; null where `precision` cannot hold them well enough. */
export function fullForm(densities: ComponentDensities, precision: Precision): KernelForm | null {
  const { componentCount, dimensions, means, logConstants } = densities
  const triangle = (dimensions * (dimensions + 1)) / 2
  const momentCount = 1 + dimensions + triangle
  const { layout, wide } = layoutsOf(componentCount, dimensions, precision, momentCount)
  const { lanes, plan } = layout
  const origin = kernelOrigin(densities)
  const deviations = standardDeviations(densities)
  for (let k = 0; k < componentCount; k++) {
    const terms = largestTerm(densities, k, origin, deviations)
    if (!(terms <= largestTerms[precision])) return null
    if (precision === 'float32' && !isInRange(densities, k, origin)) return null
  }
  const order = componentOrder(
    { componentCount, dimensions, means, deviations: (k, j) => 1 / deviations[k * dimensions + j] },
    2 * lanes,
    () => false,
  )
  const Numbers = precision === 'float32' ? Float32Array : Float64Array
  const parameters = new Numbers(plan.pairCount * (dimensions + triangle) * 2 * lanes)
  for (const [place, k] of order.entries()) {
    const factor = factorOf(densities, k)
    const lane = place % (2 * lanes)
    let at = Math.floor(place / (2 * lanes)) * (dimensions + triangle) * 2 * lanes + lane
    for (let i = 0; i < dimensions; i++) {
      const start = at
      let shift = 0
      for (let j = 0; j <= i; j++) {
        at += 2 * lanes
        parameters[at] = scaleFactor * factor[j * dimensions + i]
        // With the factor as it was rounded, the square is 0 at the mean itself.
        shift -= parameters[at] * (means[k * dimensions + j] - origin[j])
      }
      parameters[start] = shift
      at += 2 * lanes
    }
  }
  const { constants, constantShift } = kernelConstants(logConstants, order, plan.pairCount * 2 * lanes, precision)
  const sums = wide ?? layout
  return {
    layout,
    ...(wide ? { wide } : {}),
    contents: [
      { address: plan.origin, values: origin },
      { address: plan.originRow, values: Numbers.from(origin) },
      { address: plan.parameters, values: parameters },
      { address: plan.constants, values: constants },
    ],
    constantShift,
    order,
    farthestFrame: farthestFrame[precision],
    run: ({ full32, full64 }, address, count, collecting) =>
      precision === 'float32' ? full32(address, count, collecting) : full64(address, count, collecting),
    ...(precision === 'float64' && {
      runJoint: (kernel: Kernel, address: number, count: number) => {
        kernel.fullJoint64(address, count)
      },
    }),
    addMoments({ moments }, statistics) {
      const own = new Float64Array(momentCount)
      for (const [place, k] of order.entries()) {
        const together = 2 * sums.lanes
        const from = Math.floor(place / together) * sums.plan.momentCount * together + (place % together)
        for (let at = 0; at < momentCount; at++) own[at] = moments[from + at * together]
        addShifted(own, k, origin, statistics)
      }
    },
  }
}

/** The layout for the densities, and in float32 one for the moments, which are summed in float64, by the same frames. */
function layoutsOf(
  componentCount: number,
  dimensions: number,
  precision: Precision,
  momentCount: number,
): { layout: KernelLayout; wide: KernelLayout | null } {
  const shape = {
    dimensions,
    meanVectors: 0,
    momentCount,
    productCount: Math.max(dimensions + 1, Math.min(momentCount, productsAtOnce)),
  }
  const parameterVectors = 2 * (momentCount - 1)
  const layout = kernelLayout({ ...shape, componentCount, precision, parameterVectors })
  if (precision === 'float64') return { layout, wide: null }
  const places = layout.plan.pairCount * 2 * layout.lanes
  const wide = kernelLayout({ ...shape, componentCount: places, precision: 'float64', parameterVectors: 0 }, layout.end)
  const { frames, weights, origin } = layout.plan
  const { products, productRowBytes } = wide.plan
  return {
    layout: { ...layout, plan: { ...layout.plan, products, productRowBytes, wide: wide.planAddress } },
    wide: { ...wide, plan: { ...wide.plan, frames, weights, origin, originRow: origin } },
  }
}

/**
 * Adds the moments of one component, which are the lower triangle of r y y^T with y = (1, x - origin) row by row, as
 * moments about the statistics' centers.
 */
function addShifted(own: Float64Array, k: number, origin: Float64Array, statistics: SufficientStatistics): void {
  const { counts, firstMoments, secondMoments, centers } = statistics
  const dimensions = origin.length
  const count = own[0]
  const shift = origin.map((value, j) => value - centers[k * dimensions + j])
  let at = k * ((dimensions * (dimensions + 1)) / 2)
  counts[k] += count
  for (let i = 0, row = 1; i < dimensions; i++, row += i + 1) {
    firstMoments[k * dimensions + i] += own[row] + count * shift[i]
    for (let j = 0, first = 1; j <= i; j++, first += j + 1) {
      secondMoments[at++] += own[row + 1 + j] + shift[j] * own[row] + shift[i] * (own[first] + count * shift[j])
    }
  }
}

function factorOf({ covarianceType, dimensions, precisionsCholesky }: ComponentDensities, k: number): Float64Array {
  if (covarianceType === 'tied') return precisionsCholesky
  return precisionsCholesky.subarray(k * dimensions * dimensions, (k + 1) * dimensions * dimensions)
}

/** K x D: the covariance is the inverse of P P^T, so its diagonal holds the squared columns of P^-1. */
function standardDeviations(densities: ComponentDensities): Float64Array {
  const { componentCount, dimensions } = densities
  const result = new Float64Array(componentCount * dimensions)
  const column = new Float64Array(dimensions)
  for (let k = 0; k < componentCount; k++) {
    const factor = factorOf(densities, k)
    for (let j = 0; j < dimensions; j++) {
      let squares = 0
      // Back substitution in the upper triangle, for column j of the identity.
      for (let i = j; i >= 0; i--) {
        let value = i === j ? 1 : 0
        for (let inner = i + 1; inner <= j; inner++) value -= factor[i * dimensions + inner] * column[inner]
        column[i] = value / factor[i * dimensions + i]
        squares += column[i] * column[i]
      }
      result[k * dimensions + j] = Math.sqrt(squares)
    }
  }
  return result
}

/** The largest sum of the terms' sizes that a column of (x - mean)^T P has, for x two standard deviations from the mean. */
function largestTerm(densities: ComponentDensities, k: number, origin: Float64Array, deviations: Float64Array): number {
  const { dimensions, means } = densities
  const factor = factorOf(densities, k)
  let largest = 0
  for (let i = 0; i < dimensions; i++) {
    let sum = 0
    for (let j = 0; j <= i; j++) {
      const at = k * dimensions + j
      sum += Math.abs(factor[j * dimensions + i]) * (Math.abs(means[at] - origin[j]) + 2 * deviations[at])
    }
    if (!(sum <= largest)) largest = sum
  }
  return largest
}

function isInRange(densities: ComponentDensities, k: number, origin: Float64Array): boolean {
  const { dimensions, means } = densities
  const numbers = [...factorOf(densities, k), ...origin, ...means.subarray(k * dimensions, (k + 1) * dimensions)]
  return numbers.every((value) => Math.abs(value) <= largestNumber)
}
