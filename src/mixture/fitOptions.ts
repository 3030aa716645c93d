import { CepstraError } from '../cepstraError'
import type { FrameSource } from './frameSource'
import { covarianceTypes, type CovarianceType } from './gaussianMixture'
import type { Precision } from './precision'

/** Parameters to start from: K weights, K x D means and covariances in the shape of their type. */
export interface GivenParameters {
  readonly weights: Float64Array
  readonly means: Float64Array
  readonly covariances: Float64Array
}

/**
 * How the first parameters are found; all but given ones from a sample of at most 16,384 frames (or 64 a component).
 *
 * - `kmeans`: centers by k-means++, moved by Lloyd's algorithm; then weights, means and covariances of the frames nearest
 *   to each. Where there are many more frames than the sample holds, expectation maximization comes to rest on the
 *   sample first, which saves passes over all of them. The default.
 * - `kmeans++`: the same without Lloyd's rounds: quicker, and more different between seeds. (scikit-learn's `k-means++`
 *   gives each component one single frame instead.)
 * - `random-frames`: the textbook's: the means are K frames drawn without replacement, every covariance is that of all
 *   frames, the weights are equal.
 * - `random-responsibilities`: every frame is shared out at random (scikit-learn's `random`).
 * - given parameters, taken as they are.
 */
export const initializations = ['kmeans', 'kmeans++', 'random-frames', 'random-responsibilities'] as const
export type Initialization = (typeof initializations)[number] | GivenParameters

/**
 * When a fit has come to rest.
 *
 * - `bound`: the mean per-frame log-likelihood changed by less than `tolerance`, in nats (scikit-learn's rule)
 * - `parameters`: no weight, mean or covariance moved by more than `tolerance` (the textbook's rule)
 */
export const stopRules = ['bound', 'parameters'] as const
export type StopRule = (typeof stopRules)[number]

export interface FitOptions {
  /** K, at least 1. */
  readonly components: number
  /** Default `diag`. */
  readonly covarianceType?: CovarianceType
  /** Default `kmeans`. */
  readonly initialization?: Initialization
  /** A whole number of 32 bits; the same seed gives the same mixture on the same runtime, bit for bit. Default 0. */
  readonly seed?: number
  /** At least 1; default 100. */
  readonly maxIterations?: number
  /** What `stop` compares with. Default 1e-3; 0 runs all iterations. */
  readonly tolerance?: number
  /** Default `bound`. */
  readonly stop?: StopRule
  /** Added to every variance (scikit-learn's reg_covar). Default 1e-6. */
  readonly regCovar?: number
  /** Lower bound of each of the D variances, or absent for none. */
  readonly varianceFloor?: Float64Array
  /** How many initializations are tried; the one with the highest lower bound wins. Default 1. Given parameters start once. */
  readonly starts?: number
  /** Keep the weights of the start (given ones, or what the initialization finds): they are priors. Default false. */
  readonly fixedWeights?: boolean
  /** Default `float64`. */
  readonly precision?: Precision
}

/** Options with every default filled in. */
export interface SettledFitOptions extends Required<Omit<FitOptions, 'varianceFloor'>> {
  readonly varianceFloor: Float64Array | null
}

/**
 * Fills in the defaults and checks every value against the frames.
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the option, `TOO_FEW_FRAMES` for fewer frames than components.
 */
export function settleFitOptions(
  frames: Pick<FrameSource, 'count' | 'dimensions'>,
  options: FitOptions,
): SettledFitOptions {
  const initialization = options.initialization ?? 'kmeans'
  const settled: SettledFitOptions = {
    components: options.components,
    covarianceType: options.covarianceType ?? 'diag',
    initialization,
    seed: options.seed ?? 0,
    maxIterations: options.maxIterations ?? 100,
    tolerance: options.tolerance ?? 1e-3,
    stop: options.stop ?? 'bound',
    regCovar: options.regCovar ?? 1e-6,
    varianceFloor: options.varianceFloor ?? null,
    starts: typeof initialization === 'object' ? 1 : (options.starts ?? 1),
    fixedWeights: options.fixedWeights ?? false,
    precision: options.precision ?? 'float64',
  }
  checkWhole('components', settled.components)
  checkWhole('maxIterations', settled.maxIterations)
  checkWhole('starts', settled.starts)
  checkNotNegative('tolerance', settled.tolerance)
  checkNotNegative('regCovar', settled.regCovar)
  checkFloor(settled.varianceFloor, frames.dimensions)
  checkChoice('covarianceType', settled.covarianceType, covarianceTypes)
  checkChoice('stop', settled.stop, stopRules)
  if (typeof initialization === 'string') checkChoice('initialization', initialization, initializations)
  checkFrameCount('components', settled.components, frames.count)
  return settled
}

/**
 * @param what what the frames are to be shared out over: components or clusters
 * @param counted of which kind the frames are that were counted
 * @throws CepstraError `TOO_FEW_FRAMES` when there is not at least one frame for each.
 */
export function checkFrameCount(what: string, wanted: number, count: number, counted = 'frames'): void {
  if (count >= wanted) return
  throw new CepstraError(
    'TOO_FEW_FRAMES',
    `${wanted} ${what} need at least ${wanted} ${counted}, but there are ${count}. Add recordings, or ask for fewer ${what}.`,
  )
}

/** @throws CepstraError `OPTIONS_INVALID` when an option is not a whole number from 1 up. */
export function checkWhole(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return
  throw new CepstraError('OPTIONS_INVALID', `${name} must be a whole number from 1 up, but is ${value}.`)
}

/** @throws CepstraError `OPTIONS_INVALID` when an option is negative, infinite or not a number. */
export function checkNotNegative(name: string, value: number): void {
  if (value >= 0 && value < Infinity) return
  throw new CepstraError('OPTIONS_INVALID', `${name} must be a number from 0 up, but is ${value}.`)
}

/** @throws CepstraError `OPTIONS_INVALID` when an option is none of its choices. */
export function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return
  throw new CepstraError('OPTIONS_INVALID', `${name} is "${value}", but must be one of ${choices.join(', ')}.`)
}

/** @throws CepstraError `OPTIONS_INVALID` when a variance floor has other than D entries, or one below 0. */
export function checkFloor(floor: Float64Array | null, dimensions: number): void {
  if (floor === null) return
  if (floor.length !== dimensions) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `varianceFloor has ${floor.length} entries for frames of ${dimensions} dimensions; it needs one for each.`,
    )
  }
  for (const [column, value] of floor.entries()) checkNotNegative(`varianceFloor[${column}]`, value)
}
