import type { GaussianMixture } from '../../mixture/gaussianMixture'
import { sampleMixture } from '../../mixture/sampling'
import { scoreSamples } from '../../mixture/score'
import { parameterCount } from '../../mixture/selection/informationCriteria'
import type { Bank } from '../bank'
import { pooledGaussian } from '../scoring/pooledGaussian'

/** What a frame's log-likelihoods are compared with, so that they speak for or against a label. */
export interface VoiceEvidence {
  readonly pooled: GaussianMixture
  /**
   * By how much a new frame of the label itself is likelier under its own mixture than under `pooled`, in nats on
   * average; one a label, at least 0.
   */
  readonly typical: Float64Array
}

/** Frames drawn from each mixture: the mean is then known to about 2 % of itself. */
const drawnFrames = 4000

/**
 * A mixture describes the frames that it was fitted to better than others, by one nat for each of its parameters over
 * all of them (Akaike 1974), were the frames independent. Those of speech are not; on spoken digits, from a quarter of
 * a minute a voice on, it came to twice that and more.
 */
const natsAParameter = 2
/** With few frames the floor of the variances keeps mixtures from learning them by heart: no less is left than this. */
const leastShare = 0.75

/** What a bank's mixtures tell of how its voices score, without any recording. */
export function voiceEvidence({ mixtures, background }: Pick<Bank, 'mixtures' | 'background'>): VoiceEvidence {
  const pooled = pooledGaussian(mixtures.map(({ mixture }) => mixture))
  const typical = Float64Array.from(mixtures, ({ mixture, frameCount }) => {
    const { frames } = sampleMixture(mixture, drawnFrames)
    const own = scoreSamples(mixture, frames, 'float64')
    const others = scoreSamples(pooled, frames, 'float64')
    const fitted = own.reduce((sum, score, i) => sum + score - others[i], 0) / drawnFrames
    // An adapted mixture has most of its parameters from the background.
    const learned = background ? 0 : (natsAParameter * parameterCount(mixture)) / Math.max(1, frameCount)
    return Math.max(leastShare * fitted, fitted - learned, 0)
  })
  return { pooled, typical }
}

/**
 * What one frame says for each label, in nats, into `out` from `at` on: its ratio to `pooled`, less the share of the
 * label's typical one that is asked for, so that 0 is where known and unknown meet.
 *
 * A single frame speaks against a label by no more than one of its own speaks for it: a click, or a breath that no
 * mixture has seen, would otherwise outweigh a word.
 *
 * @param scores the log-likelihoods of frames under each label and then `pooled`, row-major; `row` is where the frame begins
 */
export function frameEvidence(
  scores: Float32Array,
  row: number,
  { typical }: VoiceEvidence,
  unknownShare: number,
  out: Float64Array,
  at: number,
): void {
  const labels = typical.length
  const common = scores[row + labels]
  for (let l = 0; l < labels; l++) {
    const ratio = scores[row + l] - common
    // What lies so far out that it has no likelihood at all speaks against a label too, but no more than the rest.
    out[at + l] = (ratio > -typical[l] && ratio < Infinity ? ratio : -typical[l]) - unknownShare * typical[l]
  }
}
