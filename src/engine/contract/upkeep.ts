import { z } from 'zod'

// What is told of versions of banks, of corrections, and of recordings that are worth listening to again.

const id = z.number().int().positive()
const count = z.number().int().nonnegative()
const share = z.number().min(0).max(1)

/** Which bank a bank is a version of. */
export const lineageFields = {
  /** From 1 on. */
  version: count,
  /** The bank that it was made from; null for a first version, and where that has been removed. */
  parentId: id.nullable(),
  /** The same for all versions of a bank. */
  lineageId: id,
}

/** What became of a label's training material since a bank learned from it. */
export const labelChange = z.object({
  label: z.string(),
  /** Unknown: the bank does not tell what it was fitted to. */
  change: z.enum(['same', 'changed', 'added', 'removed', 'unknown']),
  /** In words; empty where it is the same. */
  reason: z.string(),
})

/** One label of two banks. */
export const comparedLabel = z.object({
  label: z.string(),
  /** Same: the numbers are the same to the last bit. */
  change: z.enum(['same', 'refitted', 'added', 'removed']),
  /** Null where a bank does not have the label. */
  frames: z.object({ first: count.nullable(), second: count.nullable() }),
  components: z.object({ first: count.nullable(), second: count.nullable() }),
  /** Symmetrized Kullback-Leibler divergence in nats, estimated with frames drawn from both; null where there are not two. */
  divergence: z.number().nullable(),
})

/** What two banks did with the same recordings, none of which either has learned from. */
export const pairedAnswers = z.object({
  /** Recordings that both answered and whose label is known. */
  recordings: count,
  bothRight: count,
  onlyFirstRight: count,
  onlySecondRight: count,
  bothWrong: count,
  /** Of McNemar's exact test. */
  pValue: share,
})

export const bankComparison = z.object({
  first: id,
  second: id,
  labels: z.array(comparedLabel),
  /** What else is different: recipe, rate, settings, decision. */
  differences: z.array(z.object({ what: z.string(), first: z.string(), second: z.string() })),
  /** Null where there are no such recordings. */
  answers: pairedAnswers.nullable(),
  /** Why there are none, or what was left out of account. */
  answersNote: z.string(),
  /** All of it in a sentence. */
  outcome: z.string(),
})

/** A recording as it was before it was corrected. */
export const beforeCorrection = z.object({
  recordingId: id,
  role: z.enum(['training', 'query']),
  label: z.string().nullable(),
  corrected: z.string().nullable(),
})

/** A recording worth listening to. */
export const doubtfulRecording = z.object({
  recordingId: id,
  name: z.string(),
  path: z.string(),
  role: z.enum(['training', 'query']),
  /** The label it has; null where it has none. */
  label: z.string().nullable(),
  /** What it was taken for; null where it could not be labeled. */
  best: z.string().nullable(),
  kind: z.enum(['mislabeled', 'unknown', 'unsure', 'unreadable']),
  /** Higher is more doubtful; what the list is sorted by. */
  doubt: z.number(),
  /** Nats a frame between what it was taken for and the next, or its own label. */
  margin: z.number().nullable(),
  /** Why, in a sentence. */
  reason: z.string(),
})

export const doubtfulRecordings = z.object({
  rows: z.array(doubtfulRecording),
  /** What was looked at, and what was not. */
  note: z.string(),
})
