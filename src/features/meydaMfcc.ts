import Meyda from 'meyda'
import type { FrameToMfcc, MfccShape } from './mfcc'

// Meyda keeps its settings and its mel filter bank in the one object that the module exports, and makes a new bank
// only when the number of filters changes. Whose settings it holds is remembered here, and the bank is dropped when
// they change: otherwise another sample rate would be measured with the old bank, and a longer frame would give NaN.
const meyda: typeof Meyda & { melFilterBank?: unknown } = Meyda
let held: MfccShape | null = null

function hold(shape: MfccShape): void {
  if (held === shape) return
  held = shape
  meyda.sampleRate = shape.sampleRateHz
  meyda.bufferSize = shape.fftLength
  meyda.melBands = shape.melFilters
  meyda.numberOfMFCCCoefficients = shape.coefficients
  meyda.windowingFunction = 'rect'
  delete meyda.melFilterBank
}

/** MFCC of prepared frames by `Meyda.extract` itself: the definition that the fast way is held against. */
export function meydaMfcc(shape: MfccShape): FrameToMfcc {
  return (frame, mfcc) => {
    hold(shape)
    const features: unknown = meyda.extract('mfcc', frame)
    if (!Array.isArray(features)) throw new TypeError('Meyda returned no coefficients.')
    for (let i = 0; i < shape.coefficients; i++) mfcc[i] = Number(features[i])
  }
}
