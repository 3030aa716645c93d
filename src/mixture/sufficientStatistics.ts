/**
 * What the M-step needs to know about the frames, in float64: per component the sum of responsibilities and the first
 * and second moments, both taken about `centers` and not about the origin. With centers near the means (the means of the
 * mixture that the E-step used) the variances come out of a small difference of small numbers, where raw moments would
 * cancel and could turn negative.
 */
export class SufficientStatistics {
  /** K x D, where the moments are taken from. */
  readonly centers: Float64Array
  /** K, sums of responsibilities. */
  readonly counts: Float64Array
  /** K x D, sums of r (x - center). */
  readonly firstMoments: Float64Array
  /** K x D, sums of r (x - center)^2. */
  readonly secondMoments: Float64Array
  /** The sum of ln p(frame) over the frames added so far, in nats. */
  logLikelihood = 0
  frameCount = 0

  constructor(componentCount: number, centers: Float64Array) {
    this.centers = centers
    this.counts = new Float64Array(componentCount)
    this.firstMoments = new Float64Array(centers.length)
    this.secondMoments = new Float64Array(centers.length)
  }
}
