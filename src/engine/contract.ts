import { oc, eventIterator, type InferContractRouterInputs, type InferContractRouterOutputs } from '@orpc/contract'
import type { ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import { recipeSchema } from '../features/recipe'
import { decisionSchema } from '../recognition/decision/decision'
import {
  featurePreview,
  featureTracks,
  fileFeatures,
  fileFeaturesRequest,
  previewRequest,
  recipeRequest,
  shownSpectrogram,
  spectrogramRequest,
  tracksRequest,
} from './contract/features'
import { adaptedParameter, bankTraining, covarianceType, type fitting, seed, selection } from './contract/mixtures'
import {
  evaluateJob,
  fitEvent,
  job,
  jobRequest,
  labelRule,
  role,
  selectJob,
  trainJob,
  wireError,
} from './contract/jobs'
import type { cluster } from './contract/clusters'
import { appliedClusters, clustering, clusteringSummary } from './contract/clusters'
import { decisionRequest } from './contract/decisions'
import { evaluatedRecording, evaluatedRecordingsRequest, evaluation } from './contract/evaluations'
import { matrix } from './contract/matrix'
import { evaluationComparison, timeline, timelineOptions } from './contract/recognition'
import { fittedTable, tableFit, tableProgress, tableSelection } from './contract/tables'
import { bankComparison, beforeCorrection, doubtfulRecordings, labelChange, lineageFields } from './contract/upkeep'

// Every call of the engine with its validated input and output: the table of contents of the program. Shapes that
// are not obvious from their names say so here; those of jobs, fits and tables are in contract/. Bulk numbers travel
// as binary (see `matrix`), never as JSON.

export { evaluateJob, jobRequest, selectJob, trainJob }

const id = z.number().int().positive()
const seconds = z.number().nonnegative()
const count = z.number().int().nonnegative()

export const recordingFlag = z.enum([
  'changed',
  'missing',
  'clipped',
  'silent',
  'damaged',
  'lowRate',
  'unreadable',
  'veryShort',
  'narrowBand',
  'noisy',
  'offset',
])

/** What a recording is worth, measured at its own rate over the mix of its channels when it was imported. */
export const recordingQuality = z.object({
  /** Samples in flat tops: runs of at least three in a row at full scale. */
  clippedSamples: count,
  /** Where the first of them stands; null where there is none. */
  firstClippedSeconds: seconds.nullable(),
  /** The mean of all samples; full scale is 1. */
  dcOffset: z.number(),
  /** The level that 10 % of all 20 ms frames stay below, dB re full scale; null for digital silence. */
  noiseFloorDb: z.number().nullable(),
  /** The mean power of the sound less that of the floor, over the floor; null where nothing stands out of a floor. */
  snrDb: z.number().nullable(),
  /** In frames of 20 ms that stand out of the floor; all that is not digital silence where nothing stands out. */
  speechSeconds: seconds,
  /** Below it lies what sounds, however high the rate of the file; null for silence and for a few samples. */
  bandwidthHz: z.number().nullable(),
})

export const recording = z.object({
  id,
  /** The file's name without its folder. */
  name: z.string(),
  path: z.string(),
  /** Training recordings teach the models; query recordings were dropped on Recognize. */
  role,
  label: z.string().nullable(),
  durationSeconds: seconds.nullable(),
  /** The file's own rate and channels, before resampling. */
  sampleRateHz: z.number().nullable(),
  channelCount: z.number().nullable(),
  /** wav, flac, mp3, ogg-vorbis, opus, aiff, ... */
  format: z.string().nullable(),
  /** Decibels relative to full scale. */
  peakDb: z.number().nullable(),
  rmsDb: z.number().nullable(),
  /** Null where the file could not be read, and in older projects until it is read again. */
  quality: recordingQuality.nullable(),
  /** 64 pairs (min, max) in [-127, 127] over the whole recording, for thumbnails. */
  thumbnail: z.array(z.number()).nullable(),
  flags: z.array(recordingFlag),
  /** One sentence a warning or the error that this file met. */
  notes: z.array(z.string()),
  features: z.enum(['none', 'ready', 'stale', 'failed']),
})

/** What a file tells of itself in its headers and tags; null where it does not. */
export const recordingFacts = z.object({
  /** wav, flac, mp3, ogg-vorbis, opus, aiff, ... */
  format: z.string(),
  /** In words: PCM, mu-law, FLAC, MPEG-1 layer III, Opus, ... */
  codec: z.string().nullable(),
  sampleRateHz: z.number().nullable(),
  channelCount: z.number().nullable(),
  /** Of one sample. */
  bits: z.number().nullable(),
  durationSeconds: seconds.nullable(),
  /** Reckoned from the size of the file and the bit rate of its beginning. */
  isDurationEstimated: z.boolean(),
  tags: z.object({
    title: z.string().nullable(),
    artist: z.string().nullable(),
    date: z.string().nullable(),
    comment: z.string().nullable(),
  }),
})

/** What an import wants to know, of a file that is in no project. */
export const inspectedFile = recording
  .pick({
    ...{ name: true, path: true, durationSeconds: true, sampleRateHz: true, channelCount: true, format: true },
    ...{ peakDb: true, rmsDb: true, quality: true, notes: true },
  })
  .extend({ flags: z.array(z.string()) })

export const labelSummary = z.object({
  label: z.string().nullable(),
  recordingCount: count,
  seconds,
  /** Said in words where the label is too thin to model. */
  warning: z.string().nullable(),
})

export const projectSummary = z.object({
  path: z.string(),
  name: z.string(),
  /** Null until the first import has chosen one. */
  sampleRateHz: z.number().nullable(),
  recordingCount: count,
  queryCount: count,
  labelCount: count,
  bankCount: count,
  featuresReady: count,
  recipe: recipeSchema,
  /** The four steps of the first minute. */
  steps: z.object({ imported: z.boolean(), trained: z.boolean(), recognized: z.boolean(), exported: z.boolean() }),
})

/** What happened in the engine, so that a page knows what to ask again. */
export const engineEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job }),
  z.object({ type: z.literal('fit'), fit: fitEvent }),
  z.object({
    type: z.literal('changed'),
    what: z.enum(['project', 'recordings', 'features', 'banks', 'results', 'evaluations', 'clusterings']),
  }),
])

