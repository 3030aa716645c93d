import { z } from 'zod'
import { clusterJob } from './clusters'
import { decisionFields } from './decisions'
import { adaptedParameter, componentCount, covarianceType, criterion, fitFields, gridFields } from './mixtures'
import { splitGroup } from './recognition'

// What can be asked of the jobs, and what is told of them.

const id = z.number().int().positive()
const count = z.number().int().nonnegative()

export const role = z.enum(['training', 'query'])

/**
 * How labels are given to imported files: by folder, not at all, from a CSV (path,label), or from a name pattern. A CSV may
 * also tell the session of each recording and which part of a given split it is in (columns session and split or fold), and
 * a pattern too ({session}, {split}).
 */
export const labelRule = z.discriminatedUnion('from', [
  z.object({ from: z.literal('folder') }),
  z.object({ from: z.literal('none') }),
  z.object({ from: z.literal('csv'), file: z.string() }),
  /** Such as {digit}_{label}_{take}: matched against the name without its extension. */
  z.object({ from: z.literal('pattern'), pattern: z.string() }),
])

export const importJob = z.object({
  kind: z.literal('import'),
  /** Files or folders, searched recursively. */
  paths: z.array(z.string()).min(1),
  labels: labelRule.default({ from: 'folder' }),
  role: role.default('training'),
  /** Of features that another program made and whose files do not tell it; absent, 0.01. */
  hopSeconds: z.number().min(0.001).max(0.2).optional(),
})

export const extractJob = z.object({ kind: z.literal('extract') })

/** What a background mixture is fitted to, and how it is adapted to the labels. */
const backgroundFields = {
  /** The labels over whose frames a background mixture is fitted, or all of them; null: none is. */
  background: z
    .union([z.literal('all'), z.array(z.string()).min(1)])
    .nullable()
    .default(null),
  backgroundComponents: componentCount.default(64),
  /** What of the background's is moved towards the frames of each label, by maximum a posteriori (Reynolds 2000). */
  adapt: z.array(adaptedParameter).min(1).default(['means']),
  /** Frames that a component needs before it is moved halfway. */
  relevance: z.number().positive().default(16),
}

/** What mixtures of a project are fitted with. */
const modelFields = {
  components: z.union([componentCount, z.literal('auto')]).default(16),
  covarianceType: covarianceType.default('diag'),
  ...fitFields,
  /** By what `auto` chooses the components of each label. */
  criterion: criterion.default('bic'),
  ...backgroundFields,
}

export const trainJob = z.object({
  kind: z.literal('train'),
  name: z.string().min(1).max(200).optional(),
  /** Those that get a mixture; the others are heard by the background alone and play strangers. Null: all. */
  labels: z.array(z.string()).min(1).nullable().default(null),
  ...modelFields,
  /** As with any background; with nothing to adapt it serves the scores alone. */
  adapt: z.array(adaptedParameter).default(['means']),
  ...decisionFields,
})

/** Measures a bank anew on what its project holds out, and decides by that; its mixtures stay as they are. */
const calibrateJob = z.object({ kind: z.literal('calibrate'), bankId: id, ...decisionFields })

export const labelJob = z.object({
  kind: z.literal('label'),
  bankId: id,
  /** Files or folders, taken into the project as query recordings first. */
  paths: z.array(z.string()).optional(),
  /** Without `paths` and `recordingIds`: every query recording. */
  recordingIds: z.array(id).optional(),
  /** What this bank answered before is taken over where neither the recording nor the decision changed since. */
  keepAnswers: z.boolean().default(false),
})

/** Makes the next version of a bank: only labels whose training material changed are fitted again. */
const updateJob = z.object({
  kind: z.literal('update'),
  bankId: id,
  /** Absent: that of the bank. */
  name: z.string().min(1).max(200).optional(),
})

/** Files or folders; a recording is meant when it is one of them or lies below one. */
const places = z.array(z.string()).min(1)

/** Which recordings are asked about in turn, by mixtures of which others. */
const split = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folds') }),
  /** Every session (or recording, or label) in turn. */
  z.object({ kind: z.literal('leaveOneGroupOut') }),
  /** As the split column of the labels says; with `train` and `test`, as these say. */
  z.object({ kind: z.literal('given'), train: places.nullable().default(null), test: places.nullable().default(null) }),
])

export const evaluateJob = z.object({
  kind: z.literal('evaluate'),
  split: split.default({ kind: 'folds' }),
  /** Of the split by folds. */
  folds: z.number().int().min(2).max(100).default(5),
  /** What never stands on both sides. By label, each is also left out of the bank and asked about as a stranger. */
  group: splitGroup.default('recording'),
  components: componentCount.default(16),
  covarianceType: covarianceType.default('diag'),
  ...fitFields,
  ...backgroundFields,
  /** Seconds of sound: how well the first so many of each recording are answered. */
  lengths: z.array(z.number().positive().max(3600)).max(10).default([1, 3, 10]),
  /** Minutes of sound that each label learns from; `auto` takes halves of what there is, where that takes little time. */
  trainingMinutes: z.union([z.literal('auto'), z.array(z.number().positive().max(10_000)).max(8)]).default('auto'),
})

/** Fits a grid of mixtures to the frames of each label and judges them. */
export const selectJob = z.object({
  kind: z.literal('select'),
  /** Null: every label by itself. */
  label: z.string().nullable().default(null),
  ...fitFields,
  ...gridFields,
})

export const jobRequest = z.discriminatedUnion('kind', [
  importJob,
  extractJob,
  trainJob,
  updateJob,
  calibrateJob,
  labelJob,
  evaluateJob,
  selectJob,
  clusterJob,
])

export const wireError = z.object({ code: z.string(), message: z.string(), details: z.string().optional() })

export const job = z.object({
  id,
  request: jobRequest,
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** A short title for a person, such as "Train 10 labels". */
  title: z.string(),
  done: count,
  total: count,
  /** What `done` counts: recordings, mixtures, folds. */
  unit: z.string(),
  /** Units a second over the recent past, and the time left at that rate; null until known. */
  ratePerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** One line that tells what came of it, and where to look: a bank, an evaluation, a selection. */
  outcome: z.string().nullable(),
  resultId: id.nullable(),
  error: wireError.nullable(),
  /** How many files met an error of their own while the others went on. */
  fileErrors: count,
})

/** A step of a running training: mean per-frame log-likelihood in nats. */
export const fitEvent = z.object({ jobId: id, label: z.string(), iteration: count, lowerBound: z.number() })
