import { CepstraError } from '../cepstraError'
import type { Frames } from '../mixture/frames'
import { scoreSamples } from '../mixture/score'
import type { Bank } from './bank'

// Scoring asks for the SIMD kernel, several times faster than the reference and the same to within the rounding of
// float64. What goes out as a test vector comes from the reference itself.

/**
 * The log-likelihood of each frame under each label's mixture, in nats: row-major count x labels, in the order of the
 * bank's mixtures. Throws MODEL_MISMATCH where the frames have other dimensions than the bank.
 */
export function scoreFrames(bank: Pick<Bank, 'mixtures'>, frames: Frames): Float32Array {
  const labelCount = bank.mixtures.length
  const scores = new Float32Array(frames.count * labelCount)
  bank.mixtures.forEach(({ mixture }, l) => {
    checkDimensions(mixture.dimensions, frames)
    const column = scoreSamples(mixture, frames, 'float64')
    for (let i = 0; i < frames.count; i++) scores[i * labelCount + l] = column[i]
  })
  return scores
}

/** The mean log-likelihood over all frames under each label's mixture, in nats a frame. Throws as `scoreFrames` does. */
export function meanScores(bank: Pick<Bank, 'mixtures'>, frames: Frames): Float64Array {
  return Float64Array.from(bank.mixtures, ({ mixture }) => {
    checkDimensions(mixture.dimensions, frames)
    let sum = 0
    for (const score of scoreSamples(mixture, frames, 'float64')) sum += score
    return sum / frames.count
  })
}

function checkDimensions(dimensions: number, frames: Frames): void {
  if (dimensions === frames.dimensions) return
  throw new CepstraError(
    'MODEL_MISMATCH',
    `The bank describes frames of ${dimensions} numbers, but these have ${frames.dimensions}. ` +
      'Extract the features with the recipe the bank was trained on.',
  )
}
