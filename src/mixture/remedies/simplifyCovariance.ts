import { framesWanted } from '../findings/frameShortage'
import { varianceOf, type CovarianceType, type GaussianMixture } from '../gaussianMixture'
import { findingOf, type Mended, type Patient } from './remedy'

/** What each type gives way to. */
export const simplerType: Record<CovarianceType, CovarianceType | null> = {
  full: 'diag',
  tied: 'diag',
  diag: 'spherical',
  spherical: null,
}

const adjectives: Record<CovarianceType, string> = {
  full: 'full',
  tied: 'tied',
  diag: 'diagonal',
  spherical: 'spherical',
}

/** The mixture with covariances of the next simpler type: the variances of the former ones, or their means. */
export function simplified(mixture: GaussianMixture): GaussianMixture | null {
  const { componentCount, dimensions } = mixture
  const covarianceType = simplerType[mixture.covarianceType]
  if (covarianceType === null) return null
  const variances = Float64Array.from({ length: componentCount * dimensions }, (_, at) =>
    varianceOf(mixture, Math.floor(at / dimensions), at % dimensions),
  )
  if (covarianceType === 'diag') return { ...mixture, covarianceType, covariances: variances }
  const covariances = Float64Array.from(
    { length: componentCount },
    (_, k) =>
      variances.subarray(k * dimensions, (k + 1) * dimensions).reduce((sum, value) => sum + value, 0) / dimensions,
  )
  return { ...mixture, covarianceType, covariances }
}

/** "Went over from full to diagonal covariances." */
export function simplification(from: CovarianceType, to: CovarianceType): string {
  return `Went over from ${adjectives[from]} to ${adjectives[to]} covariances.`
}

/** Goes over from full or tied covariances to diagonal ones where the frames do not carry them. */
export function simplifyCovariance({ mixture, options, findings }: Patient): Mended | null {
  const { covarianceType } = mixture
  if (covarianceType === 'diag' || covarianceType === 'spherical') return null
  const finding =
    findingOf({ findings }, 'ill-conditioned') ??
    findingOf({ findings }, 'at-reg-covar') ??
    (framesWanted(mixture) > framesWanted({ ...mixture, covarianceType: 'diag' })
      ? findingOf({ findings }, 'too-few-frames')
      : undefined)
  const simple = simplified(mixture)
  if (finding === undefined || simple === null) return null
  return {
    mixture: simple,
    options: { ...options, covarianceType: simple.covarianceType },
    mending: {
      remedy: 'simplify-covariance',
      components: finding.components,
      sentence: `${simplification(covarianceType, simple.covarianceType)} ${finding.sentence}`,
    },
  }
}
