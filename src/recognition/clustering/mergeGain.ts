import type { GaussianMoments } from './gaussianMoments'

/** Two segments and what they were together cost, in nats. */
export interface GaussianJudge {
  /** Minus the log-likelihood of the frames under their own Gaussian, but for a constant a frame. */
  deviance(moments: GaussianMoments): number
  /** The generalized log-likelihood ratio, not negative: what two Gaussians explain better than one. */
  ratio(a: GaussianMoments, b: GaussianMoments): number
  /**
   * By how much the Bayesian information criterion speaks for one Gaussian instead of two: the ratio taken from half the
   * number of a Gaussian's parameters times ln of the number of frames (Chen and Gopalakrishnan 1998, eq. 5, with their
   * penalty weight of 1 and the opposite sign). Positive where the two are one voice.
   */
  gain(a: GaussianMoments, b: GaussianMoments): number
}

/**
 * Judges Gaussians of a few frames. Each covariance is drawn towards the given variances as if as many frames as there are
 * columns had told them: one of fewer frames than columns has a determinant then, and one of many is as it was.
 *
 * @param prior D variances above 0, of all frames together.
 */
export function gaussianJudge(prior: Float64Array): GaussianJudge {
  const dimensions = prior.length
  const mean = new Float64Array(dimensions)
  const factor = new Float64Array((dimensions * (dimensions + 1)) / 2)

  /** The same for the frames of both, where there is a second. */
  const devianceOf = (a: GaussianMoments, b: GaussianMoments | null): number => {
    const count = a.count + (b ? b.count : 0)
    const scale = 1 / (count + dimensions)
    for (let j = 0; j < dimensions; j++) mean[j] = (a.sums[j] + (b ? b.sums[j] : 0)) / count
    let logDeterminant = 0
    if (a.form === 'diagonal') {
      for (let j = 0; j < dimensions; j++) {
        const squares = a.products[j] + (b ? b.products[j] : 0) - count * mean[j] * mean[j]
        logDeterminant += Math.log((Math.max(0, squares) + dimensions * prior[j]) * scale)
      }
      return 0.5 * count * logDeterminant
    }
    // The Cholesky factor row by row; the determinant is the product of its squared pivots.
    for (let j = 0, row = 0; j < dimensions; row += ++j) {
      for (let l = 0, other = 0; l <= j; other += ++l) {
        const at = row + l
        let value = a.products[at] + (b ? b.products[at] : 0) - count * mean[j] * mean[l]
        if (l === j) value += dimensions * prior[j]
        value *= scale
        for (let inner = 0; inner < l; inner++) value -= factor[row + inner] * factor[other + inner]
        if (l < j) factor[at] = value / factor[other + l]
        else {
          const pivot = Math.max(value, Number.MIN_VALUE)
          logDeterminant += Math.log(pivot)
          factor[at] = Math.sqrt(pivot)
        }
      }
    }
    return 0.5 * count * logDeterminant
  }

  const deviances = new WeakMap<GaussianMoments, number>()
  const deviance = (moments: GaussianMoments): number => {
    const known = deviances.get(moments)
    if (known !== undefined) return known
    const value = devianceOf(moments, null)
    deviances.set(moments, value)
    return value
  }
  const ratio = (a: GaussianMoments, b: GaussianMoments): number => devianceOf(a, b) - deviance(a) - deviance(b)
  return {
    deviance,
    ratio,
    gain: (a, b) => 0.5 * (a.sums.length + a.products.length) * Math.log(a.count + b.count) - ratio(a, b),
  }
}
