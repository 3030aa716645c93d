import { CepstraError } from '../../cepstraError'
import type { BayesianPriors } from './bayesianPriors'
import {
  checkNotNegative,
  settleFitOptions,
  type FitOptions,
  type Initialization,
  type SettledFitOptions,
} from '../fitOptions'
import type { FrameSource } from '../frameSource'

/** N x K responsibilities to start from: no number below 0, every row sums to 1. */
export interface GivenResponsibilities {
  readonly responsibilities: Float64Array
}

type SharedOption = Exclude<keyof FitOptions, 'initialization' | 'varianceFloor' | 'fixedWeights'>

/**
 * What the Bayesian fit shares with {@link FitOptions} means the same, but for `tolerance`: by the `bound` rule it is
 * compared with the change of the lower bound of all frames together, as in scikit-learn.
 */
export interface BayesianFitOptions extends Pick<FitOptions, SharedOption> {
  /** Default `kmeans`. A mixture, given or found, counts as the moments of all frames under it. */
  readonly initialization?: Initialization | GivenResponsibilities
  /** Those left out have their defaults. */
  readonly priors?: Partial<BayesianPriors>
  /**
   * A component counts as empty when its expected weight is no more than this. Default: 0.001, or the weight of two
   * frames where that is more, since the prior leaves an empty component up to one frame's.
   */
  readonly emptyBelow?: number
  /** Leave the empty components out of the mixture that is returned. Default false. */
  readonly prune?: boolean
}

/** Options with every default filled in, but for the priors, which the fit takes from the frames. */
export interface SettledBayesianOptions extends Pick<SettledFitOptions, SharedOption> {
  readonly initialization: Initialization | GivenResponsibilities
  readonly emptyBelow: number | null
  readonly prune: boolean
}

/**
 * Fills in the defaults and checks every value against the frames; {@link settlePriors} does so for the priors.
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the option, `TOO_FEW_FRAMES` for fewer frames than components.
 */
export function settleBayesianOptions(
  source: Pick<FrameSource, 'count' | 'dimensions'>,
  options: BayesianFitOptions,
): SettledBayesianOptions {
  const { initialization = 'kmeans', emptyBelow = null, prune = false, priors: _priors, ...shared } = options
  const given = isResponsibilities(initialization)
  const settled = settleFitOptions(source, given ? shared : { ...shared, initialization })
  if (given) checkResponsibilities(initialization.responsibilities, source.count, settled.components)
  if (emptyBelow !== null) checkNotNegative('emptyBelow', emptyBelow)
  const { varianceFloor: _floor, fixedWeights: _fixed, ...used } = settled
  return { ...used, initialization, starts: given ? 1 : settled.starts, emptyBelow, prune }
}

export function isResponsibilities(
  initialization: Initialization | GivenResponsibilities,
): initialization is GivenResponsibilities {
  return typeof initialization === 'object' && 'responsibilities' in initialization
}

/** The sum of a row of responsibilities may differ from 1 by this much: they often come from float32. */
const rowSumTolerance = 1e-5

function checkResponsibilities(values: Float64Array, count: number, components: number): void {
  if (values.length !== count * components) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      `${count} frames under ${components} components take ${count * components} responsibilities, but ` +
        `${values.length} are given.`,
    )
  }
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (let at = i * components; at < (i + 1) * components; at++) sum += values[at] >= 0 ? values[at] : NaN
    if (Math.abs(sum - 1) <= rowSumTolerance) continue
    throw new CepstraError(
      'OPTIONS_INVALID',
      `The responsibilities of frame ${i} must be numbers from 0 up that sum to 1, but are ` +
        `${values.subarray(i * components, (i + 1) * components).join(', ')}.`,
    )
  }
}
