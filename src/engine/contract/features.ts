import { z } from 'zod'
import { presetNames } from '../../features/presets'
import { extraColumns, recipeSchema } from '../../features/recipe'
import { matrix } from './matrix'

// What can be asked of the front end and what it shows of itself, for a recording of a project or for any file.

const seconds = z.number().nonnegative()
const count = z.number().int().nonnegative()

/** A recipe as it is asked for: that of a preset, or the default one, with some options changed. */
export const recipeRequest = z.object({
  preset: z.enum(presetNames).optional(),
  /** Options by name; checked as the whole recipe is. */
  changes: z.record(z.string(), z.unknown()).default({}),
})

/** What becomes of a frame: kept as sound, kept because sound has only just ended, dropped, or dropped since nothing moves in it. */
export const frameVerdict = z.enum(['sound', 'hangOver', 'dropped', 'silence'])

export const previewRequest = z.object({
  id: z.number().int().positive(),
  /** Without it the project's own. */
  recipe: recipeSchema.optional(),
  startSeconds: seconds.default(0),
  lengthSeconds: z.number().positive().max(60).default(30),
})

/** Columns to look at that need not be among those of the recipe. */
export const tracksRequest = previewRequest.extend({ extras: z.array(z.enum(extraColumns)).min(1) })

/** A stretch of a recording as a recipe sees it. */
export const featurePreview = z.object({
  columnNames: z.array(z.string()),
  /** frames x dimensions. */
  frames: matrix,
  /** One entry a frame: 1 kept, 0 dropped. */
  speech: z.array(z.number()),
  /** Why: unbroken runs of frames from `first` to before `after`, in order, all frames in them. */
  verdicts: z.array(z.object({ first: count, after: count, verdict: frameVerdict })),
  /** frames x 1: the level of each frame about its own mean, dB re full scale; never below -120. */
  levels: matrix,
  /** The filters over the bins of the transform, `binHz` apart from 0 Hz on: each bin from `firstBin` on with its weight. */
  filters: z.object({
    binHz: z.number(),
    bands: z.array(z.object({ firstBin: count, weights: z.array(z.number()) })),
  }),
  sampleRateHz: z.number(),
  startSeconds: seconds,
  hopSeconds: seconds,
  frameSeconds: seconds,
  /** Sentences about the sound and the computation. */
  warnings: z.array(z.string()),
})

export const spectrogramRequest = previewRequest
  .omit({ recipe: true })
  .extend({ frameSeconds: z.number().min(0.005).max(0.5), hopSeconds: z.number().min(0.001).max(0.2) })

/** Levels of the same stretch over time and frequency. */
export const shownSpectrogram = z.object({
  /** frames x bins, decibels; bins evenly spaced from 0 to half the rate. Frames are whole ones. */
  levels: matrix,
  sampleRateHz: z.number(),
  startSeconds: seconds,
  hopSeconds: seconds,
  frameSeconds: seconds,
})

/** Extra columns as the frames of a recipe have them, but for its normalization. */
export const featureTracks = z.object({
  names: z.array(z.string()),
  /** frames x names. */
  values: matrix,
})

/** Features of a file that need not belong to a project. */
export const fileFeaturesRequest = z.object({
  /** On the engine's machine. */
  path: z.string(),
  ...recipeRequest.shape,
  /** Without it the file's own. */
  sampleRateHz: z.number().int().min(4000).max(96_000).optional(),
  /** One row a frame: text with a line of names, or a float32 matrix. */
  format: z.enum(['csv', 'npy']).default('csv'),
  /** Leaves out the frames that voice activity drops. */
  keptOnly: z.boolean().default(false),
})

export const fileFeatures = z.object({
  content: z.instanceof(Blob),
  recipe: recipeSchema,
  columnNames: z.array(z.string()),
  frames: count,
  /** How many voice activity keeps. */
  kept: count,
  sampleRateHz: z.number(),
  frameSeconds: seconds,
  hopSeconds: seconds,
  durationSeconds: seconds,
  warnings: z.array(z.string()),
})