export const bankSummary = z.object({
  id,
  name: z.string(),
  createdAt: z.number(),
  components: count,
  seed: count,
  labels: z.array(z.string()),
  frameCount: count,
  recipe: recipeSchema,
  sampleRateHz: z.number(),
  /** A sentence: what is called unknown, at what cost, or why nothing is. */
  unknownRule: z.string(),
  /** How the mixtures were fitted; null where the bank does not say. */
  training: bankTraining.nullable(),
  imported: z.boolean(),
  ...lineageFields,
})

/** The mixture that those of the labels were adapted from. */
export const bankBackground = z.object({
  /** Over whose frames it was fitted. */
  labels: z.array(z.string()),
  components: count,
  frameCount: count,
  adapted: z.array(adaptedParameter),
  /** Frames that a component needs before it is moved halfway. */
  relevance: z.number(),
  converged: z.boolean(),
  findings: z.array(z.string()),
})

export const mixtureDetail = z.object({
  label: z.string(),
  frameCount: count,
  seconds,
  covarianceType,
  weights: z.array(z.number()),
  /** K x D. */
  means: z.array(z.array(z.number())),
  /** K x D variances: the diagonals, whatever the covariance type. */
  covariances: z.array(z.array(z.number())),
  lowerBounds: z.array(z.number()),
  converged: z.boolean(),
  /** Sentences about the fit: starved components, floor reached, too few frames. */
  findings: z.array(z.string()),
})

export const bankDetail = bankSummary.extend({
  columnNames: z.array(z.string()),
  mixtures: z.array(mixtureDetail),
  /** Null where every label was fitted by itself. */
  background: bankBackground.nullable(),
  decision: decisionSchema,
})

export const scatterAxes = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('coefficients'), x: count, y: count }),
  z.object({ kind: z.literal('pca') }),
])

export const scatter = z.object({
  axisNames: z.tuple([z.string(), z.string()]),
  /** Columns: x, y, most responsible component, recording id, frame index. */
  points: matrix,
  /** Of how many frames `points` are an even sample. */
  frameCount: count,
  components: z.array(
    z.object({
      weight: z.number(),
      mean: z.tuple([z.number(), z.number()]),
      /** 2 x 2 covariance on these axes: xx, xy, yy. */
      covariance: z.tuple([z.number(), z.number(), z.number()]),
    }),
  ),
})

