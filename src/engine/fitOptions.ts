import type { ModelFitOptions } from '../mixture/fitModel'
import type { FitFields } from './contract'

/** The options of a fit as the contract names them, in the words of the mixture room. */
export function fitOptionsOf(fields: FitFields): Omit<ModelFitOptions, 'components' | 'covarianceType'> {
  const { initialization, starts, seed, maxIterations, tolerance, stop, regCovar, precision, bayesian, remedies } =
    fields
  return {
    ...{ initialization, starts, seed, maxIterations, tolerance, stop, regCovar, precision, remedies },
    bayesian: bayesian === 'dirichlet' ? 'dirichlet-distribution' : bayesian,
  }
}
