import { z } from 'zod'
import { recipeSchema } from '../../features/recipe'
import { evaluateJob } from './jobs'
import { evaluationFigures, splitGroup } from './recognition'

// What is told of evaluations, and what can be asked of one.

const id = z.number().int().positive()
const count = z.number().int().nonnegative()

/** What is null of `split` to `figures` is so of an evaluation of an earlier Cepstra. */
export const evaluation = z.object({
  id,
  createdAt: z.number(),
  folds: count,
  components: count,
  seed: count,
  recipe: recipeSchema,
  /** Share of the recordings of known labels whose best label was right. */
  accuracy: z.number(),
  /** Wilson 95 % interval. */
  interval: z.tuple([z.number(), z.number()]),
  recordingCount: count,
  /** A sentence: what it was measured on and how it was split. */
  description: z.string(),
  labels: z.array(z.string()),
  /** confusion[truth][answer], in the order of `labels`. */
  confusion: z.array(z.array(count)),
  /** Share of the held-out recordings of known labels that the unknown rule would refuse. */
  falseReject: z.number().nullable(),
  perLabel: z.array(
    z.object({
      label: z.string(),
      recordings: count,
      precision: z.number().nullable(),
      recall: z.number().nullable(),
      f1: z.number().nullable(),
    }),
  ),
  /** How it was split, in a sentence. */
  split: z.string().nullable(),
  group: splitGroup.nullable(),
  /** Of the program that made it. */
  version: z.string().nullable(),
  /** With the recipe and the version, everything that the figures follow from beside the recordings. */
  configuration: z.object({ request: evaluateJob, sampleRateHz: z.number() }).nullable(),
  figures: evaluationFigures.nullable(),
})

/** What one recording was answered. One that was asked about both as known and as a stranger has a row of each. */
export const evaluatedRecording = z.object({
  recordingId: id,
  name: z.string(),
  truth: z.string(),
  best: z.string(),
  unknown: z.boolean(),
  /** Score of the best less the second best label, nats a frame. */
  margin: z.number(),
  /** Whether its label was in the bank that answered; a stranger's was not. */
  known: z.boolean(),
  /** The score of the best label by the scorer that the bank decides by. */
  evidence: z.number().nullable(),
  /** Of the best label, among all labels. */
  posterior: z.number().nullable(),
  secondBest: z.string().nullable(),
  /** The score of the best label with its own left out of account; a stranger's evidence. */
  asUnknown: z.number().nullable(),
  /** The score of its own label; null of a stranger. */
  truthEvidence: z.number().nullable(),
})

/** Which recordings of an evaluation are wanted: those that all of this is true of. */
export const evaluatedRecordingsRequest = z.object({
  id,
  truth: z.string().optional(),
  answer: z.string().optional(),
  known: z.boolean().optional(),
  unknown: z.boolean().optional(),
  /** Answered with another label than its own, or as a stranger not called unknown. */
  wrong: z.boolean().optional(),
  /** A score within [from, to): of the best label, of its own, or of the best with its own left out of account. */
  score: z
    .object({
      of: z.enum(['best', 'truth', 'asUnknown']),
      from: z.number().optional(),
      to: z.number().optional(),
    })
    .optional(),
})