export const rankedLabel = z.object({
  label: z.string(),
  /** Mean per-frame log-likelihood, nats. */
  score: z.number(),
  /** What the bank's scorer makes of it, which is what ranks the labels. */
  evidence: z.number(),
  posterior: z.number(),
  /** True where the score is an estimate from a part of the frames, because the label fell far behind the first three. */
  estimated: z.boolean().optional(),
})

export const recognitionResult = z.object({
  recordingId: id,
  bankId: id,
  name: z.string(),
  path: z.string(),
  durationSeconds: seconds.nullable(),
  /** The best label, whether or not it fell under the threshold. */
  best: z.string().nullable(),
  unknown: z.boolean(),
  ranked: z.array(rankedLabel),
  /** Score of the best less the second best, nats per frame. */
  margin: z.number().nullable(),
  /** The score that the best label has to reach, given its margin, so as not to be unknown; null where there is no rule. */
  threshold: z.number().nullable(),
  /** Natural log of the calibrated likelihood ratio of the best label against unknown; null without a calibration. */
  logLikelihoodRatio: z.number().nullable(),
  frameCount: count,
  /** The label a person gave after listening. */
  corrected: z.string().nullable(),
  error: wireError.nullable(),
})

/** What a select job found, label by label. */
export const projectSelection = z.object({
  id,
  createdAt: z.number(),
  recipe: recipeSchema,
  labels: z.array(z.object({ label: z.string(), selection })),
})

/** A file made by the engine. */
export const madeFile = z.object({ fileName: z.string(), content: z.instanceof(Blob) })

/** How many frames to draw, and as what file. */
const sampleFields = {
  count: z.number().int().min(1).max(10_000_000),
  seed: seed.default(0),
  format: z.enum(['csv', 'npy']).default('csv'),
}

/** The frames, and the component of each as another file of the same format. */
const sampled = z.object({ frames: madeFile, components: madeFile })

export const folderEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'audio', 'project', 'other']),
  bytes: count,
})

export const importPreview = z.object({
  files: z.array(z.object({ path: z.string(), name: z.string(), bytes: count, label: z.string().nullable() })),
  fileCount: count,
  labels: z.array(z.object({ label: z.string().nullable(), count })),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
  skippedCount: count,
})

export const exportFormat = z.enum(['json', 'npz'])

const nothing = z.object({})

const correction = z.object({ recordingId: id, label: z.string().trim().min(1).max(200) })

