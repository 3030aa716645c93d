import { z } from 'zod'

// What can be asked of a fit and what comes of it, wherever the frames are from: recordings of a project, or a table.

const count = z.number().int().nonnegative()

/** In scikit-learn's words: any matrix each, one matrix for all, variances each, one variance each. */
export const covarianceType = z.enum(['full', 'tied', 'diag', 'spherical'])

/** By what a number of components is chosen; a lower BIC or AIC is better, and a higher held-out likelihood. */
export const criterion = z.enum(['bic', 'aic', 'held-out'])

export const componentCount = z.number().int().min(1).max(1024)

export const seed = z.number().int().min(0).max(0xffffffff)

export const precision = z.enum(['float64', 'float32'])

export const initialization = z.enum(['kmeans', 'kmeans++', 'random-frames', 'random-responsibilities'])

/** Rest when the lower bound changes by less than the tolerance, or when no parameter moves by more. */
export const stopRule = z.enum(['bound', 'parameters'])

/** The prior on the weights of a variational fit, which empties the components it does not need. */
export const weightPrior = z.enum(['dirichlet', 'dirichlet-process'])

/** What maximum a posteriori may move of a background mixture. */
export const adaptedParameter = z.enum(['means', 'weights', 'variances'])

/** What may be done about what ails a fit; see docs/mixtures.md. */
export const remedy = z.enum(['raise-reg-covar', 'simplify-covariance', 'merge', 'reseed', 'prune'])

/** How expectation maximization is run, without what is fitted. */
export const fitFields = {
  initialization: initialization.default('kmeans'),
  /** How many starts are tried; the one with the highest lower bound is kept. */
  starts: z.number().int().min(1).max(1000).default(1),
  seed: seed.default(0),
  maxIterations: z.number().int().min(1).max(10_000).default(100),
  tolerance: z.number().min(0).default(1e-3),
  stop: stopRule.default('bound'),
  /** Added to every variance. */
  regCovar: z.number().min(0).default(1e-6),
  precision: precision.default('float64'),
  /** Null: maximum likelihood. */
  bayesian: weightPrior.nullable().default(null),
  /** Without any, what ails a fit is told and left as it is. */
  remedies: z.array(remedy).default([]),
}

export const fitting = z.object(fitFields)

/** How the mixtures of a bank were fitted. */
export const bankTraining = z.object({
  covarianceType,
  /** By what each label's components were chosen; null where they were told. */
  componentsBy: criterion.nullable(),
  initialization,
  starts: count,
  maxIterations: count,
  tolerance: z.number(),
  stop: stopRule,
  regCovar: z.number(),
  precision,
  bayesian: weightPrior.nullable(),
  remedies: z.array(remedy),
})

/** One candidate of a grid, fitted and judged. */
export const candidate = z.object({
  components: count,
  covarianceType,
  /** Free parameters. */
  parameters: count,
  bic: z.number().nullable(),
  aic: z.number().nullable(),
  /** Mean log-likelihood of held-out frames in nats, and its standard error over the folds. */
  heldOut: z.number().nullable(),
  heldOutError: z.number().nullable(),
  converged: z.boolean(),
  /** Whether what it is worse by than the best may be chance alone; the best itself is. */
  withinNoise: z.boolean(),
  /** Why it could not be fitted; null where it could. */
  failure: z.string().nullable(),
})

/** A grid of components x covariance types over the same frames, judged by one criterion. */
export const selection = z.object({
  criterion,
  /** Frames that were fitted; of very many an even sample. */
  frames: count,
  /** Null unless held-out likelihood is the criterion. */
  folds: count.nullable(),
  /** In the order of the grid. */
  candidates: z.array(candidate),
  /** The index of the best candidate. */
  best: count,
  /** The index of the one with the fewest parameters of those within noise of the best. */
  recommended: count,
  /** A sentence: what is best, by how much, and how many are as good but for chance. */
  outcome: z.string(),
})

/** The grid of a selection. */
export const gridFields = {
  components: z.array(componentCount).min(1).max(64).default([1, 2, 4, 8, 16, 32]),
  covarianceTypes: z
    .array(covarianceType)
    .min(1)
    .default([...covarianceType.options]),
  criterion: criterion.default('bic'),
  /** Folds of held-out likelihood. */
  folds: z.number().int().min(2).max(100).default(5),
}

const vector = z.array(z.number())
const rows = z.array(vector)

/** Parameters of a mixture in scikit-learn's shapes: K weights, K x D means, and covariances as their type has them. */
export const parameterFields = {
  covarianceType,
  weights: vector,
  means: rows,
  /** K x D x D (full), D x D (tied), K x D (diag) or K (spherical). */
  covariances: z.union([vector, rows, z.array(rows)]),
}
