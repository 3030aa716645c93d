import type { JobRequest } from '../../../src/engine/contract'
import type { CovarianceType } from './fitWords'

type TrainRequest = Extract<JobRequest, { kind: 'train' }>
type Chosen<Key extends keyof TrainRequest> = NonNullable<TrainRequest[Key]>

/** What a number field holds: text while it is being typed. */
export type NumberChoice = number | string

/** The training form as it is filled in. */
export interface TrainChoices {
  readonly name: string
  readonly components: NumberChoice
  /** Choose the components of each label by BIC, or leave them to the prior, instead of taking `components`. */
  readonly automatic: boolean
  readonly covarianceType: CovarianceType
  /** Fit one background to all labels and adapt it to each; `components` are then the background's. */
  readonly background: boolean
  readonly bayesian: Chosen<'bayesian'> | 'none'
  readonly initialization: Chosen<'initialization'>
  readonly starts: NumberChoice
  readonly stop: Chosen<'stop'>
  readonly tolerance: NumberChoice
  readonly maxIterations: NumberChoice
  readonly seed: NumberChoice
  /** Whether what ails a fit may be mended, by whatever remedy. */
  readonly mend: boolean
}

export const defaultChoices: TrainChoices = {
  name: '',
  components: 16,
  automatic: false,
  covarianceType: 'diag',
  background: false,
  bayesian: 'none',
  initialization: 'kmeans',
  starts: 1,
  stop: 'bound',
  tolerance: 1e-3,
  maxIterations: 100,
  seed: 0,
  mend: false,
}

const remedies: Chosen<'remedies'> = ['raise-reg-covar', 'simplify-covariance', 'merge', 'reseed', 'prune']

/** The request that a filled form makes; null while a number is missing. */
export function trainRequest(choices: TrainChoices): TrainRequest | null {
  const { covarianceType, automatic, background, bayesian, initialization, stop } = choices
  const components = automatic && !background ? 'auto' : numberOf(choices.components)
  const starts = numberOf(choices.starts)
  const tolerance = numberOf(choices.tolerance)
  const maxIterations = numberOf(choices.maxIterations)
  const seed = numberOf(choices.seed)
  if (components === null || starts === null || tolerance === null || maxIterations === null || seed === null)
    return null
  const name = choices.name.trim()
  return {
    kind: 'train',
    ...(name === '' ? {} : { name }),
    ...(background && components !== 'auto' ? { backgroundComponents: components } : { components }),
    ...{ covarianceType, initialization, starts, stop, tolerance, maxIterations, seed },
    background: background ? 'all' : null,
    bayesian: bayesian === 'none' ? null : bayesian,
    remedies: choices.mend ? remedies : [],
  }
}

function numberOf(value: NumberChoice): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
