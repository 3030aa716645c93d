import { z } from 'zod'
import { costsSchema } from '../../recognition/decision/costs'
import { scorers } from '../../recognition/scoring/scorer'

/** What can be asked of a decision; the rest follows from what held-out recordings score. */
export const decisionFields = {
  /** `auto`: the one that was measured to be the best. */
  scorer: z.enum(['auto', ...scorers]).default('auto'),
  /** Null: a threshold at which both errors are equally frequent. */
  costs: costsSchema.nullable().default(null),
  /** How likely labels are beforehand, of any sum, 1 for those that are not told; by how many recordings they have; or all alike. */
  priors: z
    .union([z.literal('counts'), z.record(z.string(), z.number().positive())])
    .nullable()
    .default(null),
}

export const decisionRequest = z.object({
  id: z.number().int().positive(),
  ...decisionFields,
  /** In the place of the one that follows from the costs. */
  threshold: z.number().optional(),
})
