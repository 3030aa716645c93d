import { CepstraError } from '../cepstraError'
import { fitMixtureSteps, type FitOptions, type FitStep } from '../mixture/expectationMaximization'
import { findingSentences, fitFindings } from '../mixture/fitFindings'
import type { Frames } from '../mixture/frames'
import type { BankMixture } from './bank'

/** Fewer frames than this for one component only copy noise. */
export const framesPerComponent = 10

/** The smallest variance of each dimension, as a share of the pooled variance of all training frames. */
export interface RelativeFloor {
  readonly share: number
  /** One variance a dimension; see `pooledVariance`. */
  readonly pooledVariance: Float64Array
}

export interface TrainLabelOptions extends Pick<
  FitOptions,
  'components' | 'initialization' | 'seed' | 'maxIterations' | 'tolerance'
> {
  readonly floor: RelativeFloor
}

/**
 * Fits one label's mixture, step by step. A label with few frames gets fewer components than asked for, one for every
 * ten frames, and a finding that says so. Throws TOO_FEW_FRAMES below ten frames.
 */
export function* fitLabelSteps(
  label: string,
  frames: Frames,
  options: TrainLabelOptions,
): Generator<FitStep, BankMixture> {
  if (frames.count < framesPerComponent) {
    throw new CepstraError(
      'TOO_FEW_FRAMES',
      `"${label}" has ${frames.count} frames to learn from, and at least ${framesPerComponent} are needed. ` +
        'Add longer recordings, or take the label out of the training.',
    )
  }
  const { floor, ...fitOptions } = options
  const components = Math.min(options.components, Math.floor(frames.count / framesPerComponent))
  const result = yield* fitMixtureSteps(frames, {
    ...fitOptions,
    components,
    varianceFloor: floor.pooledVariance.map((variance) => variance * floor.share),
  })
  const findings = findingSentences(fitFindings(result, frames))
  if (components < options.components) {
    findings.unshift(
      `Only ${frames.count} frames: ${components} components instead of ${options.components} were fitted, ` +
        `one for every ${framesPerComponent} frames.`,
    )
  }
  const { mixture, lowerBounds, converged } = result
  return { label, mixture, frameCount: frames.count, lowerBounds, converged, findings }
}
