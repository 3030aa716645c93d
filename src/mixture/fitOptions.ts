import { CepstraError } from '../cepstraError'
import type { Frames } from './frames'
import type { Precision } from './precision'

/** Parameters to start from: K weights, K x D means and K x D variances. */
export interface GivenParameters {
  readonly weights: Float64Array
  readonly means: Float64Array
  readonly covariances: Float64Array
}

/**
 * How the first parameters are found.
 *
 * - `kmeans`: centers by k-means++, moved by Lloyd's algorithm; then weights, means and variances of the frames nearest to
 *   each. The default.
 * - `kmeans++`: the same without Lloyd's rounds: quicker, and more different between seeds. (scikit-learn's `k-means++`
 *   gives each component one single frame instead.)
 * - given parameters, taken as they are.
 */
export type Initialization = 'kmeans' | 'kmeans++' | GivenParameters

export interface FitOptions {
  /** K, at least 1. */
  readonly components: number
  /** Default `kmeans`. */
  readonly initialization?: Initialization
  /** A whole number of 32 bits; the same seed gives the same mixture on the same runtime, bit for bit. Default 0. */
  readonly seed?: number
  /** At least 1; default 100. */
  readonly maxIterations?: number
  /** Stop when the mean per-frame log-likelihood changes by less than this, in nats. Default 1e-3; 0 runs all iterations. */
  readonly tolerance?: number
  /** Added to every variance (scikit-learn's reg_covar). Default 1e-6. */
  readonly regCovar?: number
  /** Lower bound of each of the D variances, or absent for none. */
  readonly varianceFloor?: Float64Array
  /** How many initializations are tried; the one with the highest lower bound wins. Default 1. Given parameters start once. */
  readonly starts?: number
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
export function settleFitOptions(frames: Frames, options: FitOptions): SettledFitOptions {
  const initialization = options.initialization ?? 'kmeans'
  const settled: SettledFitOptions = {
    components: options.components,
    initialization,
    seed: options.seed ?? 0,
    maxIterations: options.maxIterations ?? 100,
    tolerance: options.tolerance ?? 1e-3,
    regCovar: options.regCovar ?? 1e-6,
    varianceFloor: options.varianceFloor ?? null,
    starts: typeof initialization === 'object' ? 1 : (options.starts ?? 1),
    precision: options.precision ?? 'float64',
  }
  checkWhole('components', settled.components)
  checkWhole('maxIterations', settled.maxIterations)
  checkWhole('starts', settled.starts)
  checkNotNegative('tolerance', settled.tolerance)
  checkNotNegative('regCovar', settled.regCovar)
  checkFloor(settled.varianceFloor, frames.dimensions)
  if (frames.count < settled.components) {
    throw new CepstraError(
      'TOO_FEW_FRAMES',
      `${settled.components} components need at least ${settled.components} frames, but there are ${frames.count}. ` +
        'Add recordings, or ask for fewer components.',
    )
  }
  return settled
}

function checkWhole(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return
  throw new CepstraError('OPTIONS_INVALID', `${name} must be a whole number from 1 up, but is ${value}.`)
}

function checkNotNegative(name: string, value: number): void {
  if (value >= 0 && value < Infinity) return
  throw new CepstraError('OPTIONS_INVALID', `${name} must be a number from 0 up, but is ${value}.`)
}

function checkFloor(floor: Float64Array | null, dimensions: number): void {
  if (floor === null) return
  if (floor.length !== dimensions) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `varianceFloor has ${floor.length} entries for frames of ${dimensions} dimensions; it needs one for each.`,
    )
  }
  for (const [column, value] of floor.entries()) checkNotNegative(`varianceFloor[${column}]`, value)
}