export const contract = {
  system: {
    info: oc.output(
      z.object({
        version: z.string(),
        shell: z.enum(['desktop', 'browser', 'terminal']),
        home: z.string(),
        samplesAvailable: z.boolean(),
      }),
    ),
    /** Everything that happens, from now on; starts with the jobs as they are. */
    events: oc.output(eventIterator(engineEvent)),
    /** Lists a folder of the machine the engine runs on, for the browser's file picker. */
    listFolder: oc
      .input(z.object({ path: z.string().optional() }))
      .output(z.object({ path: z.string(), parent: z.string().nullable(), entries: z.array(folderEntry) })),
  },
  project: {
    current: oc.output(projectSummary.nullable()),
    create: oc
      .input(z.object({ path: z.string(), sampleRateHz: z.number().int().min(4000).max(96000).optional() }))
      .output(projectSummary),
    open: oc.input(z.object({ path: z.string() })).output(projectSummary),
    close: oc.output(nothing),
    recent: oc.output(
      z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.number(), exists: z.boolean() })),
    ),
    forgetRecent: oc.input(z.object({ path: z.string() })).output(nothing),
    /** A new project beside the user's documents (or in `path`), filled from the sample voices by an import job. */
    createFromSamples: oc
      .input(z.object({ path: z.string().optional() }))
      .output(z.object({ project: projectSummary, jobId: id })),
    /** Where a new project would be put if its person does not choose. */
    suggestPath: oc.input(z.object({ name: z.string() })).output(z.object({ path: z.string() })),
  },
  recordings: {
    previewImport: oc.input(z.object({ paths: z.array(z.string()).min(1), labels: labelRule })).output(importPreview),
    list: oc
      .input(
        z.object({
          role: role.default('training'),
          offset: count.default(0),
          limit: count.max(1000).default(200),
          text: z.string().optional(),
          /** Null means without a label. */
          label: z.string().nullable().optional(),
          problemsOnly: z.boolean().default(false),
          sort: z.enum(['name', 'label', 'duration', 'level', 'added']).default('added'),
          descending: z.boolean().default(false),
        }),
      )
      .output(z.object({ total: count, rows: z.array(recording) })),
    get: oc.input(z.object({ id })).output(recording),
    labels: oc.output(z.array(labelSummary)),
    /** Answers with the labels as they were, so that the act can be undone. */
    setLabel: oc
      .input(
        z.object({ changes: z.array(z.object({ id, label: z.string().trim().min(1).max(200).nullable() })).min(1) }),
      )
      .output(z.object({ before: z.array(z.object({ id, label: z.string().nullable() })) })),
    /** Takes recordings out of the project; the audio files stay where they are. */
    remove: oc.input(z.object({ ids: z.array(id).min(1) })).output(z.object({ removed: count })),
    /** What the file tells of itself in its headers and tags, read anew and without decoding. */
    facts: oc.input(z.object({ id })).output(recordingFacts),
    /** Min and max of each of `bins` equal stretches, as columns, samples in [-1, 1]. */
    waveform: oc
      .input(
        z.object({
          id,
          bins: z.number().int().min(1).max(20_000),
          startSeconds: seconds.optional(),
          endSeconds: seconds.optional(),
        }),
      )
      .output(z.object({ durationSeconds: seconds, peaks: matrix })),
    /** A 16-bit mono WAV of at most 60 seconds, from `startSeconds` on, at the project's rate. */
    audio: oc
      .input(
        z.object({ id, startSeconds: seconds.default(0), lengthSeconds: z.number().positive().max(60).default(60) }),
      )
      .output(
        z.object({
          wav: z.instanceof(Blob),
          startSeconds: seconds,
          durationSeconds: seconds,
          sampleRateHz: z.number(),
        }),
      ),
  },
  features: {
    /** The project's recipe, used by every extraction from now on; says how many recordings are to be computed again. */
    setRecipe: oc.input(z.object({ recipe: recipeSchema })).output(z.object({ toCompute: count })),
    /** How many recordings would have to be computed again under `recipe`. */
    cost: oc.input(z.object({ recipe: recipeSchema })).output(z.object({ toCompute: count, total: count })),
    /**
     * Measures what normalization by the project goes by, over the labeled training recordings, and returns the recipe with
     * it. Yields how many recordings are done; what is missing is computed first.
     */
    measureStatistics: oc
      .input(z.object({ recipe: recipeSchema }))
      .output(eventIterator(z.object({ done: count, total: count }), z.object({ recipe: recipeSchema }))),
    /** Frames of a stretch of at most 60 seconds, under `recipe` or the project's own. */
    preview: oc.input(previewRequest).output(featurePreview),
    /** The same stretch, which of a recipe only the lengths of its frames change. */
    spectrogram: oc.input(spectrogramRequest).output(shownSpectrogram),
    /** The same stretch, for columns that are only looked at. */
    tracks: oc.input(tracksRequest).output(featureTracks),
  },
  jobs: {
    start: oc.input(z.object({ request: jobRequest })).output(z.object({ jobId: id })),
    list: oc.output(z.array(job)),
    get: oc.input(z.object({ id })).output(job),
    cancel: oc.input(z.object({ id })).output(nothing),
    /** The lower bounds of a training so far, for pages that come late. */
    fitHistory: oc.input(z.object({ id })).output(z.array(fitEvent)),
    /** Takes ended jobs off the list. */
    clear: oc.output(nothing),
  },
  banks: {
    list: oc.output(z.array(bankSummary)),
    get: oc.input(z.object({ id })).output(bankDetail),
    rename: oc.input(z.object({ id, name: z.string().trim().min(1).max(200) })).output(nothing),
    remove: oc.input(z.object({ id })).output(nothing),
    /** The same bank again as the newest version of its lineage. */
    restore: oc.input(z.object({ id })).output(z.object({ id })),
    /** What became of its labels' training material, as far as features are extracted: what an update would fit again. */
    changes: oc.input(z.object({ id })).output(z.object({ labels: z.array(labelChange), upToDate: z.boolean() })),
    compare: oc.input(z.object({ first: id, second: id })).output(bankComparison),
    /**
     * Has a bank decide otherwise, by what held-out recordings scored when it was trained or calibrated; instant, and for the
     * answers to come. NOTHING_TO_DO where that is not kept.
     */
    decide: oc.input(decisionRequest).output(bankDetail),
    scatter: oc
      .input(
        z.object({
          bankId: id,
          label: z.string(),
          axes: scatterAxes,
          maxPoints: z.number().int().min(100).max(200_000).default(20_000),
        }),
      )
      .output(scatter),
    /** Responsibilities of one label's components over a recording: frames x K, and which frames were kept. */
    responsibilities: oc.input(z.object({ bankId: id, label: z.string(), recordingId: id })).output(
      z.object({
        responsibilities: matrix,
        speech: z.array(z.number()),
        hopSeconds: seconds,
        /** Where the middle of the first frame stands: 0 with centered frames. */
        firstMiddleSeconds: seconds,
      }),
    ),
    /** How the columns move together under a component: D x D, in [-1, 1]. */
    correlations: oc
      .input(z.object({ bankId: id, label: z.string(), component: count }))
      .output(z.object({ correlations: matrix })),
    export: oc.input(z.object({ id, format: exportFormat })).output(madeFile),
    /** Writes the export on the engine's machine, for native save dialogs. */
    exportTo: oc
      .input(z.object({ id, format: exportFormat, path: z.string() }))
      .output(z.object({ path: z.string(), bytes: count })),
    import: oc.input(z.object({ content: z.instanceof(Blob) })).output(z.object({ id })),
    /** Frames drawn from the mixture of one label. */
    sample: oc.input(z.object({ bankId: id, label: z.string(), ...sampleFields })).output(sampled),
  },
  recognition: {
    results: oc
      .input(
        z.object({
          bankId: id.optional(),
          /** Only what this label job answered. */
          jobId: id.optional(),
          offset: count.default(0),
          limit: count.max(1000).default(200),
          sort: z.enum(['added', 'name', 'doubt']).default('added'),
        }),
      )
      .output(z.object({ total: count, rows: z.array(recognitionResult) })),
    /** Log-likelihood of each label over time, smoothed by a moving mean; frames x labels, NaN where frames were dropped. */
    scoresOverTime: oc
      .input(
        z.object({
          bankId: id,
          recordingId: id,
          smoothSeconds: z.number().min(0).max(10).default(0.3),
          maxPoints: z.number().int().min(10).max(20_000).default(4000),
        }),
      )
      .output(
        z.object({
          labels: z.array(z.string()),
          scores: matrix,
          stepSeconds: seconds,
          /** Where the middle of the first frame stands: 0 with centered frames. */
          firstMiddleSeconds: seconds,
          /** The mean score that the best label has to reach, given its margin over the whole recording. */
          threshold: z.number().nullable(),
        }),
      ),
    /** Which label, unknown or silence, from each moment to the next change. */
    timeline: oc
      .input(z.object({ bankId: id, recordingId: id, options: timelineOptions.prefault({}) }))
      .output(timeline),
    /** The answers of a label job as they are finished, from its beginning on and in the order of finishing; ends with it. */
    stream: oc.input(z.object({ jobId: id })).output(eventIterator(z.array(recognitionResult))),
    /** Labels what lies and what appears in folders, until nobody listens any more; what is answered already is not told. */
    watch: oc
      .input(z.object({ bankId: id, paths: z.array(z.string()).min(1) }))
      .output(eventIterator(z.array(recognitionResult))),
    /** Gives a query recording its true label and makes it training material. Answers with what was, for `uncorrect`. */
    correct: oc.input(correction).output(z.object({ before: z.array(beforeCorrection) })),
    /** The same of several, all of them or none. */
    correctAll: oc
      .input(z.object({ corrections: z.array(correction).min(1).max(10_000) }))
      .output(z.object({ before: z.array(beforeCorrection) })),
    /** Takes corrections back. */
    uncorrect: oc.input(z.object({ before: z.array(beforeCorrection).min(1) })).output(nothing),
    /** The recordings to listen to next, the most doubtful first: of what the bank answered, and of what it was trained on. */
    doubtful: oc
      .input(z.object({ bankId: id, limit: z.number().int().min(1).max(1000).default(50) }))
      .output(doubtfulRecordings),
  },
  evaluations: {
    list: oc.output(z.array(evaluation)),
    get: oc.input(z.object({ id })).output(evaluation),
    /** The recordings behind a figure. */
    recordings: oc.input(evaluatedRecordingsRequest).output(z.array(evaluatedRecording)),
    /** By McNemar's test over the recordings that both were asked about as known. */
    compare: oc.input(z.object({ first: id, second: id })).output(evaluationComparison),
    remove: oc.input(z.object({ id })).output(nothing),
  },
  selections: {
    list: oc.output(z.array(projectSelection)),
    get: oc.input(z.object({ id })).output(projectSelection),
  },
  /** What was grouped without labels by cluster jobs. */
  clusterings: {
    /** Newest first. */
    list: oc.output(z.array(clusteringSummary)),
    get: oc.input(z.object({ id })).output(clustering),
    /** Gives a cluster a name, or with null takes it away. Nothing is labeled by that yet. */
    name: oc.input(z.object({ id, cluster: id, name: z.string().trim().min(1).max(200).nullable() })).output(nothing),
    /** Turns the names into labels: of whole recordings that are of one voice, else of their parts. */
    apply: oc.input(z.object({ id })).output(appliedClusters),
    /** Labels that came of it stay. */
    remove: oc.input(z.object({ id })).output(nothing),
  },
  /** What can be had of any file, without a project. */
  tools: {
    /** A recipe as it is at a sample rate. */
    recipe: oc
      .input(recipeRequest.extend({ sampleRateHz: z.number().int().min(4000).max(96_000).default(16_000) }))
      .output(recipeSchema),
    /** What a recording is worth, as an import into a project would tell it; what cannot be read is told in `notes`. */
    inspect: oc.input(z.object({ path: z.string() })).output(inspectedFile),
    features: oc.input(fileFeaturesRequest).output(fileFeatures),
  },
  /** Mixtures of any numbers in columns, without a project. */
  tables: {
    /** Fits a mixture; tells how far it is, and returns the model. */
    fit: oc.input(tableFit).output(eventIterator(tableProgress, fittedTable)),
    /** Fits a grid of mixtures and judges them. */
    select: oc.input(tableSelection).output(eventIterator(tableProgress, selection)),
    /** Ends a fit at once: it returns the best it has. A selection ends with CANCELLED. */
    finish: oc.input(z.object({ id: z.string() })).output(nothing),
    /** Frames drawn from a model, a JSON document that holds its parameters. */
    sample: oc.input(z.object({ model: z.string(), ...sampleFields })).output(sampled),
  },
}

