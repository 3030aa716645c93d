import { z } from 'zod'
import { recipeSchema } from '../../features/recipe'
import { seed } from './mixtures'

// What is asked and told of recordings that are grouped without labels.

const id = z.number().int().positive()
const count = z.number().int().nonnegative()
const seconds = z.number().nonnegative()

/**
 * - `merging`: changes of voice by the Bayesian information criterion, segments merged by it, then mixtures a cluster,
 *   resegmented and merged until nothing is gained
 * - `occupancy`: one mixture over all frames; what is grouped is how segments or recordings share in its components
 */
export const clusterMethod = z.enum(['merging', 'occupancy'])

/** Whether one recording may hold several voices or is one thing as a whole. */
export const clusterUnit = z.enum(['segments', 'recordings'])

export const clusterJob = z.object({
  kind: z.literal('cluster'),
  /** Files or folders, taken into the project as query recordings first. */
  paths: z.array(z.string()).min(1).optional(),
  /** Without `paths` and `recordingIds`: every query recording, and every training recording without a label. */
  recordingIds: z.array(id).min(1).optional(),
  method: clusterMethod.default('merging'),
  unit: clusterUnit.default('segments'),
  /** How many clusters are wanted; `auto`: as many as the method finds. */
  clusters: z.union([z.number().int().min(1).max(200), z.literal('auto')]).default('auto'),
  seed: seed.default(0),
})

const stretch = { recordingId: id, startSeconds: seconds, endSeconds: seconds }

/** Unbroken speech of one cluster. Of one recording they come in order and do not overlap. */
export const clusteredSegment = z.object({ ...stretch, cluster: id })

export const cluster = z.object({
  /** From 1, the longest first. */
  cluster: id,
  /** What a person called it; two clusters of one name are one label. */
  name: z.string().nullable(),
  /** Of speech. */
  seconds,
  segmentCount: count,
  recordingCount: count,
  /** Segments to listen to, those that stand for the cluster best first; at most five. */
  prototypes: z.array(z.object(stretch)),
})

export const clusteringSummary = z.object({
  id,
  createdAt: z.number(),
  method: clusterMethod,
  unit: clusterUnit,
  /** How many were asked for. */
  wanted: z.union([count, z.literal('auto')]),
  seed: z.number().int(),
  recipe: recipeSchema,
  clusterCount: count,
  namedCount: count,
  recordingCount: count,
  segmentCount: count,
  /** Of speech, in all clusters. */
  speechSeconds: seconds,
  /** A sentence: what was grouped, how, and by what the number of clusters was found. */
  description: z.string(),
  /** Sentences on what keeps the answer from being trusted; empty where there is nothing. */
  warnings: z.array(z.string()),
  /** When its names were last turned into labels; null where they never were. */
  appliedAt: z.number().nullable(),
})

export const clustering = clusteringSummary.extend({
  clusters: z.array(cluster),
  /** By recording, then by time. */
  segments: z.array(clusteredSegment),
  recordings: z.array(
    z.object({
      recordingId: id,
      name: z.string(),
      path: z.string(),
      /** The cluster with most of its speech, and with what share of it; both null where it has none. */
      cluster: id.nullable(),
      share: z.number().min(0).max(1).nullable(),
      /** Why nothing of it was grouped; null where something was. */
      problem: z.string().nullable(),
    }),
  ),
})

/** What came of turning names into labels. */
export const appliedClusters = z.object({
  /** Recordings that are of one named voice as a whole and got its label. */
  labeledRecordings: count,
  /** Recordings of which parts got labels, and how many parts. */
  partlyLabeledRecordings: count,
  spans: count,
  /** Recordings that had a label already, which stays. */
  keptLabels: count,
  labels: z.array(z.string()),
})
