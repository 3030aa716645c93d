import type { MeydaAudioFeature, MeydaFeaturesObject } from 'meyda'
import type { AnalysisTables } from './analysisTables'
import type { ExtraColumn } from './recipe'

/** Meyda's answer; its type leaves out the mel bands. */
export type MeydaAnswer = Partial<MeydaFeaturesObject> & { readonly melBands?: readonly number[] }

/** What Meyda must be asked for one of the extras, and how its answer becomes columns. */
export interface MeydaExtra {
  readonly feature: MeydaAudioFeature
  /** The column or columns of one frame; not yet checked for numbers that are not finite. Frames come in order. */
  read(found: MeydaAnswer, frame: ArrayLike<number>): number | ArrayLike<number>
}

type ExtraOfMeyda = Exclude<ExtraColumn, 'pitch'>

/**
 * How an extra is read from Meyda 5.6.3. Its moments are in bins and are brought to hertz, its slope is brought to a
 * size that does not vanish beside other columns, its levels are brought to fractions of full scale whatever the scale
 * of the recipe, and what zeros behind the frame do to them is taken out again. Everything else is as Meyda gives it.
 */
export function meydaExtra(
  extra: ExtraOfMeyda,
  tables: Pick<AnalysisTables, 'sampleRateHz' | 'frameLength' | 'fftLength' | 'sampleScale'>,
): MeydaExtra {
  const { sampleRateHz, frameLength, fftLength, sampleScale } = tables
  const hertzPerBin = sampleRateHz / fftLength
  switch (extra) {
    case 'rms':
      // Meyda divides by the length with the zeros.
      return { feature: extra, read: ({ rms = 0 }) => (rms / sampleScale) * Math.sqrt(fftLength / frameLength) }
    case 'zcr':
      return {
        feature: extra,
        // The step from a last sample below zero to the zeros behind it is no crossing of the sound's.
        read: ({ zcr = 0 }, frame) => zcr - (frameLength < fftLength && frame[frameLength - 1] < 0 ? 1 : 0),
      }
    case 'spectralCentroid':
      return { feature: extra, read: ({ spectralCentroid = 0 }) => spectralCentroid * hertzPerBin }
    case 'spectralSpread':
      return { feature: extra, read: ({ spectralSpread = 0 }) => spectralSpread * hertzPerBin }
    case 'spectralSlope':
      return { feature: extra, read: ({ spectralSlope = 0 }) => spectralSlope * hertzPerMegahertz }
    case 'spectralFlux':
      return { feature: 'amplitudeSpectrum', read: spectralFlux(sampleScale) }
    case 'loudness':
      return { feature: extra, read: ({ loudness }) => (loudness?.total ?? 0) / sampleScale ** loudnessExponent }
    case 'chroma':
    case 'melBands':
      return { feature: extra, read: (found) => found[extra] ?? [] }
    case 'spectralSkewness':
    case 'spectralKurtosis':
    case 'spectralRolloff':
    case 'spectralFlatness':
    case 'spectralCrest':
    case 'perceptualSharpness':
    case 'perceptualSpread':
      return { feature: extra, read: (found) => found[extra] ?? 0 }
  }
}

const hertzPerMegahertz = 1e6

/** Of a Bark band's summed amplitudes, in Meyda's `loudness`. */
const loudnessExponent = 0.23

/**
 * How much the amplitudes of the spectrum rose since the frame before, summed over the bins; 0 for the first frame.
 * Meyda's own `spectralFlux` cannot be called: it works on samples, counts from a negative index, and its sum is no
 * number (https://github.com/meyda/meyda/issues/852). Its definition is applied to Meyda's spectra instead.
 */
function spectralFlux(sampleScale: number): MeydaExtra['read'] {
  let before: Float32Array | null = null
  return ({ amplitudeSpectrum }) => {
    if (!amplitudeSpectrum) return 0
    let flux = 0
    if (before) {
      for (let bin = 0; bin < amplitudeSpectrum.length; bin++) {
        flux += Math.max(0, amplitudeSpectrum[bin] - before[bin])
      }
    }
    before = amplitudeSpectrum
    return flux / sampleScale
  }
}
