import type { ComponentDensities } from '../componentDensities'
import type { Precision } from '../precision'
import { componentOrder } from './componentOrder'
import { kernelOrigin } from './kernelOrigin'
import type { Kernel } from './loadKernel'
import type { KernelForm } from './kernelForm'
import { kernelConstants } from './kernelConstants'
import { kernelLayout } from './kernelLayout'

/**
 * A mean this many standard deviations from the origin is the most that a precision takes: it holds such a mean to 1e-5
 * of a standard deviation (float32) or 1e-10 (float64).
 */
const farthestMean = { float32: 168, float64: 1e6 } as const

/**
 * From means up to this many standard deviations away, moments may be taken about the origin: their rounding errors
 * grow with the square, to less than 1e-5 (float32) or 1e-11 (float64) of a variance. Beyond, they are taken about the mean.
 */
const farthestShared = { float32: 8, float64: 100 } as const

/** Squares of numbers up to this, and their reciprocals, are far from the ends of float32's range. */
const largestNumber = 1e15

const farthestFrame = { float32: 740, float64: Number.MAX_VALUE } as const

/** With this factor, squares are halved and logarithms are to base 2. */
const scaleFactor = Math.sqrt(0.5 * Math.LOG2E)

/** What the kernel needs for diagonal and spherical covariances; null where `precision` cannot hold them well enough. */
export function diagonalForm(densities: ComponentDensities, precision: Precision): KernelForm | null {
  const { covarianceType, componentCount, dimensions, means, precisionsCholesky, logConstants } = densities
  const momentCount = 2 * dimensions + 1
  const layout = kernelLayout({
    componentCount,
    dimensions,
    precision,
    parameterVectors: 4 * dimensions,
    meanVectors: 2 * dimensions,
    momentCount,
    productCount: momentCount,
  })
  const { lanes, plan } = layout
  const Numbers = precision === 'float32' ? Float32Array : Float64Array
  const origin = kernelOrigin(densities)
  const parameters = new Numbers(plan.pairCount * dimensions * 4 * lanes)
  const kernelMeans = new Numbers(plan.pairCount * dimensions * 2 * lanes)
  const centered = new Uint8Array(plan.pairCount * dimensions)
  const deviations = (k: number, j: number) =>
    precisionsCholesky[covarianceType === 'spherical' ? k : k * dimensions + j]
  const farthest = farthestMeans(densities, origin, deviations)
  if (farthest.some((distance) => !(distance <= farthestMean[precision]))) return null
  const isApart = (k: number) => farthest[k] > farthestShared[precision]
  const order = componentOrder({ componentCount, dimensions, means, deviations }, 2 * lanes, isApart)
  for (const [place, k] of order.entries()) {
    const pair = Math.floor(place / (2 * lanes))
    const group = Math.floor(place / lanes) % 2
    for (let j = 0; j < dimensions; j++) {
      const mean = means[k * dimensions + j] - origin[j]
      if (precision === 'float32' && !isInRange(mean, deviations(k, j))) return null
      const column = pair * dimensions + j
      if (Math.abs(mean) * deviations(k, j) > farthestShared[precision]) centered[column] = 1
      const at = (4 * column + 2 * group) * lanes + (place % lanes)
      parameters[at] = scaleFactor * deviations(k, j)
      // With the scale as it was rounded, the square is 0 at the mean itself.
      parameters[at + lanes] = -mean * parameters[at]
      kernelMeans[(2 * column + group) * lanes + (place % lanes)] = mean
    }
  }
  const { constants, constantShift } = kernelConstants(logConstants, order, plan.pairCount * 2 * lanes, precision)
  return {
    layout,
    contents: [
      { address: plan.origin, values: origin },
      { address: plan.originRow, values: Numbers.from(origin) },
      { address: plan.parameters, values: parameters },
      { address: plan.constants, values: constants },
    ],
    momentContents: [
      { address: plan.means, values: kernelMeans },
      { address: plan.centered, values: centered },
    ],
    constantShift,
    order,
    farthestFrame: farthestFrame[precision],
    run: ({ diagonal32, diagonal64 }, address, count, collecting) =>
      precision === 'float32' ? diagonal32(address, count, collecting) : diagonal64(address, count, collecting),
    ...(precision === 'float64' && {
      runJoint: (kernel: Kernel, address: number, count: number) => {
        kernel.diagonalJoint64(address, count)
      },
    }),
    addMoments({ moments, centeredMoments }, { counts, firstMoments, secondMoments, centers }) {
      const together = 2 * lanes
      for (let place = 0; place < componentCount; place++) {
        const k = order[place]
        const pair = Math.floor(place / together)
        const lane = place % together
        const from = pair * plan.momentCount * together + lane
        const count = moments[from + dimensions * together]
        counts[k] += count
        for (let j = 0; j < dimensions; j++) {
          const to = k * dimensions + j
          const column = pair * dimensions + j
          // Where the kernel took them about the means, they are moved from there to the centers, else from the origin.
          const apart = centered[column] === 1
          const at = 2 * column * together + lane
          const first = apart ? centeredMoments[at] : moments[from + j * together]
          const second = apart ? centeredMoments[at + together] : moments[from + (dimensions + 1 + j) * together]
          const shift = origin[j] - centers[to] + (apart ? kernelMeans[2 * column * lanes + lane] : 0)
          firstMoments[to] += first + count * shift
          secondMoments[to] += second + shift * (2 * first + count * shift)
        }
      }
    },
  }
}

/** Per component how many standard deviations its mean lies from the origin, in the column where that is most. */
function farthestMeans(
  { componentCount, dimensions, means }: ComponentDensities,
  origin: Float64Array,
  deviations: (k: number, j: number) => number,
): Float64Array {
  const result = new Float64Array(componentCount)
  for (let at = 0; at < means.length; at++) {
    const [k, j] = [Math.floor(at / dimensions), at % dimensions]
    const distance = Math.abs(means[at] - origin[j]) * deviations(k, j)
    if (!(distance <= result[k])) result[k] = distance
  }
  return result
}

function isInRange(mean: number, deviations: number): boolean {
  return Math.abs(mean) <= largestNumber && deviations <= largestNumber && deviations >= 1 / largestNumber
}
