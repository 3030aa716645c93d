import type { Recipe } from './recipe'

/** The stages of the front end, in the order in which a recipe's options act. */
export type RecipeStage = 'frame' | 'signal' | 'mel' | 'cepstrum' | 'dynamics' | 'normalization' | 'voice activity'

/** The options with one value each that are chosen: the extras are a list, the statistics measured, the given columns found. */
export type RecipeKey = Exclude<keyof Recipe, 'extras' | 'projectStatistics' | 'given'>

/** What a form, a help page or an error needs to know of one option. */
export interface RecipeOption {
  readonly key: RecipeKey
  readonly stage: RecipeStage
  readonly label: string
  readonly unit: string
  readonly help: string
  readonly range?: { readonly min: number; readonly max: number; readonly step: number }
  readonly choices?: readonly { readonly value: string | number; readonly label: string }[]
}

export const recipeOptions: readonly RecipeOption[] = [
  {
    key: 'frameSeconds',
    stage: 'frame',
    label: 'Frame',
    unit: 's',
    help: 'Length of the piece of sound that one vector describes.',
    range: { min: 0.005, max: 0.5, step: 0.001 },
  },
  {
    key: 'hopSeconds',
    stage: 'frame',
    label: 'Hop',
    unit: 's',
    help: 'Step from one frame to the next.',
    range: { min: 0.001, max: 0.2, step: 0.001 },
  },
  {
    key: 'framing',
    stage: 'frame',
    label: 'Framing',
    unit: '',
    help: 'Whole frames only, as HTK and Kaldi cut; or a frame centered on every hop, the ends filled up with silence, as librosa does.',
    choices: [
      { value: 'whole', label: 'Whole frames' },
      { value: 'centered', label: 'Centered' },
    ],
  },
  {
    key: 'fftLength',
    stage: 'frame',
    label: 'Transform',
    unit: '',
    help: 'Points of the Fourier transform; a shorter frame is filled up with zeros. Automatic is the next power of two.',
    choices: [
      { value: 0, label: 'Automatic' },
      { value: 256, label: '256' },
      { value: 512, label: '512' },
      { value: 1024, label: '1024' },
      { value: 2048, label: '2048' },
      { value: 4096, label: '4096' },
    ],
  },
  {
    key: 'window',
    stage: 'frame',
    label: 'Window',
    unit: '',
    help: 'Taper applied to each frame before the spectrum.',
    choices: [
      { value: 'hamming', label: 'Hamming' },
      { value: 'hammingPeriodic', label: 'Hamming, periodic' },
      { value: 'hann', label: 'Hann' },
      { value: 'hannPeriodic', label: 'Hann, periodic' },
      { value: 'povey', label: 'Povey' },
      { value: 'blackman', label: 'Blackman' },
      { value: 'rect', label: 'Rectangular' },
    ],
  },
  {
    key: 'sampleScale',
    stage: 'signal',
    label: 'Sample scale',
    unit: '',
    help: 'What full scale counts as. The larger, the less ln(1 + energy) depends on the volume: on the scale of 32-bit integers not at all.',
    choices: [
      { value: 'int32', label: '32-bit integers' },
      { value: 'int16', label: '16-bit integers' },
      { value: 'unit', label: 'Fractions of 1' },
    ],
  },
  {
    key: 'dcOffset',
    stage: 'signal',
    label: 'Constant offset',
    unit: '',
    help: 'Cheap inputs add a constant to every sample. Kept, it changes the lowest bands and tells devices apart, not voices.',
    choices: [
      { value: 'remove', label: 'Remove per frame' },
      { value: 'keep', label: 'Keep' },
    ],
  },
  {
    key: 'preEmphasis',
    stage: 'signal',
    label: 'Pre-emphasis',
    unit: '',
    help: 'Each sample less this share of the one before it; lifts high frequencies. 0 is off, 0.97 is usual.',
    range: { min: 0, max: 0.99, step: 0.01 },
  },
  {
    key: 'spectrum',
    stage: 'mel',
    label: 'Spectrum',
    unit: '',
    help: 'What the filters sum up.',
    choices: [
      { value: 'power', label: 'Power' },
      { value: 'magnitude', label: 'Magnitude' },
    ],
  },
  {
    key: 'filterBank',
    stage: 'mel',
    label: 'Filter bank',
    unit: '',
    help: 'Whose triangles: corners floored to bins (Meyda), straight in mel (HTK, Kaldi), or straight in hertz with equal areas (Slaney, librosa).',
    choices: [
      { value: 'meyda', label: 'Meyda' },
      { value: 'htk', label: 'HTK' },
      { value: 'kaldi', label: 'Kaldi' },
      { value: 'slaney', label: 'Slaney' },
    ],
  },
  {
    key: 'melFilters',
    stage: 'mel',
    label: 'Mel filters',
    unit: '',
    help: 'Triangular bands, evenly spaced on the mel scale.',
    range: { min: 8, max: 128, step: 1 },
  },
  {
    key: 'lowestHz',
    stage: 'mel',
    label: 'Lowest frequency',
    unit: 'Hz',
    help: 'Where the first filter begins.',
    range: { min: 0, max: 48_000, step: 10 },
  },
  {
    key: 'highestHz',
    stage: 'mel',
    label: 'Highest frequency',
    unit: 'Hz',
    help: 'Where the last filter ends; 0 is half the sample rate.',
    range: { min: 0, max: 96_000, step: 100 },
  },
  {
    key: 'logarithm',
    stage: 'mel',
    label: 'Logarithm',
    unit: '',
    help: 'What is taken of each filter’s sum. ln(1 + x) has no floor to be chosen; the others stop at the floor below.',
    choices: [
      { value: 'lnOnePlus', label: 'ln(1 + x)' },
      { value: 'ln', label: 'ln(x)' },
      { value: 'decibel', label: '10 log10(x)' },
    ],
  },
  {
    key: 'logFloor',
    stage: 'mel',
    label: 'Log floor',
    unit: '',
    help: 'Smaller sums count as this. Unused with ln(1 + x).',
    range: { min: 1e-12, max: 1e6, step: 1e-10 },
  },
  {
    key: 'dynamicRangeDb',
    stage: 'mel',
    label: 'Dynamic range',
    unit: 'dB',
    help: 'What lies further below the recording’s loudest filter counts as that far below; librosa takes 80. 0 is off.',
    range: { min: 0, max: 200, step: 1 },
  },
  {
    key: 'cosineTransform',
    stage: 'cepstrum',
    label: 'Cosine transform',
    unit: '',
    help: 'The scale of the DCT-II: unnormalized times 2 (Meyda), orthonormal (Kaldi, librosa), or sqrt(2/N) throughout (HTK).',
    choices: [
      { value: 'meyda', label: 'Unnormalized' },
      { value: 'orthonormal', label: 'Orthonormal' },
      { value: 'htk', label: 'sqrt(2/N)' },
    ],
  },
  {
    key: 'coefficients',
    stage: 'cepstrum',
    label: 'Coefficients',
    unit: '',
    help: 'Cepstral coefficients computed, counting c0, which is kept only where chosen below. 20 suits voices, 13 words.',
    range: { min: 1, max: 40, step: 1 },
  },
  {
    key: 'energy',
    stage: 'cepstrum',
    label: 'Energy term',
    unit: '',
    help: 'Left out, a recording means the same at every volume. c0 or log-energy make the level part of the model.',
    choices: [
      { value: 'none', label: 'None (gain-proof)' },
      { value: 'c0', label: 'c0' },
      { value: 'logEnergy', label: 'Log-energy' },
    ],
  },
  {
    key: 'energyPlace',
    stage: 'cepstrum',
    label: 'Place of the energy term',
    unit: '',
    help: 'Before the other coefficients, or behind them as in HTK.',
    choices: [
      { value: 'first', label: 'First' },
      { value: 'last', label: 'Last' },
    ],
  },
  {
    key: 'lifter',
    stage: 'cepstrum',
    label: 'Lifter',
    unit: '',
    help: 'Weights coefficient n by 1 + L/2 sin(pi n / L), which evens out their spread. HTK and Kaldi take 22. 0 is off.',
    range: { min: 0, max: 100, step: 1 },
  },
  {
    key: 'deltas',
    stage: 'dynamics',
    label: 'Deltas',
    unit: '',
    help: 'Adds the slope of each coefficient over five frames, and the slope of the slope.',
    choices: [
      { value: 0, label: 'None' },
      { value: 1, label: 'Deltas' },
      { value: 2, label: 'Deltas and delta-deltas' },
    ],
  },
  {
    key: 'deltaReach',
    stage: 'dynamics',
    label: 'Delta reach',
    unit: 'frames',
    help: 'Frames on each side that take part in a slope.',
    range: { min: 1, max: 5, step: 1 },
  },
  {
    key: 'stacking',
    stage: 'dynamics',
    label: 'Stacking',
    unit: 'frames',
    help: 'Appends so many neighbors on each side to every frame, once everything else is done. 0 is off.',
    range: { min: 0, max: 10, step: 1 },
  },
  {
    key: 'normalization',
    stage: 'normalization',
    label: 'Normalization',
    unit: '',
    help: 'Takes out the channel, at the cost of accuracy on recordings under a second; by the whole project’s statistics it only evens out the columns.',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'mean', label: 'Mean of the recording' },
      { value: 'meanVariance', label: 'Mean and variance of the recording' },
      { value: 'slidingMean', label: 'Sliding mean' },
      { value: 'slidingMeanVariance', label: 'Sliding mean and variance' },
      { value: 'project', label: 'Mean and variance of the project' },
    ],
  },
  {
    key: 'slidingSeconds',
    stage: 'normalization',
    label: 'Sliding window',
    unit: 's',
    help: 'Stretch around each frame over which a sliding mean is taken.',
    range: { min: 0.1, max: 60, step: 0.1 },
  },
  {
    key: 'voiceActivity',
    stage: 'voice activity',
    label: 'Voice activity',
    unit: '',
    help: 'Which frames are kept: all that are not digital silence, those louder than the recording’s own noise, or those whose spectrum is less flat than it, which finds voices in loud noise too.',
    choices: [
      { value: 'none', label: 'Keep all but digital silence' },
      { value: 'adaptiveEnergy', label: 'Adaptive energy' },
      { value: 'spectralFlatness', label: 'Spectral flatness' },
    ],
  },
  {
    key: 'hangOverSeconds',
    stage: 'voice activity',
    label: 'Hang-over',
    unit: 's',
    help: 'How long frames are still kept after the sound has faded.',
    range: { min: 0, max: 1, step: 0.01 },
  },
]
