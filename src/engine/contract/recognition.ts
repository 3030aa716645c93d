import { z } from 'zod'
import { rateSchema } from '../../recognition/decision/decision'
import { scorers } from '../../recognition/scoring/scorer'

// What is told of answers: evaluations with their figures, and recordings labeled over time.

const id = z.number().int().positive()
const count = z.number().int().nonnegative()
const seconds = z.number().nonnegative()
const share = z.number().min(0).max(1)

/** What never stands on both sides of a split. */
export const splitGroup = z.enum(['recording', 'session', 'label'])

/** One threshold and the error rates at it. */
export const operatingPoint = z.object({ threshold: z.number().nullable(), falseAccept: share, falseReject: share })

/** How well scores tell targets from impostors. */
export const detectionFigures = z.object({
  targets: count,
  impostors: count,
  /** On the convex hull of the DET curve. */
  equalErrorRate: share,
  /** At prior probabilities of a target of .01 and .05, costs 1; normalized. */
  minimumCosts: z.array(z.object({ targetPrior: z.number(), cost: z.number(), point: operatingPoint })),
  /** In bits: of the calibrated ratios, and the least that the order of the scores allows; null where infinite. */
  cllr: z.number().nullable(),
  minimumCllr: z.number().nullable(),
  /** At most some hundred points of the DET curve, by rising threshold; a null threshold stands for "none is accepted". */
  det: z.array(operatingPoint),
  /** Counts of targets and of impostors in equal bins from `from` to `to`. */
  histogram: z.object({
    from: z.number(),
    to: z.number(),
    targets: z.array(count),
    impostors: z.array(count),
  }),
})

/** Figures of one scorer over the trials of an evaluation. */
export const scorerFigures = z.object({
  scorer: z.enum(scorers),
  adapted: z.boolean(),
  accuracy: rateSchema,
  /** Every recording against its own label and against each other one. */
  verification: detectionFigures.nullable(),
  /** Recordings of known labels against recordings of labels that the bank had never heard, by their best label. */
  openSet: detectionFigures.nullable(),
})

/** What the figures of an evaluation that are more than one number are. */
export const evaluationFigures = z.object({
  /** The scorer that the headline is of: the recommended one. */
  scorer: z.enum(scorers),
  adapted: z.boolean(),
  /** Why it is recommended and by how much, in a sentence. */
  recommendation: z.string(),
  scorers: z.array(scorerFigures),
  /** Accuracy and open-set equal error rate of the first seconds of each recording; null seconds: the whole. */
  byLength: z.array(
    z.object({
      seconds: seconds.nullable(),
      recordings: count,
      accuracy: rateSchema,
      equalErrorRate: share.nullable(),
    }),
  ),
  /** The same by how much each label learned from. */
  byTraining: z.array(z.object({ minutes: z.number(), recordings: count, accuracy: rateSchema })),
  /** At the threshold that the training of each fold came to; null where there were none, or nobody to be refused. */
  rates: z.object({ falseReject: rateSchema.nullable(), falseAccept: rateSchema.nullable() }),
  /** What is to be kept in mind. */
  warnings: z.array(z.string()),
})

/** What two evaluations did with the recordings that both were asked about. */
export const evaluationComparison = z.object({
  first: id,
  second: id,
  /** Recordings that both answered. */
  shared: count,
  bothRight: count,
  onlyFirstRight: count,
  onlySecondRight: count,
  bothWrong: count,
  /** Of McNemar's exact test. */
  pValue: share,
  /** In a sentence: which is better, and whether chance would do as much. */
  outcome: z.string(),
  /** Recordings that exactly one of them had right. */
  disagreements: z.array(
    z.object({ recordingId: id, name: z.string(), truth: z.string(), first: z.string(), second: z.string() }),
  ),
})

export const timelineSegment = z.object({
  startSeconds: seconds,
  endSeconds: seconds,
  kind: z.enum(['label', 'unknown', 'silence']),
  /** The best label; of an unknown segment the nearest one; null for silence. */
  label: z.string().nullable(),
  /** Mean log-likelihood under it of the segment's kept frames, nats a frame; null where that is no number. */
  score: z.number().nullable(),
  /** What the bank's scorer makes of it. */
  evidence: z.number().nullable(),
  /** Among the labels of the bank. */
  posterior: z.number().nullable(),
  /** The best of the other labels. */
  secondBest: z.string().nullable(),
  /** A second label that is clearly heard in the segment by turns, as where two talk at once. */
  mixedWith: z.string().nullable(),
})

export const timeline = z.object({
  recordingId: id,
  bankId: id,
  durationSeconds: seconds,
  segments: z.array(timelineSegment),
  /** Seconds of each label, of unknown and of silence, most first. */
  totals: z.array(z.object({ kind: timelineSegment.shape.kind, label: z.string().nullable(), seconds })),
})

/** How a recording is cut and smoothed. */
export const timelineOptions = z.object({
  /** What a change of label costs, in nats; null: the default. */
  switchPenalty: z.number().min(0).max(10_000).nullable().default(null),
  /** No segment of sound is shorter, unless silence is on both sides of it; null: the default, 0.5. */
  minimumSeconds: z.number().min(0).max(60).nullable().default(null),
  /** A pause that is shorter, or in one voice twice as long, is no silence; null: the default, 0.5. */
  silenceSeconds: z.number().min(0).max(60).nullable().default(null),
  /**
   * Unknown is what speaks less for every label than this share of what the label's own voice does; null: the
   * default, 0.4. At -1 nothing is.
   */
  unknownShare: z.number().min(-1).max(1).nullable().default(null),
})
