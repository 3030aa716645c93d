import Meyda from 'meyda'

/** What of Meyda's settings decides its numbers here. */
export interface MeydaSettings {
  readonly sampleRateHz: number
  /** Samples of a frame, a power of two. */
  readonly bufferSize: number
  readonly melBands: number
  /** Of the MFCC, at most `melBands`. */
  readonly coefficients: number
}

const meyda: typeof Meyda & { melFilterBank?: unknown; barkScale?: unknown; chromaFilterBank?: unknown } = Meyda
let held: MeydaSettings | null = null

/**
 * Meyda with these settings and without a window of its own, until the next call of this function.
 *
 * Meyda keeps its settings, its mel filter bank, its Bark scale and its chroma filter bank in the one object that the
 * module exports. It makes the first anew only when the number of bands changes, the second with the length of a frame
 * and the third never. Whose settings it holds is remembered here, and all three are dropped when they change:
 * otherwise another sample rate would be measured with the old tables, and a longer frame would give NaN.
 */
export function heldMeyda(settings: MeydaSettings): typeof Meyda {
  if (held !== null && isSame(held, settings)) return meyda
  held = settings
  meyda.sampleRate = settings.sampleRateHz
  meyda.bufferSize = settings.bufferSize
  meyda.melBands = settings.melBands
  meyda.numberOfMFCCCoefficients = settings.coefficients
  meyda.windowingFunction = 'rect'
  delete meyda.melFilterBank
  delete meyda.barkScale
  delete meyda.chromaFilterBank
  return meyda
}

function isSame(a: MeydaSettings, b: MeydaSettings): boolean {
  return (
    a.sampleRateHz === b.sampleRateHz &&
    a.bufferSize === b.bufferSize &&
    a.melBands === b.melBands &&
    a.coefficients === b.coefficients
  )
}
