import { z } from 'zod'
import { fittedScorerSchema, scorers } from '../scoring/scorer'
import { costsSchema } from './costs'

const count = z.number().int().nonnegative()
const share = z.number().min(0).max(1)

/** A share that was counted, with its 95 % interval. */
export const rateSchema = z.strictObject({
  share,
  interval: z.tuple([share, share]).describe('Of 95 %.'),
  hits: count,
  trials: count,
})

/** What was measured of one scorer on held-out recordings. */
export const scorerMeasureSchema = z.strictObject({
  scorer: z.enum(scorers),
  adapted: z.boolean().describe('Whether the mixtures were adapted from a background.'),
  equalErrorRate: share
    .nullable()
    .describe('Of telling recordings of known labels from those of left-out ones; null where none could be left out.'),
  accuracy: share.describe('Share of the recordings of known labels whose best label was right.'),
  cllr: z.number().nullable().describe('Cost of the log likelihood ratios after calibration, in bits.'),
  known: count,
  unknown: count,
})

/** Which label a recording gets, when it gets none, and what is to be expected of that. */
export const decisionSchema = z.strictObject({
  scorer: fittedScorerSchema,
  priors: z
    .array(z.number().positive())
    .nullable()
    .describe('How likely each label is beforehand, summing to 1; null: all alike.'),
  costs: costsSchema
    .nullable()
    .describe('What the threshold weighs against each other; null: where both errors are equally frequent.'),
  threshold: z
    .number()
    .nullable()
    .describe('A recording is unknown when the score of its best label lies below this; null: nothing ever is.'),
  rates: z
    .strictObject({ falseReject: rateSchema, falseAccept: rateSchema.nullable() })
    .nullable()
    .describe('What to expect at the threshold, counted on held-out recordings.'),
  calibration: z
    .strictObject({
      scale: z.number(),
      offset: z.number(),
      cllrBefore: z.number().nullable(),
      cllrAfter: z.number().nullable(),
      minimumCllr: z.number().nullable(),
    })
    .nullable()
    .describe('scale x score + offset is the natural log of the likelihood ratio of the best label against unknown.'),
  measured: z.array(scorerMeasureSchema).describe('All scorers that the data allowed to measure.'),
  warnings: z.array(z.string()).describe('What the data cannot support, in sentences.'),
  description: z.string().describe('What is called unknown and at what cost, or why nothing is.'),
})

export type Rate = z.infer<typeof rateSchema>
export type ScorerMeasure = z.infer<typeof scorerMeasureSchema>
export type Decision = z.infer<typeof decisionSchema>

/** The decision of a bank that nothing is known of: raw likelihoods, and nothing is ever unknown. */
export function openDecision(description: string): Decision {
  return {
    scorer: { scorer: 'likelihood', impostors: null },
    priors: null,
    costs: null,
    threshold: null,
    rates: null,
    calibration: null,
    measured: [],
    warnings: [],
    description,
  }
}

/** What banks of before held in the place of a decision. */
export const unknownRuleSchema = z.strictObject({
  threshold: z.number().nullable(),
  marginWeight: z.number().nonnegative(),
  description: z.string(),
})

/** The decision that an older bank's rule comes to. A margin counted once or not at all. */
export function decisionOfRule({ threshold, marginWeight, description }: z.infer<typeof unknownRuleSchema>): Decision {
  const scorer = marginWeight > 0 ? ('lead' as const) : ('likelihood' as const)
  return { ...openDecision(description), scorer: { scorer, impostors: null }, threshold }
}
