import { adaptMixtureSteps } from '../mixture/adaptation'
import type { FitCommand, FitStep } from '../mixture/expectationMaximization'
import type { FramePasses } from '../mixture/framePasses'
import type { Frames } from '../mixture/frames'
import type { GaussianMixture } from '../mixture/gaussianMixture'
import type { Precision } from '../mixture/precision'
import type { Background, BankMixture } from './bank'
import { checkLabelFrames, type RelativeFloor } from './trainLabel'

export interface AdaptLabelOptions extends Pick<Background, 'adapted' | 'relevance'> {
  readonly background: GaussianMixture
  readonly floor: RelativeFloor
  readonly precision: Precision
}

/**
 * One label's mixture, adapted from a background by maximum a posteriori in a single pass; its one lower bound is what the
 * background itself makes of the label's frames. Throws TOO_FEW_FRAMES below ten frames, and as `adaptMixtureSteps` does.
 */
export function* adaptLabelSteps(
  label: string,
  frames: Frames | FramePasses,
  { background, adapted, relevance, floor, precision }: AdaptLabelOptions,
): Generator<FitStep, BankMixture, FitCommand> {
  const { count } = 'source' in frames ? frames.source : frames
  checkLabelFrames(label, count)
  const varianceFloor = floor.pooledVariance.map((variance) => variance * floor.share)
  const steps = adaptMixtureSteps(background, frames, { adapt: adapted, relevance, varianceFloor, precision })
  let next = steps.next()
  while (!next.done) {
    yield { start: 0, iteration: 1, lowerBound: null }
    next = steps.next()
  }
  const { mixture, shares, meanLogLikelihood } = next.value
  const moved = shares.filter((share) => share >= 0.5).length
  const findings =
    moved > 0
      ? []
      : [
          `No component has the ${relevance} frames that move it halfway, so the mixture is little else than the ` +
            'background. Add recordings, or choose a smaller relevance.',
        ]
  return { label, mixture, frameCount: count, lowerBounds: [meanLogLikelihood], converged: true, findings }
}
