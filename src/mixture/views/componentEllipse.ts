import { CepstraError } from '../../cepstraError'
import { covarianceMatrix, type GaussianMixture } from '../gaussianMixture'

export interface Ellipse {
  readonly center: readonly [x: number, y: number]
  /** Half the lengths of the long and the short axis. */
  readonly radii: readonly [long: number, short: number]
  /** From the x axis to the long axis, in radians, above -pi/2 and at most pi/2. */
  readonly angle: number
}

/**
 * The ellipse around a component's mean that holds a given share of its mass, as a line of equal density. In two
 * dimensions the squared Mahalanobis distance is chi-square with 2 degrees of freedom, so the share `p` lies within
 * sqrt(-2 ln(1 - p)) standard deviations: 39.3 % within one, 86.5 % within two.
 *
 * @param mixture of 2 columns, such as `marginalMixture` or `projectedMixture` make
 * @param share above 0 and below 1
 * @throws CepstraError `MODEL_MISMATCH` for a mixture of other than 2 columns, `OPTIONS_INVALID` for a share out of range.
 */
export function componentEllipse(mixture: GaussianMixture, component: number, share: number): Ellipse {
  if (mixture.dimensions !== 2) {
    throw new CepstraError(
      'MODEL_MISMATCH',
      `An ellipse needs a mixture of 2 columns, but this has ${mixture.dimensions}. Take the marginal of two columns.`,
    )
  }
  if (!(share > 0 && share < 1)) {
    throw new CepstraError('OPTIONS_INVALID', `The share must be above 0 and below 1, but is ${share}. Try 0.95.`)
  }
  const [xx, xy, , yy] = covarianceMatrix(mixture, component)
  const deviations = Math.sqrt(-2 * Math.log1p(-share))
  // The eigenvalues of a symmetric 2 x 2 matrix are its mean variance plus and minus this.
  const spread = Math.hypot((xx - yy) / 2, xy)
  const middle = (xx + yy) / 2
  const radius = (variance: number): number => deviations * Math.sqrt(Math.max(0, variance))
  return {
    center: [mixture.means[component * 2], mixture.means[component * 2 + 1]],
    radii: [radius(middle + spread), radius(middle - spread)],
    angle: Math.atan2(2 * xy, xx - yy) / 2,
  }
}
