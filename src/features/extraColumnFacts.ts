import { extraColumns, type ExtraColumn } from './recipe'

/** What a form, a help page or a plot needs to know of one of the extra columns, or group of them. */
export interface ExtraColumnFacts {
  readonly extra: ExtraColumn
  readonly label: string
  /** Empty where the value is a bare number. */
  readonly unit: string
  readonly help: string
}

/** Said once beside the choice of extras. */
export const extrasHelp =
  'Further columns behind the cepstrum and its slopes. All but pitch are measured by Meyda, which manages some thousand ' +
  'frames a second, so extraction takes several times longer. Columns differ in size by orders of magnitude: ' +
  'normalize them by the project’s mean and variance.'

const facts: Readonly<Record<ExtraColumn, Omit<ExtraColumnFacts, 'extra'>>> = {
  rms: {
    label: 'RMS level',
    unit: 'of full scale',
    help: 'Root mean square of the frame behind the window; a full-scale square wave has 1. Follows the volume.',
  },
  zcr: {
    label: 'Zero crossings',
    unit: '1/frame',
    help: 'How often the samples of the frame change their sign; high for hisses, low for vowels.',
  },
  spectralCentroid: {
    label: 'Spectral centroid',
    unit: 'Hz',
    help: 'The mean frequency, weighted by amplitude: how bright a sound is.',
  },
  spectralSpread: {
    label: 'Spectral spread',
    unit: 'Hz',
    help: 'Standard deviation about the centroid: narrow for tones, wide for noise.',
  },
  spectralSkewness: {
    label: 'Spectral skewness',
    unit: '',
    help: 'How lopsided the spectrum is about its centroid; above 0 where most of it lies below.',
  },
  spectralKurtosis: {
    label: 'Spectral kurtosis',
    unit: '',
    help: 'How peaked the spectrum is about its centroid; 3 for a bell curve.',
  },
  spectralRolloff: {
    label: 'Spectral rolloff',
    unit: 'Hz',
    help: 'The frequency below which 99 % of the summed amplitudes lie.',
  },
  spectralFlatness: {
    label: 'Spectral flatness',
    unit: '',
    help: 'Geometric over arithmetic mean of the amplitudes: 0 for a tone, towards 1 for white noise.',
  },
  spectralSlope: {
    label: 'Spectral slope',
    unit: '1/MHz',
    help: 'Tilt of a line through the amplitudes, as Meyda scales it, in 1/MHz; lower frequencies weigh more the higher it is.',
  },
  spectralFlux: {
    label: 'Spectral flux',
    unit: 'of full scale',
    help: 'By how much the amplitudes of the spectrum rose since the frame before, summed: high where a sound begins. Follows the volume.',
  },
  spectralCrest: {
    label: 'Spectral crest',
    unit: '',
    help: 'The highest amplitude of the spectrum over its root mean square: high for tones.',
  },
  loudness: {
    label: 'Loudness',
    unit: '',
    help: 'Sum over 24 Bark bands of their amplitudes to the power of 0.23. Follows the volume.',
  },
  perceptualSharpness: {
    label: 'Perceptual sharpness',
    unit: '',
    help: 'How far up the loudness lies, by Meyda’s weights, part of which do not depend on the sound. Follows the volume.',
  },
  perceptualSpread: {
    label: 'Perceptual spread',
    unit: '',
    help: 'How much of the loudness lies outside its loudest Bark band, squared: 0 for one band.',
  },
  chroma: {
    label: 'Chroma',
    unit: '',
    help: 'Twelve columns: how strong each pitch class from C to B is, the strongest being 1. Wants frames of 0.1 s and more.',
  },
  melBands: {
    label: 'Mel bands',
    unit: 'nat',
    help: 'ln(1 + power) of as many of Meyda’s mel bands as the recipe has filters, from 0 Hz to half the sample rate.',
  },
  pitch: {
    label: 'Pitch and voicing',
    unit: 'Hz',
    help: 'Two columns by YIN: the pitch, 0 where there is none, and how periodic the frame is, 0 to 1. From 60 to 500 Hz, but two periods must fit into a frame: 25 ms reach down to 80 Hz, 35 ms to 60 Hz.',
  },
}

/** One entry for each of `extraColumns`, in that order. */
export const extraColumnFacts: readonly ExtraColumnFacts[] = extraColumns.map((extra) => ({ extra, ...facts[extra] }))

/** The unit of a column by its name in the feature matrix; empty for bare numbers and for the columns of the cepstrum. */
export function columnUnit(name: string): string {
  const plain = name.replace(/@.*$/, '')
  if (/^mel\d+$/.test(plain)) return facts.melBands.unit
  return extraColumnFacts.find(({ extra }) => extra === plain)?.unit ?? ''
}
