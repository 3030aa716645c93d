import { expBelowZero } from './expBelowZero'
import type { Expectation } from './expectation'
import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import type { SufficientStatistics } from './sufficientStatistics'

/** Frames worked on at once: few enough that the rows and K joint densities of each stay in the processor's cache. */
const blockLength = 128

/**
 * A component whose density is below exp(-46) = 1e-20 of the best one's has no share in a frame: next to 1 that vanishes
 * in float64, and the sum over a million frames stays near the 10 eps that the M-step adds to every count.
 */
const negligible = -46

const logTwoPi = Math.log(2 * Math.PI)

/**
 * The E-step for diagonal covariances, in plain loops over typed arrays.
 *
 * ln (w p(x)) = ln w - 1/2 (D ln 2 pi + sum ln var) - 1/2 sum ((x - mean) / sd)^2. The squares are taken of differences,
 * not expanded into x^2 - 2 x mean + mean^2, which loses digits when a variance is small beside the mean.
 */
export class DiagonalExpectation implements Expectation {
  readonly #componentCount: number
  readonly #dimensions: number
  readonly #means: Float64Array
  /** K x D, sqrt(1/2) / sd, so that the squares need no factor. */
  readonly #scales: Float64Array
  readonly #constants: Float64Array
  /** The block's frames as float64, row-major, blockLength x D. */
  readonly #rows: Float64Array
  /** K x blockLength: joint log densities, and after `#share` unnormalized responsibilities. */
  readonly #joint: Float64Array
  readonly #best = new Float64Array(blockLength)
  readonly #sums = new Float64Array(blockLength)
  readonly #shares = new Float64Array(blockLength)
  readonly #sharers = new Int32Array(blockLength)

  constructor(mixture: GaussianMixture) {
    const { componentCount, dimensions, weights, means, covariances } = mixture
    this.#componentCount = componentCount
    this.#dimensions = dimensions
    this.#means = means
    this.#scales = new Float64Array(componentCount * dimensions)
    this.#constants = new Float64Array(componentCount)
    for (let k = 0; k < componentCount; k++) {
      let logDeterminant = 0
      for (let i = k * dimensions; i < (k + 1) * dimensions; i++) {
        logDeterminant += Math.log(covariances[i])
        this.#scales[i] = Math.sqrt(0.5 / covariances[i])
      }
      this.#constants[k] = Math.log(weights[k]) - 0.5 * (dimensions * logTwoPi + logDeterminant)
    }
    this.#rows = new Float64Array(blockLength * dimensions)
    this.#joint = new Float64Array(componentCount * blockLength)
  }

  accumulate(frames: Frames, from: number, to: number, statistics: SufficientStatistics): void {
    for (let start = from; start < to; start += blockLength) {
      const length = Math.min(blockLength, to - start)
      this.#load(frames, start, length)
      this.#density(length)
      statistics.logLikelihood += this.#share(length)
      this.#collect(length, statistics)
    }
    statistics.frameCount += to - from
  }

  logDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    for (let start = from; start < to; start += blockLength) {
      const length = Math.min(blockLength, to - start)
      this.#load(frames, start, length)
      this.#density(length)
      this.#share(length)
      for (let i = 0; i < length; i++) out[start - from + i] = this.#best[i] + Math.log(this.#sums[i])
    }
  }

  jointLogDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    const componentCount = this.#componentCount
    for (let start = from; start < to; start += blockLength) {
      const length = Math.min(blockLength, to - start)
      this.#load(frames, start, length)
      this.#density(length)
      for (let i = 0; i < length; i++) {
        const row = (start - from + i) * componentCount
        for (let k = 0; k < componentCount; k++) out[row + k] = this.#joint[k * blockLength + i]
      }
    }
  }

  #load(frames: Frames, start: number, length: number): void {
    const rows = this.#rows
    const data = frames.data
    const size = length * this.#dimensions
    const offset = start * this.#dimensions
    for (let i = 0; i < size; i++) rows[i] = data[offset + i]
  }

  /**
   * Joint log densities of the block, four frames under two components at a time: that keeps eight sums in flight, where
   * one would wait for itself, and reads each number once for several uses.
   */
  #density(length: number): void {
    const dimensions = this.#dimensions
    const rows = this.#rows
    const means = this.#means
    const scales = this.#scales
    const joint = this.#joint
    const constants = this.#constants
    const lastComponent = this.#componentCount - 1
    for (let k = 0; k <= lastComponent; k += 2) {
      // An odd last component is its own partner.
      const l = Math.min(k + 1, lastComponent)
      const rowK = k * dimensions
      const rowL = l * dimensions
      const outK = k * blockLength
      const outL = l * blockLength
      const constantK = constants[k]
      const constantL = constants[l]
      // The last group may reach past `length` into rows of an earlier block; nobody reads what comes out of them.
      for (let i = 0; i < length; i += 4) {
        const a = i * dimensions
        const b = a + dimensions
        const c = b + dimensions
        const d = c + dimensions
        let sumAK = 0
        let sumBK = 0
        let sumCK = 0
        let sumDK = 0
        let sumAL = 0
        let sumBL = 0
        let sumCL = 0
        let sumDL = 0
        for (let j = 0; j < dimensions; j++) {
          const meanK = means[rowK + j]
          const meanL = means[rowL + j]
          const scaleK = scales[rowK + j]
          const scaleL = scales[rowL + j]
          const atA = rows[a + j]
          const atB = rows[b + j]
          const atC = rows[c + j]
          const atD = rows[d + j]
          const zAK = (atA - meanK) * scaleK
          sumAK += zAK * zAK
          const zBK = (atB - meanK) * scaleK
          sumBK += zBK * zBK
          const zCK = (atC - meanK) * scaleK
          sumCK += zCK * zCK
          const zDK = (atD - meanK) * scaleK
          sumDK += zDK * zDK
          const zAL = (atA - meanL) * scaleL
          sumAL += zAL * zAL
          const zBL = (atB - meanL) * scaleL
          sumBL += zBL * zBL
          const zCL = (atC - meanL) * scaleL
          sumCL += zCL * zCL
          const zDL = (atD - meanL) * scaleL
          sumDL += zDL * zDL
        }
        joint[outK + i] = constantK - sumAK
        joint[outK + i + 1] = constantK - sumBK
        joint[outK + i + 2] = constantK - sumCK
        joint[outK + i + 3] = constantK - sumDK
        joint[outL + i] = constantL - sumAL
        joint[outL + i + 1] = constantL - sumBL
        joint[outL + i + 2] = constantL - sumCL
        joint[outL + i + 3] = constantL - sumDL
      }
    }
  }

  /**
   * Log-sum-exp over the components: turns the joint log densities into densities relative to the best component, with
   * their sum in `#sums`, and returns the sum of ln p(frame).
   */
  #share(length: number): number {
    // A constant of this function is inlined; an import may be looked up anew with every call, as it is under the tests.
    const exp = expBelowZero
    const joint = this.#joint
    const best = this.#best
    const sums = this.#sums
    const componentCount = this.#componentCount
    for (let i = 0; i < length; i++) {
      best[i] = joint[i]
      sums[i] = 0
    }
    for (let k = 1; k < componentCount; k++) {
      const row = k * blockLength
      for (let i = 0; i < length; i++) {
        const value = joint[row + i]
        if (value > best[i]) best[i] = value
      }
    }
    for (let k = 0; k < componentCount; k++) {
      const row = k * blockLength
      for (let i = 0; i < length; i++) {
        const below = joint[row + i] - best[i]
        if (below > negligible) {
          const density = exp(below)
          joint[row + i] = density
          sums[i] += density
        } else {
          joint[row + i] = 0
        }
      }
    }
    let total = 0
    for (let i = 0; i < length; i++) total += best[i] + Math.log(sums[i])
    return total
  }

  /** Adds the block to the moments: per component only the frames that it has a share in, four columns at a time. */
  #collect(length: number, statistics: SufficientStatistics): void {
    const { counts, firstMoments, secondMoments, centers } = statistics
    const dimensions = this.#dimensions
    const rows = this.#rows
    const joint = this.#joint
    const sums = this.#sums
    const shares = this.#shares
    const sharers = this.#sharers
    for (let i = 0; i < length; i++) sums[i] = 1 / sums[i]
    for (let k = 0; k < this.#componentCount; k++) {
      const row = k * blockLength
      let sharerCount = 0
      let count = 0
      for (let i = 0; i < length; i++) {
        const density = joint[row + i]
        if (density !== 0) {
          const share = density * sums[i]
          shares[sharerCount] = share
          sharers[sharerCount] = i * dimensions
          sharerCount++
          count += share
        }
      }
      if (sharerCount === 0) continue
      counts[k] += count
      const parameters = k * dimensions
      let j = 0
      for (; j + 3 < dimensions; j += 4) {
        const at = parameters + j
        const centerA = centers[at]
        const centerB = centers[at + 1]
        const centerC = centers[at + 2]
        const centerD = centers[at + 3]
        let firstA = 0
        let firstB = 0
        let firstC = 0
        let firstD = 0
        let secondA = 0
        let secondB = 0
        let secondC = 0
        let secondD = 0
        for (let s = 0; s < sharerCount; s++) {
          const share = shares[s]
          const x = sharers[s] + j
          const a = rows[x] - centerA
          const b = rows[x + 1] - centerB
          const c = rows[x + 2] - centerC
          const d = rows[x + 3] - centerD
          const shareA = share * a
          const shareB = share * b
          const shareC = share * c
          const shareD = share * d
          firstA += shareA
          firstB += shareB
          firstC += shareC
          firstD += shareD
          secondA += shareA * a
          secondB += shareB * b
          secondC += shareC * c
          secondD += shareD * d
        }
        firstMoments[at] += firstA
        firstMoments[at + 1] += firstB
        firstMoments[at + 2] += firstC
        firstMoments[at + 3] += firstD
        secondMoments[at] += secondA
        secondMoments[at + 1] += secondB
        secondMoments[at + 2] += secondC
        secondMoments[at + 3] += secondD
      }
      for (; j < dimensions; j++) {
        const center = centers[parameters + j]
        let first = 0
        let second = 0
        for (let s = 0; s < sharerCount; s++) {
          const difference = rows[sharers[s] + j] - center
          const shared = shares[s] * difference
          first += shared
          second += shared * difference
        }
        firstMoments[parameters + j] += first
        secondMoments[parameters + j] += second
      }
    }
  }
}
