import type { ComponentDensities } from './componentDensities'
import type { Expectation } from './expectation'
import type { Frames } from './frames'
import type { SufficientStatistics } from './sufficientStatistics'

/**
 * A component whose density is below exp(-46) = 1e-20 of the best one's has no share in a frame: next to 1 that vanishes
 * in float64, and the sum over a million frames stays near the 10 eps that the M-step adds to every count.
 */
const negligible = -46

/**
 * The E-step as the textbook has it (Bishop, PRML, eq. 9.23), frame by frame and in float64, for every covariance type.
 * The kernels are tested against it, and it stands in where they cannot hold a frame.
 */
export class ReferenceExpectation implements Expectation {
  readonly #densities: ComponentDensities
  readonly #joint: Float64Array
  readonly #difference: Float64Array

  constructor(densities: ComponentDensities) {
    this.#densities = densities
    this.#joint = new Float64Array(densities.componentCount)
    this.#difference = new Float64Array(densities.dimensions)
  }

  accumulate(frames: Frames, from: number, to: number, statistics: SufficientStatistics): void {
    for (let i = from; i < to; i++) {
      const weight = frames.weights ? frames.weights[i] : 1
      this.#density(frames, i)
      statistics.logLikelihood += weight * this.#share(weight)
      statistics.frameWeight += weight
      statistics.addFrame(frames.data, i * frames.dimensions, this.#joint)
    }
  }

  logDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    for (let i = from; i < to; i++) {
      this.#density(frames, i)
      out[i - from] = this.#share(1)
    }
  }

  jointLogDensities(frames: Frames, from: number, to: number, out: Float64Array): void {
    for (let i = from; i < to; i++) {
      this.#density(frames, i)
      out.set(this.#joint, (i - from) * this.#joint.length)
    }
  }

  /** ln (weight_k p(x | k)) of one frame. Squares are taken of differences: expanded they would lose digits. */
  #density({ data }: Frames, frame: number): void {
    const { componentCount, dimensions, logConstants, means } = this.#densities
    const difference = this.#difference
    for (let k = 0; k < componentCount; k++) {
      for (let j = 0; j < dimensions; j++) difference[j] = data[frame * dimensions + j] - means[k * dimensions + j]
      this.#joint[k] = logConstants[k] - 0.5 * this.#squaredDistance(k)
    }
  }

  /** |(x - mean)^T P|^2 of the difference at hand. */
  #squaredDistance(k: number): number {
    const { covarianceType, dimensions, precisionsCholesky } = this.#densities
    const difference = this.#difference
    let sum = 0
    for (let j = 0; j < dimensions; j++) {
      let whitened = 0
      if (covarianceType === 'diag') whitened = difference[j] * precisionsCholesky[k * dimensions + j]
      else if (covarianceType === 'spherical') whitened = difference[j] * precisionsCholesky[k]
      else {
        // P is upper triangular.
        const factor = covarianceType === 'full' ? k * dimensions * dimensions : 0
        for (let i = 0; i <= j; i++) whitened += difference[i] * precisionsCholesky[factor + i * dimensions + j]
      }
      sum += whitened * whitened
    }
    return sum
  }

  /** Log-sum-exp: turns the joint log densities into responsibilities times `weight`, and returns ln p(frame). */
  #share(weight: number): number {
    const joint = this.#joint
    let best = -Infinity
    for (const value of joint) if (value > best) best = value
    let sum = 0
    for (let k = 0; k < joint.length; k++) {
      joint[k] = joint[k] - best > negligible ? Math.exp(joint[k] - best) : 0
      sum += joint[k]
    }
    for (let k = 0; k < joint.length; k++) joint[k] *= weight / sum
    return best + Math.log(sum)
  }
}
