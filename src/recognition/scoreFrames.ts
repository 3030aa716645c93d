import { CepstraError } from '../cepstraError'
import type { Frames } from '../mixture/frames'
import { framesInMemory, type FrameSource } from '../mixture/frameSource'
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

/** Frames scored together where they are read from a disk: the scores and the frames of hours would fill the memory. */
const framesAtOnce = 16_384

/** The mean log-likelihood over all frames under each label's mixture, in nats a frame. Throws as `scoreFrames` does. */
export function meanScores(bank: Scored, frames: Frames | FrameSource): Float64Array {
  const source = 'read' in frames ? frames : framesInMemory(frames)
  const sums = new Float64Array(bank.mixtures.length)
  for (let from = 0; from < source.count; from += framesAtOnce) {
    const part = source.read(from, Math.min(source.count, from + framesAtOnce))
    bank.mixtures.forEach(({ mixture }, l) => {
      checkDimensions(mixture.dimensions, part)
      for (const score of scoreSamples(mixture, part, 'float64')) sums[l] += score
    })
  }
  return sums.map((sum) => sum / source.count)
}

function checkDimensions(dimensions: number, frames: Frames): void {
  if (dimensions === frames.dimensions) return
  throw new CepstraError(
    'MODEL_MISMATCH',
    `The bank describes frames of ${dimensions} numbers, but these have ${frames.dimensions}. ` +
      'Extract the features with the recipe the bank was trained on.',
  )
}
