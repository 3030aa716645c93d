import { CepstraError } from '../cepstraError'
import { localPasses, passesOver, type FramePasses } from '../mixture/framePasses'
import type { Frames } from '../mixture/frames'
import type { FrameSource } from '../mixture/frameSource'
import type { TopScoring } from '../mixture/manyScoring'
import { scoreSamples } from '../mixture/score'
import type { FittedMixture } from './bank'

// Scoring asks for the SIMD kernel, several times faster than the reference and the same to within the rounding of
// float64. What goes out as a test vector comes from the reference itself.

/** Mixtures to score by; a label is not needed. */
interface Scored {
  readonly mixtures: readonly Pick<FittedMixture, 'mixture'>[]
}

/**
 * The log-likelihood of each frame under each label's mixture, in nats: row-major count x labels, in the order of the
 * bank's mixtures. Throws MODEL_MISMATCH where the frames have other dimensions than the bank.
 */
export function scoreFrames(bank: Scored, frames: Frames): Float32Array {
  const labelCount = bank.mixtures.length
  const scores = new Float32Array(frames.count * labelCount)
  bank.mixtures.forEach(({ mixture }, l) => {
    checkDimensions(mixture.dimensions, frames)
    const column = scoreSamples(mixture, frames, 'float64')
    for (let i = 0; i < frames.count; i++) scores[i * labelCount + l] = column[i]
  })
  return scores
}

/** Passes over a recording by this thread alone, or those that are given. Throws as `scoreFrames` does. */
export function scoringPasses({ mixtures }: Scored, frames: Frames | FrameSource | FramePasses): FramePasses {
  const passes = 'sums' in frames ? frames : 'read' in frames ? localPasses(frames) : passesOver(frames)
  for (const { mixture } of mixtures) checkDimensions(mixture.dimensions, passes.source)
  return passes
}

/**
 * The mean log-likelihood over all frames under each label's mixture, in nats a frame; with `top`, under few components of
 * each. Throws as `scoreFrames` does.
 */
export function meanScores(
  bank: Scored,
  frames: Frames | FrameSource | FramePasses,
  top: TopScoring | null = null,
): Float64Array {
  const passes = scoringPasses(bank, frames)
  const mixtures = bank.mixtures.map(({ mixture }) => mixture)
  const steps = passes.sums({ kind: 'scores', mixtures, precision: 'float64', top })
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value.map((sum) => sum / passes.source.count)
}

function checkDimensions(dimensions: number, frames: Pick<Frames, 'dimensions'>): void {
  if (dimensions === frames.dimensions) return
  throw new CepstraError(
    'MODEL_MISMATCH',
    `The bank describes frames of ${dimensions} numbers, but these have ${frames.dimensions}. ` +
      'Extract the features with the recipe the bank was trained on.',
  )
}
