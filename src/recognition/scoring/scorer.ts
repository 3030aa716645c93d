import { z } from 'zod'

/**
 * How the likelihoods of a recording become one score a label, higher speaking for the label:
 *
 * - `likelihood`: the mean log-likelihood of a frame, as it is.
 * - `pooled`: less that under one Gaussian that has the mean and the variances of all mixtures of the bank together
 *   (see `pooledGaussian`).
 * - `lead`: the likelihood plus its lead over the best of the other labels (a stranger is about equally like several).
 * - `background`: less that under a background mixture (Reynolds, Quatieri and Dunn 2000, eq. 2); with mixtures that were
 *   adapted from it this is the MAP-adapted likelihood ratio.
 * - `backgroundLead`: the likelihood plus three quarters of its lead over the background, so that a recording that fits nothing
 *   well, the background included, speaks for none of the labels.
 * - `cohort`: less the mean over the other labels of the bank.
 * - `zNorm`: standardized by what recordings of other labels get under this label (Auckenthaler et al. 2000, sect. 3.1).
 * - `tNorm`: standardized by what this recording gets under the other labels (the same, sect. 3.2).
 * - `sNorm`: the mean of the two (Kenny 2010).
 */
export const scorers = [
  'likelihood',
  'pooled',
  'lead',
  'background',
  'backgroundLead',
  'cohort',
  'zNorm',
  'tNorm',
  'sNorm',
] as const

export type Scorer = (typeof scorers)[number]

/** What was learned for a scorer. */
export const fittedScorerSchema = z.strictObject({
  scorer: z.enum(scorers),
  impostors: z
    .strictObject({
      means: z.array(z.number()).describe('One a label, nats.'),
      deviations: z.array(z.number().positive()).describe('One a label, nats.'),
    })
    .nullable()
    .describe('What held-out recordings of other labels get under each label; null where the scorer needs none.'),
})

export type FittedScorer = z.infer<typeof fittedScorerSchema>
