import { CepstraError } from '../cepstraError'
import type { FitCommand, FitStep } from '../mixture/expectationMaximization'
import { findingSentences } from '../mixture/fitFindings'
import { fitModelSteps, type ModelFitOptions } from '../mixture/fitModel'
import type { FramePasses } from '../mixture/framePasses'
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
  ModelFitOptions,
  | 'components'
  | 'covarianceType'
  | 'initialization'
  | 'seed'
  | 'starts'
  | 'maxIterations'
  | 'tolerance'
  | 'stop'
  | 'regCovar'
  | 'precision'
  | 'bayesian'
  | 'remedies'
> {
  readonly floor: RelativeFloor
}

/**
 * Fits one label's mixture, step by step. A label with few frames gets fewer components than asked for, one for every
 * ten frames, and a finding that says so, as everything does that was done about what ailed the fit. A variational fit
 * gives only the components that it did not empty. Throws TOO_FEW_FRAMES below ten frames.
 */
export function* fitLabelSteps(
  label: string,
  frames: Frames | FramePasses,
  options: TrainLabelOptions,
): Generator<FitStep, BankMixture, FitCommand> {
  const { count } = 'source' in frames ? frames.source : frames
  checkLabelFrames(label, count)
  const { floor, ...fitOptions } = options
  const components = Math.min(options.components, Math.floor(count / framesPerComponent))
  const result = yield* fitModelSteps(frames, {
    ...fitOptions,
    components,
    prune: true,
    varianceFloor: floor.pooledVariance.map((variance) => variance * floor.share),
  })
  const { mixture, lowerBounds, converged, effectiveComponents, mendings } = result
  const findings = [...mendings.map(({ sentence }) => sentence), ...findingSentences(result.findings)]
  if (effectiveComponents < components) {
    findings.unshift(`The frames need ${effectiveComponents} of ${components} components; the others came out empty.`)
  }
  if (components < options.components) {
    findings.unshift(
      `Only ${count} frames: ${components} components instead of ${options.components} were fitted, ` +
        `one for every ${framesPerComponent} frames.`,
    )
  }
  return { label, mixture, frameCount: count, lowerBounds, converged, findings }
}

/** @throws CepstraError TOO_FEW_FRAMES when a label has too little sound for a single component. */
export function checkLabelFrames(label: string, count: number): void {
  if (count >= framesPerComponent) return
  throw new CepstraError(
    'TOO_FEW_FRAMES',
    `"${label}" has ${count} frames to learn from, and at least ${framesPerComponent} are needed. ` +
      'Add longer recordings, or take the label out of the training.',
  )
}
