import { CepstraError } from '../cepstraError'
import type { Recipe } from './recipe'

/** How a recipe cuts a recording of one sample rate into frames, in samples. */
export interface Framing {
  readonly frameLength: number
  /** The power of two to which a frame is filled up with zeros. */
  readonly fftLength: number
  /** Samples of silence before the first of the recording, and behind its last, that frames reach into. */
  readonly padding: number
  /**
   * First sample of frame i, down to -`padding`. Rounded for each frame by itself, so that times never drift where a hop
   * is no whole number of samples.
   */
  startOf(frame: number): number
  /** How many frames there are in so many samples. */
  countIn(sampleCount: number): number
}

type FramingOptions = Pick<Recipe, 'frameSeconds' | 'hopSeconds'> & Partial<Pick<Recipe, 'framing' | 'fftLength'>>

/**
 * Whole frames only (`snip-edges` of Kaldi, HTK), or with `centered` one frame about every hop from the first sample on,
 * the ends filled up with zeros (librosa's `center=True`).
 *
 * Throws RECIPE_INVALID where the rate leaves less than 4 samples for a frame or less than one for a hop, or where the
 * transform is shorter than the frame.
 */
export function framing(recipe: FramingOptions, sampleRateHz: number): Framing {
  const frameLength = Math.round(recipe.frameSeconds * sampleRateHz)
  const hop = recipe.hopSeconds * sampleRateHz
  if (!(frameLength >= 4 && hop >= 1 && Number.isFinite(hop))) {
    throw new CepstraError(
      'RECIPE_INVALID',
      `At ${sampleRateHz} Hz a frame of ${recipe.frameSeconds} s holds ${frameLength} samples and a hop of ` +
        `${recipe.hopSeconds} s ${hop.toFixed(2)}; at least 4 and 1 are needed. Choose longer ones or a higher rate.`,
    )
  }
  const fftLength = recipe.fftLength ? recipe.fftLength : 2 ** Math.ceil(Math.log2(frameLength))
  if (fftLength < frameLength) {
    throw new CepstraError(
      'RECIPE_INVALID',
      `At ${sampleRateHz} Hz a frame of ${recipe.frameSeconds} s holds ${frameLength} samples, more than the transform ` +
        `of ${fftLength} points. Choose a longer transform, or the automatic one.`,
    )
  }
  const padding = recipe.framing === 'centered' ? frameLength >> 1 : 0
  const startOf = (frame: number): number => Math.round(frame * hop) - padding
  const countIn = (sampleCount: number): number => {
    const reach = sampleCount + padding
    if (sampleCount === 0 || reach + padding < frameLength) return 0
    let count = Math.max(1, Math.floor((reach + padding - frameLength) / hop) + 1)
    // The division may land on either side of the rounded start, so the last frame is settled by the starts themselves.
    while (startOf(count) + frameLength <= reach) count++
    while (startOf(count - 1) + frameLength > reach) count--
    return count
  }
  return { frameLength, fftLength, padding, startOf, countIn }
}

/** How far behind i * hopSeconds the middle of frame i lies. */
export function middleSeconds({ framing, frameSeconds }: Pick<Recipe, 'framing' | 'frameSeconds'>): number {
  return framing === 'centered' ? 0 : frameSeconds / 2
}