export type Contract = typeof contract
export type EngineClient = ContractRouterClient<Contract>
export type Inputs = InferContractRouterInputs<Contract>
export type Outputs = InferContractRouterOutputs<Contract>

export type Recording = z.infer<typeof recording>
export type RecordingFlag = z.infer<typeof recordingFlag>
export type RecordingRole = z.infer<typeof role>
export type LabelSummary = z.infer<typeof labelSummary>
export type ProjectSummary = z.infer<typeof projectSummary>
export type LabelRule = z.infer<typeof labelRule>
/** A request as it is made: what it leaves out has its default. */
export type JobRequest = z.input<typeof jobRequest>
/** A request with every default filled in. */
export type SettledRequest = z.output<typeof jobRequest>
export type Job = z.infer<typeof job>
export type EngineEvent = z.infer<typeof engineEvent>
export type WireError = z.infer<typeof wireError>
export type BankTraining = z.infer<typeof bankTraining>
export type BankSummary = z.infer<typeof bankSummary>
export type BankDetail = z.infer<typeof bankDetail>
export type MixtureDetail = z.infer<typeof mixtureDetail>
export type Scatter = z.infer<typeof scatter>
export type RecognitionResult = z.infer<typeof recognitionResult>
export type Timeline = z.infer<typeof timeline>
export type BankComparison = z.infer<typeof bankComparison>
export type DoubtfulRecording = z.infer<typeof doubtfulRecordings>['rows'][number]
export type Evaluation = z.infer<typeof evaluation>
export type Clustering = z.infer<typeof clustering>
export type ClusteringSummary = z.infer<typeof clusteringSummary>
export type Cluster = z.infer<typeof cluster>
export type AppliedClusters = z.infer<typeof appliedClusters>
export type ProjectSelection = z.infer<typeof projectSelection>
export type FitFields = z.output<typeof fitting>
export type Selection = z.infer<typeof selection>
export type Candidate = Selection['candidates'][number]
export type TableFit = z.output<typeof tableFit>
export type FittedTable = z.infer<typeof fittedTable>
export type TableModel = FittedTable['model']
export type TableSelection = z.output<typeof tableSelection>
export type TableProgress = z.infer<typeof tableProgress>
export type PreviewRequest = z.output<typeof previewRequest>
export type FeaturePreview = z.infer<typeof featurePreview>
export type InspectedFile = z.infer<typeof inspectedFile>
export type Matrix = z.infer<typeof matrix>
