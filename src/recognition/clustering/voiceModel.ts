import { fitMixture } from '../../mixture/expectationMaximization'
import { concatenateFrames, type Frames } from '../../mixture/frames'
import { framesInMemory } from '../../mixture/frameSource'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { framesAt } from '../../mixture/sampleFrames'
import { scoreSamples } from '../../mixture/score'
import { momentsFormOf } from './gaussianMoments'
import type { SpeechMaterial } from './speechMaterial'

/** The mixture of one cluster, and the frames that it was fitted to. */
export interface VoiceModel {
  readonly mixture: GaussianMixture
  /** Of those of the material; of more than 4,000 an even choice. */
  readonly frames: Frames
  /** How many frames the cluster has in all. */
  readonly frameCount: number
  /** The log-likelihood of `frames`, in nats. */
  readonly logLikelihood: number
}

/** Speech that one component is given for, so that the size of a mixture follows from how much there is of a voice. */
const secondsAComponent = 5
const mostComponents = 12
const framesAComponent = 20
const mostFrames = 4000
/** Of the variance of all frames, the least that a component has. */
const floorShare = 0.02
const iterations = { first: 10, next: 5 }

/**
 * Fits the mixture of the frames with these indices in the material.
 *
 * @param before what the cluster had before some of its frames went and others came; its mixture is where this begins.
 */
export function fitVoice(
  material: SpeechMaterial,
  indices: readonly number[],
  seed: number,
  before: VoiceModel | null = null,
): VoiceModel {
  const chosen = Array.from(
    { length: Math.min(mostFrames, indices.length) },
    (_, i) => indices[Math.floor((i * indices.length) / Math.min(mostFrames, indices.length))],
  )
  const frames = framesAt(framesInMemory(material.frames), chosen)
  const seconds = indices.length * material.step * material.hopSeconds
  const most = Math.min(mostComponents, Math.floor(frames.count / framesAComponent))
  const kept = before && before.mixture.componentCount <= most ? before.mixture : null
  const components = Math.max(1, Math.min(most, Math.round(seconds / secondsAComponent)))
  const mixture = fitted(material, frames, { components, seed }, kept)
  return { mixture, frames, frameCount: indices.length, logLikelihood: logLikelihoodOf(mixture, frames) }
}

/**
 * By how much the frames of two clusters are better explained by one mixture with as many components as theirs together
 * than by their own: positive where they are one voice. Both sides have the same number of parameters, so that there is
 * no penalty to be weighed (Ajmera and Wooters 2003).
 */
export function mergeAdvantage(material: SpeechMaterial, a: VoiceModel, b: VoiceModel): number {
  const frames = concatenateFrames([a.frames, b.frames])
  const together = unionOf(a, b)
  const mixture = fitted(material, frames, { components: together.componentCount, seed: 0 }, together)
  return logLikelihoodOf(mixture, frames) - a.logLikelihood - b.logLikelihood
}

/** The components of both, weighted by how much each cluster has. */
function unionOf(a: VoiceModel, b: VoiceModel): GaussianMixture {
  const share = a.frames.count / (a.frames.count + b.frames.count)
  return {
    ...a.mixture,
    componentCount: a.mixture.componentCount + b.mixture.componentCount,
    weights: joined(
      a.mixture.weights.map((weight) => weight * share),
      b.mixture.weights.map((weight) => weight * (1 - share)),
    ),
    means: joined(a.mixture.means, b.mixture.means),
    covariances: joined(a.mixture.covariances, b.mixture.covariances),
  }
}

function fitted(
  { variances }: SpeechMaterial,
  frames: Frames,
  options: { readonly components: number; readonly seed: number },
  from: GaussianMixture | null,
): GaussianMixture {
  return fitMixture(frames, {
    components: from ? from.componentCount : options.components,
    seed: options.seed,
    covarianceType: momentsFormOf(frames.dimensions) === 'full' ? 'full' : 'diag',
    varianceFloor: variances.map((variance) => variance * floorShare),
    maxIterations: from ? iterations.next : iterations.first,
    ...(from ? { initialization: from } : {}),
  }).mixture
}

function logLikelihoodOf(mixture: GaussianMixture, frames: Frames): number {
  return scoreSamples(mixture, frames, 'float64').reduce((sum, score) => sum + score, 0)
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
