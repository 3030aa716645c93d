import { z } from 'zod'

/** What the two errors of calling a recording unknown cost, and how often there is occasion for them. */
export const costsSchema = z.strictObject({
  falseAccept: z.number().positive(),
  falseReject: z.number().positive(),
  unknownShare: z.number().gt(0).lt(1).describe('How many of the recordings to come are of none of the labels.'),
})

export type Costs = z.infer<typeof costsSchema>

/** What one refused recording of a known label and one accepted unknown recording weigh, by how frequent they are to be. */
export function weightsOf({ falseAccept, falseReject, unknownShare }: Costs): { reject: number; accept: number } {
  return { reject: falseReject * (1 - unknownShare), accept: falseAccept * unknownShare }
}
