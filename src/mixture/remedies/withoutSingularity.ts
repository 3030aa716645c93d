import type { FitOptions, GivenParameters, SettledFitOptions } from '../fitOptions'
import type { Moments } from '../overallMoments'
import type { SingularCovariance } from '../singularCovariance'
import { raisedRegCovar } from './raiseRegCovar'
import type { Mending, Remedy } from './remedy'
import { simplerType, simplification, simplified } from './simplifyCovariance'

/** With a `regCovar` of this part of the widest column's variance no matrix is singular. */
const enough = 0.1

/** What to change in the options of a fit that ended in a singular covariance; null where nothing allowed would help. */
export function withoutSingularity(
  { component }: SingularCovariance,
  options: SettledFitOptions,
  allowed: ReadonlySet<Remedy>,
  moments: Moments,
): { options: Pick<FitOptions, 'regCovar' | 'covarianceType' | 'initialization'>; mending: Mending } | null {
  const components = component === null ? [] : [component]
  const which = component === null ? 'the tied covariance' : `the covariance of component ${component + 1}`
  const why = `Before, ${which} came out as singular.`
  const { regCovar, covarianceType, initialization } = options
  const widest = moments.variances.reduce((most, value) => Math.max(most, value), 0)
  if (allowed.has('raise-reg-covar') && regCovar <= enough * widest) {
    const raised = raisedRegCovar(regCovar, moments)
    const sentence = `Raised regCovar from ${regCovar} to ${raised}. ${why}`
    return { options: { regCovar: raised }, mending: { remedy: 'raise-reg-covar', components, sentence } }
  }
  const simpler = simplerType[covarianceType]
  if (!allowed.has('simplify-covariance') || simpler === null) return null
  const given = typeof initialization === 'object' ? initialization : null
  return {
    options: {
      covarianceType: simpler,
      ...(given ? { initialization: simplerStart(given, options, moments.means.length) } : {}),
    },
    mending: {
      remedy: 'simplify-covariance',
      components,
      sentence: `${simplification(covarianceType, simpler)} ${why}`,
    },
  }
}

/** Given parameters with covariances of the simpler type. */
function simplerStart(
  given: GivenParameters,
  { covarianceType, components }: SettledFitOptions,
  dimensions: number,
): GivenParameters {
  return simplified({ covarianceType, componentCount: components, dimensions, ...given }) ?? given
}
