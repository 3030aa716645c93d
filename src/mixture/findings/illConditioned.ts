import { conditionNumber } from '../conditionNumber'
import { covarianceMatrix } from '../gaussianMixture'
import type { ExaminedFit, FitFinding } from './fitFinding'
import { named } from './wording'

/** Beyond this condition number the digits of float32 frames no longer tell the columns apart. */
export const wellConditioned = 1e6

/** Full and tied covariances in which some column all but follows from the others; those in `known` have been told. */
export function illConditioned({ mixture }: ExaminedFit, known: readonly number[]): FitFinding | null {
  const { covarianceType, componentCount, dimensions } = mixture
  if (covarianceType === 'diag' || covarianceType === 'spherical' || dimensions === 1) return null
  const all = Array.from({ length: componentCount }, (_, k) => k)
  const matrices = (covarianceType === 'tied' ? [0] : all).filter((k) => !known.includes(k))
  const numbers = new Map(matrices.map((k) => [k, conditionNumber(covarianceMatrix(mixture, k), dimensions)]))
  const found = matrices.filter((k) => (numbers.get(k) ?? 0) > wellConditioned)
  if (found.length === 0) return null
  const worst = found.reduce((most, k) => Math.max(most, numbers.get(k) ?? 0), 0)
  const which =
    covarianceType === 'tied'
      ? 'The tied covariance is'
      : `${named('Component', found)} of ${componentCount} ${found.length === 1 ? 'has a full covariance' : 'have full covariances'}`
  return {
    kind: 'ill-conditioned',
    components: covarianceType === 'tied' ? all : found,
    sentence:
      `${which} close to singular (condition number ${worst.toPrecision(2)}): some column all but follows from the ` +
      'others.',
    remedy: 'Raise regCovar, leave one of those columns out, or choose diagonal covariances.',
  }
}
