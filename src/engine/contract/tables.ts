import { z } from 'zod'
import {
  componentCount,
  covarianceType,
  criterion,
  fitFields,
  gridFields,
  parameterFields,
  precision,
  selection,
} from './mixtures'

const count = z.number().int().nonnegative()

/** Which numbers of a table are frames. */
export const table = z.object({
  /** A .csv (or other text in columns) or .npy file on the engine's machine. */
  path: z.string(),
  /** Names or numbers (from 1) of the columns to use; without it all but the following. */
  columns: z.array(z.string()).min(1).optional(),
  /** The column that holds the weight of each row. */
  weights: z.string().optional(),
  /** The column that tells which rows belong together: those with the same value stay on one side of a split. */
  groups: z.string().optional(),
})

/** Cores to work with; by default all. */
const threads = z.number().int().min(1).max(256).optional()

export const tableFit = z.object({
  table,
  ...fitFields,
  components: z.union([componentCount, z.literal('auto')]).default('auto'),
  /** Without it that of `start`, else full. */
  covarianceType: covarianceType.optional(),
  /** By what `auto` chooses. */
  criterion: criterion.default('bic'),
  /** A JSON document with the parameters to start from, in the place of an initialization; see docs/formats.md. */
  start: z.string().optional(),
  /** Keeps the weights of the start. */
  fixedWeights: z.boolean().default(false),
  /** Whether to tell the component of every row. */
  labels: z.boolean().default(false),
  threads,
})

export const tableSelection = z.object({
  table,
  ...fitFields,
  ...gridFields,
  precision: precision.default('float64'),
  threads,
})

/** How far work on a table is. */
export const tableProgress = z.object({
  /** Names the work to `tables.finish`. */
  id: z.string(),
  title: z.string(),
  done: count,
  total: count,
  /** What `done` counts. */
  unit: z.string(),
  /** Mean per-frame log-likelihood in nats of the latest iteration, while one mixture is fitted. */
  lowerBound: z.number().nullable(),
})

export const tableModel = z.object({
  ...parameterFields,
  components: count,
  dimensions: count,
  /** Rows of the table. */
  frames: count,
  columns: z.array(z.string()),
  /** One an iteration, each taken before its M-step: mean per-frame log-likelihood, or the variational bound of a Bayesian fit. */
  lowerBounds: z.array(z.number()),
  /** Mean per-frame log-likelihood of the final mixture, nats. */
  logLikelihood: z.number(),
  aic: z.number(),
  bic: z.number(),
  iterations: count,
  converged: z.boolean(),
  /** Whether it was ended before it came to rest; it is then the best so far. */
  cancelled: z.boolean(),
  /** Sentences about what was done by the remedies, and about what is found in the end. */
  mendings: z.array(z.string()),
  findings: z.array(z.string()),
  seconds: z.number(),
  /** How the components were chosen; null where they were told. */
  selection: selection.nullable(),
})

/** What a fit of a table returns. */
export const fittedTable = z.object({
  model: tableModel,
  /** The model as a JSON document of its own, in the format of docs/formats.md. */
  document: z.string(),
  /** An int32 a row, the component that is most responsible for it; null unless asked for. */
  labels: z.instanceof(Blob).nullable(),
})
