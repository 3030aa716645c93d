import { conditionNumber } from '../conditionNumber'
import { wellConditioned } from '../findings/illConditioned'
import { covarianceMatrix, type GaussianMixture } from '../gaussianMixture'
import type { Moments } from '../overallMoments'
import { findingOf, type Mended, type Patient } from './remedy'

/** A `regCovar` of this part of the narrowest column's variance blurs nothing that could be told apart. */
const harmlessPart = 1e-3

/** What is usual where no column has any variance. */
const usual = 1e-6

/** The next `regCovar` to try: ten times as much, and at least what does no harm yet. */
export function raisedRegCovar(regCovar: number, { variances }: Moments): number {
  return rounded(Math.max(10 * regCovar, harmlessRegCovar(variances)))
}

/**
 * Raises `regCovar` where components are ill-conditioned or live on next to nothing but it, to at least a thousandth of
 * the narrowest column's variance, and in steps of 10 until no matrix is close to singular.
 */
export function raiseRegCovar({ mixture, options, findings, moments }: Patient): Mended | null {
  const collapsed = findingOf({ findings }, 'at-reg-covar')
  const singular = findingOf({ findings }, 'ill-conditioned')
  // Collapsed components owe most of their variance to regCovar however far it is raised; once is enough for them.
  const finding = singular ?? (options.regCovar < rounded(harmlessRegCovar(moments.variances)) ? collapsed : undefined)
  if (finding === undefined) return null
  let regCovar = raisedRegCovar(options.regCovar, moments)
  while (isIllConditioned(widened(mixture, regCovar - options.regCovar))) regCovar = rounded(10 * regCovar)
  return {
    mixture: widened(mixture, regCovar - options.regCovar),
    options: { ...options, regCovar },
    mending: {
      remedy: 'raise-reg-covar',
      components: finding.components,
      sentence: `Raised regCovar from ${options.regCovar} to ${regCovar}. ${finding.sentence}`,
    },
  }
}

/** Two digits are all that a choice like this has to say. */
function rounded(regCovar: number): number {
  return Number(regCovar.toPrecision(2))
}

function harmlessRegCovar(variances: Float64Array): number {
  const least = variances.reduce((lowest, value) => (value > 0 ? Math.min(lowest, value) : lowest), Infinity)
  return least < Infinity ? harmlessPart * least : usual
}

/** The mixture with this much more variance in every column. */
function widened(mixture: GaussianMixture, more: number): GaussianMixture {
  const { covarianceType, dimensions, covariances } = mixture
  const matrices = covarianceType === 'full' || covarianceType === 'tied'
  const onDiagonal = (at: number) => !matrices || (at % (dimensions * dimensions)) % (dimensions + 1) === 0
  return { ...mixture, covariances: covariances.map((value, at) => (onDiagonal(at) ? value + more : value)) }
}

function isIllConditioned(mixture: GaussianMixture): boolean {
  const { covarianceType, componentCount, dimensions } = mixture
  if (covarianceType === 'diag' || covarianceType === 'spherical') return false
  return Array.from({ length: covarianceType === 'tied' ? 1 : componentCount }, (_, k) => k).some(
    (k) => conditionNumber(covarianceMatrix(mixture, k), dimensions) > wellConditioned,
  )
}
