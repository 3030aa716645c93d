import type { GaussianMixture } from '../gaussianMixture'
import type { ExaminedFit, FitFinding, FittedFrames } from './fitFinding'
import { alternatives, counted, named } from './wording'

/** Below so many frames to its name a component says more about those frames than about the sound. */
export const starvedFrames = 5

/** Fewer frames a component than this, and its parameters are guesses. */
const fewFrames = 10

/**
 * How many frames a component should have at least: ten; one for each dimension, where it has a variance for each or
 * shares in a tied matrix; and with a matrix of its own one for each of the D (D + 3) / 2 parameters.
 */
export function framesWanted({
  covarianceType,
  dimensions,
}: Pick<GaussianMixture, 'covarianceType' | 'dimensions'>): number {
  const wanted = { spherical: 1, diag: dimensions, tied: dimensions, full: (dimensions * (dimensions + 3)) / 2 }
  return Math.max(fewFrames, wanted[covarianceType])
}

export function tooFewFrames({ mixture }: ExaminedFit, { weight }: FittedFrames): FitFinding | null {
  const { componentCount, covarianceType, dimensions } = mixture
  const wanted = framesWanted(mixture)
  if (weight >= wanted * componentCount) return null
  const fitting = Math.max(1, Math.floor(weight / wanted))
  const full = covarianceType === 'full'
  const why = full
    ? `the ${(dimensions * (dimensions + 3)) / 2} parameters of a component with a full covariance`
    : counted(dimensions, 'dimension')
  return {
    kind: 'too-few-frames',
    components: [],
    sentence:
      `${counted(weight, 'frame')} for ${counted(componentCount, 'component')} are ` +
      `${(weight / componentCount).toFixed(1)} a component; ${why} want at least ${wanted}.`,
    remedy: alternatives([
      'Add recordings',
      ...(full ? ['choose diagonal covariances'] : []),
      ...(fitting < componentCount ? [`ask for ${fitting > 1 ? 'at most ' : ''}${counted(fitting, 'component')}`] : []),
    ]),
  }
}

export function starvedComponents({ mixture }: ExaminedFit, { counts }: FittedFrames): FitFinding | null {
  const components = Array.from(counts.keys()).filter((k) => counts[k] < starvedFrames)
  // A single component holds all the frames there are; that they are too few has been told.
  if (components.length === 0 || mixture.componentCount === 1) return null
  const least = components.reduce((lowest, k) => Math.min(lowest, counts[k]), Infinity)
  return {
    kind: 'starved',
    components,
    sentence:
      `${named('Component', components)} of ${mixture.componentCount} ${components.length === 1 ? 'has' : 'have'} ` +
      `fewer than ${starvedFrames} frames (the least: ${least < 0.05 ? 'none' : least.toFixed(1)}).`,
    remedy: 'Ask for fewer components, try another seed, or add recordings.',
  }
}
