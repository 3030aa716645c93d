import type { CovarianceType } from './gaussianMixture'

/** Second moments of each column alone, or of each pair of columns: the lower triangle, row by row. */
export type MomentForm = 'diagonal' | 'full'

/** The second moments that a covariance type is made from. */
export function momentFormOf(covarianceType: CovarianceType): MomentForm {
  return covarianceType === 'full' || covarianceType === 'tied' ? 'full' : 'diagonal'
}

/** How many second moments a component has. */
export function secondMomentCount(form: MomentForm, dimensions: number): number {
  return form === 'diagonal' ? dimensions : (dimensions * (dimensions + 1)) / 2
}

/** How many numbers the statistics of K components in D dimensions are. */
export function statisticsLength(form: MomentForm, componentCount: number, dimensions: number): number {
  return 2 + componentCount * (1 + dimensions + secondMomentCount(form, dimensions))
}

/**
 * What the M-step needs to know about the frames, in float64: per component the sum of responsibilities and the first
 * and second moments, both taken about `centers` and not about the origin. With centers near the means (the means of the
 * mixture that the E-step used) the variances come out of a small difference of small numbers, where raw moments would
 * cancel and could turn negative.
 *
 * All of it lies in one array of sums, so that statistics of parts of the frames are added number by number.
 */
export class SufficientStatistics {
  /** Everything below, one after the other. */
  readonly sums: Float64Array
  /** K x D, where the moments are taken from. */
  readonly centers: Float64Array
  readonly form: MomentForm
  /** K, sums of responsibilities r (times the weight of the frame, where frames have weights). */
  readonly counts: Float64Array
  /** K x D, sums of r (x - center). */
  readonly firstMoments: Float64Array
  /** Sums of r (x - center)^2, K x D; in the full form of r (x - center)_i (x - center)_j for j <= i, K x D(D+1)/2. */
  readonly secondMoments: Float64Array

  /** @param sums as many as {@link statisticsLength}; new ones, all 0, where absent. */
  constructor(form: MomentForm, componentCount: number, centers: Float64Array, sums?: Float64Array) {
    const size = centers.length
    const dimensions = size / componentCount
    this.sums = sums ?? new Float64Array(statisticsLength(form, componentCount, dimensions))
    this.centers = centers
    this.form = form
    this.counts = this.sums.subarray(2, 2 + componentCount)
    this.firstMoments = this.sums.subarray(2 + componentCount, 2 + componentCount + size)
    this.secondMoments = this.sums.subarray(2 + componentCount + size)
  }

  /** The sum of weight x ln p(frame) over the frames added so far, in nats. */
  get logLikelihood(): number {
    return this.sums[0]
  }

  set logLikelihood(value: number) {
    this.sums[0] = value
  }

  /** The sum of the frames' weights: their number, where they carry none. */
  get frameWeight(): number {
    return this.sums[1]
  }

  set frameWeight(value: number) {
    this.sums[1] = value
  }

  /** Adds the frame that begins at `row` of `data`, shared out over the components by `shares` (K). */
  addFrame(data: ArrayLike<number>, row: number, shares: ArrayLike<number>): void {
    const { counts, centers, firstMoments, secondMoments, form } = this
    const componentCount = counts.length
    const dimensions = centers.length / componentCount
    const perComponent = secondMoments.length / componentCount
    for (let k = 0; k < componentCount; k++) {
      const share = shares[k]
      if (share === 0) continue
      counts[k] += share
      const center = k * dimensions
      let at = k * perComponent
      for (let j = 0; j < dimensions; j++) {
        const difference = data[row + j] - centers[center + j]
        const shared = share * difference
        firstMoments[center + j] += shared
        if (form === 'diagonal') secondMoments[at++] += shared * difference
        else for (let i = 0; i <= j; i++) secondMoments[at++] += shared * (data[row + i] - centers[center + i])
      }
    }
  }
}
