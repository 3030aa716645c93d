import type { Decision } from './decision'

/** What the two errors of calling a recording unknown cost, and how often there is occasion for them. */
export type Costs = NonNullable<Decision['costs']>

/** What one refused recording of a known label and one accepted unknown recording weigh, by how frequent they are to be. */
export function weightsOf({ falseAccept, falseReject, unknownShare }: Costs): { reject: number; accept: number } {
  return { reject: falseReject * (1 - unknownShare), accept: falseAccept * unknownShare }
}
