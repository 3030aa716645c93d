import { z } from 'zod'

/**
 * Everything that decides which numbers come out of a recording, as one value. A recording's features are cached under
 * (content of the audio, recipe), so every option that changes a number belongs here and nothing else does.
 */
export const recipeSchema = z.object({
  frameSeconds: z.number().min(0.005).max(0.2).default(0.025),
  hopSeconds: z.number().min(0.001).max(0.2).default(0.01),
  dcOffset: z.enum(['remove', 'keep']).default('remove'),
  preEmphasis: z.number().min(0).max(0.99).default(0),
  window: z.enum(['hamming', 'hann', 'rect']).default('hamming'),
  melFilters: z.number().int().min(8).max(128).default(26),
  coefficients: z.number().int().min(1).max(40).default(20),
  energy: z.enum(['none', 'c0', 'logEnergy']).default('none'),
  deltas: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  normalization: z.enum(['none', 'mean', 'meanVariance']).default('none'),
  voiceActivity: z.enum(['none', 'adaptiveEnergy']).default('adaptiveEnergy'),
  hangOverSeconds: z.number().min(0).max(1).default(0.05),
})

export type Recipe = z.infer<typeof recipeSchema>

export const defaultRecipe: Recipe = recipeSchema.parse({})

/** The stages of the front end, in the order in which a recipe's options act. */
export type RecipeStage = 'frame' | 'signal' | 'mel' | 'cepstrum' | 'dynamics' | 'normalization' | 'voice activity'

/** What a form, a help page or an error needs to know of one option. */
export interface RecipeOption {
  readonly key: keyof Recipe
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
    range: { min: 0.005, max: 0.2, step: 0.001 },
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
    key: 'window',
    stage: 'frame',
    label: 'Window',
    unit: '',
    help: 'Taper applied to each frame before the spectrum.',
    choices: [
      { value: 'hamming', label: 'Hamming' },
      { value: 'hann', label: 'Hann' },
      { value: 'rect', label: 'Rectangular' },
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
    key: 'melFilters',
    stage: 'mel',
    label: 'Mel filters',
    unit: '',
    help: 'Triangular bands, evenly spaced on the mel scale.',
    range: { min: 8, max: 128, step: 1 },
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
    key: 'normalization',
    stage: 'normalization',
    label: 'Normalization',
    unit: '',
    help: 'Per recording. Takes out the channel, at the cost of accuracy on recordings under a second.',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'mean', label: 'Mean' },
      { value: 'meanVariance', label: 'Mean and variance' },
    ],
  },
  {
    key: 'voiceActivity',
    stage: 'voice activity',
    label: 'Voice activity',
    unit: '',
    help: 'Which frames are kept: all that are not digital silence, or those that stand out from the recording’s own noise floor.',
    choices: [
      { value: 'none', label: 'Keep all but digital silence' },
      { value: 'adaptiveEnergy', label: 'Adaptive energy' },
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
