import { cosineTransform } from './cosineTransform'
import type { Framing } from './framing'
import { melFilterBank, type MelFilterBank } from './melFilterBank'
import type { Recipe } from './recipe'
import { windowValues } from './window'

/** What a sample of 1 counts as. HTK and Kaldi read 16-bit integers. */
const sampleScales: Record<Recipe['sampleScale'], number> = { int32: 2 ** 31, int16: 2 ** 15, unit: 1 }

/**
 * Everything that turns the samples of one frame into its cepstrum, worked out once for a recipe and a rate:
 * scale, offset removed, pre-emphasis, window, zeros up to `fftLength`, spectrum, filters, logarithm, cosine transform.
 */
export interface AnalysisTables {
  readonly sampleRateHz: number
  readonly frameLength: number
  readonly fftLength: number
  /** What a sample of 1 counts as. */
  readonly sampleScale: number
  readonly removesOffset: boolean
  readonly preEmphasis: number
  /** `frameLength` values, the sample scale not in them. */
  readonly window: Float64Array
  readonly spectrum: Recipe['spectrum']
  readonly bank: MelFilterBank
  readonly logarithm: Recipe['logarithm']
  readonly logFloor: number
  /** Counting c0. */
  readonly coefficients: number
  /** Row-major coefficients x filters, its scale and the lifter in it. */
  readonly cosines: Float64Array
}

export function analysisTables(recipe: Recipe, framing: Framing, sampleRateHz: number): AnalysisTables {
  const { frameLength, fftLength } = framing
  return {
    sampleRateHz,
    frameLength,
    fftLength,
    sampleScale: sampleScales[recipe.sampleScale],
    removesOffset: recipe.dcOffset === 'remove',
    preEmphasis: recipe.preEmphasis,
    window: windowValues(recipe.window, frameLength),
    spectrum: recipe.spectrum,
    bank: melFilterBank(recipe, sampleRateHz, fftLength),
    logarithm: recipe.logarithm,
    logFloor: recipe.logFloor,
    coefficients: recipe.coefficients,
    cosines: cosineTransform(recipe),
  }
}

/** Whether `Meyda.extract('mfcc')` on the prepared frame means the same numbers, so that it can vouch for them. */
export function meansMeydasMfcc(recipe: Recipe): boolean {
  return (
    recipe.filterBank === 'meyda' &&
    recipe.lowestHz === 0 &&
    recipe.highestHz === 0 &&
    recipe.spectrum === 'power' &&
    recipe.logarithm === 'lnOnePlus' &&
    recipe.cosineTransform === 'meyda' &&
    recipe.lifter === 0
  )
}
