import { z } from 'zod'

/** Further columns of a frame, beside its cepstrum: names and order are part of the recipe. */
export const extraColumns = [
  'rms',
  'zcr',
  'spectralCentroid',
  'spectralSpread',
  'spectralSkewness',
  'spectralKurtosis',
  'spectralRolloff',
  'spectralFlatness',
  'spectralSlope',
  'spectralFlux',
  'spectralCrest',
  'loudness',
  'perceptualSharpness',
  'perceptualSpread',
  'chroma',
  'melBands',
  'pitch',
] as const

export type ExtraColumn = (typeof extraColumns)[number]

/**
 * Everything that decides which numbers come out of a recording, as one value. A recording's features are cached under
 * (content of the audio, recipe), so every option that changes a number belongs here and nothing else does.
 */
export const recipeSchema = z.object({
  /**
   * Null where features are made of sound. Else they were made by another program and are taken as they are: these are
   * their columns, `hopSeconds` is the time from one to the next, and no other option acts.
   */
  given: z
    .object({ columnNames: z.array(z.string()).min(1).max(4096) })
    .nullable()
    .default(null),
  frameSeconds: z.number().min(0.005).max(0.5).default(0.025),
  hopSeconds: z.number().min(0.001).max(0.2).default(0.01),
  framing: z.enum(['whole', 'centered']).default('whole'),
  fftLength: z
    .union([z.literal(0), z.literal(256), z.literal(512), z.literal(1024), z.literal(2048), z.literal(4096)])
    .default(0),
  sampleScale: z.enum(['int32', 'int16', 'unit']).default('int32'),
  dcOffset: z.enum(['remove', 'keep']).default('remove'),
  preEmphasis: z.number().min(0).max(0.99).default(0),
  window: z
    .enum(['hamming', 'hammingPeriodic', 'hann', 'hannPeriodic', 'povey', 'blackman', 'rect'])
    .default('hamming'),
  spectrum: z.enum(['power', 'magnitude']).default('power'),
  filterBank: z.enum(['meyda', 'htk', 'kaldi', 'slaney']).default('meyda'),
  melFilters: z.number().int().min(8).max(128).default(26),
  lowestHz: z.number().min(0).max(48_000).default(0),
  highestHz: z.number().min(0).max(96_000).default(0),
  logarithm: z.enum(['lnOnePlus', 'ln', 'decibel']).default('lnOnePlus'),
  logFloor: z.number().positive().max(1e6).default(1),
  dynamicRangeDb: z.number().min(0).max(200).default(0),
  cosineTransform: z.enum(['meyda', 'orthonormal', 'htk']).default('meyda'),
  coefficients: z.number().int().min(1).max(40).default(20),
  energy: z.enum(['none', 'c0', 'logEnergy']).default('none'),
  energyPlace: z.enum(['first', 'last']).default('first'),
  lifter: z.number().int().min(0).max(100).default(0),
  deltas: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  deltaReach: z.number().int().min(1).max(5).default(2),
  extras: z
    .array(z.enum(extraColumns))
    .refine((extras) => new Set(extras).size === extras.length, 'each extra column can be had once')
    .default([]),
  normalization: z
    .enum(['none', 'mean', 'meanVariance', 'slidingMean', 'slidingMeanVariance', 'project'])
    .default('none'),
  slidingSeconds: z.number().min(0.1).max(60).default(3),
  projectStatistics: z
    .object({ means: z.array(z.number()), deviations: z.array(z.number().positive()) })
    .nullable()
    .default(null),
  stacking: z.number().int().min(0).max(10).default(0),
  voiceActivity: z.enum(['none', 'adaptiveEnergy', 'spectralFlatness']).default('adaptiveEnergy'),
  hangOverSeconds: z.number().min(0).max(1).default(0.05),
})

export type Recipe = z.infer<typeof recipeSchema>

export const defaultRecipe: Recipe = recipeSchema.parse({})
