import { defaultRecipe, type Recipe } from './recipe'

export const presetNames = ['speech', 'meyda', 'librosa', 'kaldi', 'htk'] as const

export type PresetName = (typeof presetNames)[number]

/** What a menu and a help page need to know of a preset. */
export interface Preset {
  readonly name: PresetName
  readonly label: string
  readonly help: string
  /** The call or the options of the tool whose numbers these are. */
  readonly standsFor: string
}

/** Held to the tools' definitions in test/features/presets.test.ts; docs/mfcc.md sets them side by side. */
export const presets: readonly Preset[] = [
  {
    name: 'speech',
    label: 'Speech',
    help: 'The default: made for voices and words, and the same at every volume.',
    standsFor: 'Cepstra’s own choice, c1 to c19 of Meyda’s cepstrum on 25 ms every 10 ms; no other tool’s defaults.',
  },
  {
    name: 'meyda',
    label: 'Meyda',
    help: 'Meyda.extract with its own settings: 512 samples at a time, 13 coefficients that follow the volume.',
    standsFor:
      'Meyda 5.6.3: Meyda.extract("mfcc", frame) for one frame of 512 samples after the other, windowingFunction ' +
      '"hanning", melBands 26, numberOfMFCCCoefficients 13.',
  },
  {
    name: 'librosa',
    label: 'librosa',
    help: 'librosa.feature.mfcc with its defaults: long centered frames, 128 filters, 20 coefficients in decibels.',
    standsFor:
      'librosa 0.10: librosa.feature.mfcc(y=y, sr=sr), that is n_fft 2048, hop_length 512, centered, 128 Slaney ' +
      'filters, power_to_db with top_db 80, n_mfcc 20, lifter 0.',
  },
  {
    name: 'kaldi',
    label: 'Kaldi',
    help: 'compute-mfcc-feats with its defaults: log-energy and 12 coefficients of 23 filters from 20 Hz up.',
    standsFor: 'Kaldi: compute-mfcc-feats --dither=0; its other options as they come.',
  },
  {
    name: 'htk',
    label: 'HTK',
    help: 'HCopy as the HTK Book sets it up: 12 coefficients of 26 filters, c0 last. Choose deltas for _D_A.',
    standsFor:
      'HTK 3.4: HCopy with TARGETKIND MFCC_0, TARGETRATE 100000.0, WINDOWSIZE 250000.0, NUMCHANS 26 (20 is the ' +
      'default of HCopy, 26 that of the HTK Book’s examples), SAVECOMPRESSED F; its other options as they come.',
  },
]

/**
 * The recipe that gives another tool's numbers at a sample rate. It depends on the rate, since librosa and Meyda count
 * their frames in samples, and Kaldi and HTK cut 25 and 10 ms down to whole samples.
 */
export function presetRecipe(name: PresetName, sampleRateHz: number): Recipe {
  switch (name) {
    case 'speech':
      return defaultRecipe
    case 'meyda':
      return { ...asTheyAre, ...inSamples(512, 512, sampleRateHz), ...meyda }
    case 'librosa':
      return { ...asTheyAre, ...inSamples(2048, 512, sampleRateHz), ...librosa }
    case 'kaldi':
      return { ...asTheyAre, ...wholeSamples(sampleRateHz), ...kaldi }
    case 'htk':
      return { ...asTheyAre, ...wholeSamples(sampleRateHz), ...htk }
  }
}

/** The other tools give every frame, as it is. */
const asTheyAre: Recipe = { ...defaultRecipe, deltas: 0, normalization: 'none', voiceActivity: 'none' }

const meyda = {
  sampleScale: 'unit',
  dcOffset: 'keep',
  preEmphasis: 0,
  window: 'hann',
  spectrum: 'power',
  filterBank: 'meyda',
  melFilters: 26,
  logarithm: 'lnOnePlus',
  cosineTransform: 'meyda',
  coefficients: 13,
  energy: 'c0',
  energyPlace: 'first',
  lifter: 0,
} satisfies Partial<Recipe>

const librosa = {
  framing: 'centered',
  sampleScale: 'unit',
  dcOffset: 'keep',
  preEmphasis: 0,
  window: 'hannPeriodic',
  spectrum: 'power',
  filterBank: 'slaney',
  melFilters: 128,
  logarithm: 'decibel',
  logFloor: 1e-10,
  dynamicRangeDb: 80,
  cosineTransform: 'orthonormal',
  coefficients: 20,
  energy: 'c0',
  energyPlace: 'first',
  lifter: 0,
} satisfies Partial<Recipe>

const kaldi = {
  sampleScale: 'int16',
  dcOffset: 'remove',
  preEmphasis: 0.97,
  window: 'povey',
  spectrum: 'power',
  filterBank: 'kaldi',
  melFilters: 23,
  lowestHz: 20,
  logarithm: 'ln',
  // FLT_EPSILON of C, which floors both the filters and the energy.
  logFloor: 2 ** -23,
  cosineTransform: 'orthonormal',
  coefficients: 13,
  energy: 'logEnergy',
  energyPlace: 'first',
  lifter: 22,
} satisfies Partial<Recipe>

const htk = {
  sampleScale: 'int16',
  dcOffset: 'keep',
  preEmphasis: 0.97,
  window: 'hamming',
  spectrum: 'magnitude',
  filterBank: 'htk',
  melFilters: 26,
  logarithm: 'ln',
  logFloor: 1,
  cosineTransform: 'htk',
  coefficients: 13,
  energy: 'c0',
  energyPlace: 'last',
  lifter: 22,
} satisfies Partial<Recipe>

/** 25 ms every 10 ms, what is left over of a sample dropped (`WindowSize` of Kaldi, `OpenWaveInput` of HTK). */
function wholeSamples(sampleRateHz: number): Pick<Recipe, 'frameSeconds' | 'hopSeconds'> {
  return inSamples(Math.floor(sampleRateHz * 0.001 * 25), Math.floor(sampleRateHz * 0.001 * 10), sampleRateHz)
}

function inSamples(
  frame: number,
  hop: number,
  sampleRateHz: number,
): Pick<Recipe, 'frameSeconds' | 'hopSeconds' | 'fftLength'> {
  return { frameSeconds: frame / sampleRateHz, hopSeconds: hop / sampleRateHz, fftLength: 0 }
}
