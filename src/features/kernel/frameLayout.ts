import type { AnalysisTables } from '../analysisTables'

/** Two frames side by side, in float64. */
const vectorBytes = 16

/** The fields of a plan: those of the class in plan.as, in its order. First float64 ... */
export const planNumbers = ['preEmphasis', 'squareScale', 'addend', 'floor', 'logUnit'] as const

/** ... then int32. */
export const planFields = [
  'frameLength',
  'half',
  'removesOffset',
  'magnitude',
  'bands',
  'coefficients',
  'samples',
  'starts',
  'window',
  'places',
  'twiddles',
  'turns',
  'filters',
  'weights',
  'cosines',
  'frame',
  'points',
  'bins',
  'logs',
  'sums',
  'cepstra',
  'logBands',
  'energies',
  'variances',
] as const

export type Plan = Record<(typeof planFields)[number], number>

/** Where everything lies in the kernel's memory, in bytes. */
export interface FrameLayout {
  readonly planAddress: number
  readonly plan: Plan
  /** Frames that there is room for at a time. */
  readonly mostFrames: number
  /** Samples that there is room for at a time; at least a frame. */
  readonly mostSamples: number
  readonly end: number
}

/** So many frames at a time keep what comes out in the processor's second cache. */
const mostFrames = 256

/** So do so many samples, which frames of a few hundred share. */
const usualSamples = 65_536

/** What lies there only as long as a table of another analysis does not take its place. */
export function frameLayout(tables: AnalysisTables): FrameLayout {
  const { frameLength, fftLength, bank, coefficients } = tables
  const half = fftLength / 2
  const bands = bank.bands
  const fours = 4 * Math.ceil(coefficients / 4)
  const mostSamples = Math.max(usualSamples, frameLength)
  let end = 0
  const take = (bytes: number): number => {
    const address = end
    end += vectorBytes * Math.ceil(bytes / vectorBytes)
    return address
  }
  const planAddress = take(8 * planNumbers.length + 4 * planFields.length)
  const plan: Plan = {
    frameLength,
    half,
    removesOffset: tables.removesOffset ? 1 : 0,
    magnitude: tables.spectrum === 'magnitude' ? 1 : 0,
    bands,
    coefficients,
    window: take(8 * (frameLength + 1)),
    places: take(4 * half),
    twiddles: take(16 * half),
    turns: take(8 * half),
    filters: take(8 * bands),
    weights: take(8 * bank.weights.length),
    cosines: take(8 * fours * bands),
    frame: take(vectorBytes * (frameLength + 1)),
    points: take(2 * vectorBytes * half),
    bins: take(vectorBytes * (half + 1)),
    logs: take(vectorBytes * bands),
    sums: take(vectorBytes * fours),
    starts: take(4 * mostFrames),
    samples: take(4 * mostSamples),
    cepstra: take(4 * mostFrames * coefficients),
    logBands: take(4 * mostFrames * bands),
    energies: take(8 * mostFrames),
    variances: take(8 * mostFrames),
  }
  return { planAddress, plan, mostFrames, mostSamples, end }
}
