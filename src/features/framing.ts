import { CepstraError } from '../cepstraError'
import type { Recipe } from './recipe'

/** How a recipe cuts a recording of one sample rate into frames, in samples. */
export interface Framing {
  readonly frameLength: number
  /** The power of two to which a frame is filled up with zeros. */
  readonly fftLength: number
  /** First sample of frame i. Rounded for each frame by itself, so that times never drift where a hop is no whole number of samples. */
  startOf(frame: number): number
  /** How many whole frames fit into so many samples. */
  countIn(sampleCount: number): number
}

/** Throws RECIPE_INVALID where the rate leaves less than 4 samples for a frame or less than one for a hop. */
export function framing(recipe: Pick<Recipe, 'frameSeconds' | 'hopSeconds'>, sampleRateHz: number): Framing {
  const frameLength = Math.round(recipe.frameSeconds * sampleRateHz)
  const hop = recipe.hopSeconds * sampleRateHz
  if (!(frameLength >= 4 && hop >= 1 && Number.isFinite(hop))) {
    throw new CepstraError(
      'RECIPE_INVALID',
      `At ${sampleRateHz} Hz a frame of ${recipe.frameSeconds} s holds ${frameLength} samples and a hop of ` +
        `${recipe.hopSeconds} s ${hop.toFixed(2)}; at least 4 and 1 are needed. Choose longer ones or a higher rate.`,
    )
  }
  const startOf = (frame: number): number => Math.round(frame * hop)
  const countIn = (sampleCount: number): number => {
    if (sampleCount < frameLength) return 0
    let count = Math.floor((sampleCount - frameLength) / hop) + 1
    // The division may land on either side of the rounded start, so the last frame is settled by the starts themselves.
    while (startOf(count) + frameLength <= sampleCount) count++
    while (startOf(count - 1) + frameLength > sampleCount) count--
    return count
  }
  return { frameLength, fftLength: 2 ** Math.ceil(Math.log2(frameLength)), startOf, countIn }
}
