import type { Recipe } from '../features/recipe'
import type { initializations, StopRule } from '../mixture/fitOptions'
import type { Frames } from '../mixture/frames'
import type { CovarianceType, GaussianMixture } from '../mixture/gaussianMixture'
import type { Precision } from '../mixture/precision'
import type { Remedy } from '../mixture/remedies/remedy'
import type { Decision } from './decision/decision'

/** A fitted mixture with what its fit had to say. */
export interface FittedMixture {
  readonly mixture: GaussianMixture
  /** How many frames it was fitted to. */
  readonly frameCount: number
  /**
   * One an iteration, each before its M-step: mean per-frame log-likelihood in nats, or the bound of a variational fit, which
   * is that of all frames together. Of an adapted mixture the one mean log-likelihood that the background gives its frames.
   */
  readonly lowerBounds: readonly number[]
  readonly converged: boolean
  /** Plain sentences about the fit, worst first; empty where nothing is to be said. */
  readonly findings: readonly string[]
}

/** One label's mixture. */
export interface BankMixture extends FittedMixture {
  readonly label: string
}

/** Which of a background mixture's parameters maximum a posteriori moves towards the frames of a label. */
export const adaptedParameters = ['means', 'weights', 'variances'] as const

/** A mixture of many voices, from which each label's was adapted. */
export interface Background extends FittedMixture {
  /** Those over whose frames it was fitted; not all need a mixture of their own in the bank. */
  readonly labels: readonly string[]
  readonly adapted: readonly (typeof adaptedParameters)[number][]
  /** Frames that a component needs before it is moved halfway (Reynolds 2000). */
  readonly relevance: number
}

/** By what a number of components may be chosen. */
export const componentCriteria = ['bic', 'aic', 'held-out'] as const

/** The priors on the weights of a variational fit. */
export const weightPriors = ['dirichlet', 'dirichlet-process'] as const

/** How the mixtures of a bank, and its background, were fitted; see `FitOptions`. */
export interface BankTraining {
  readonly covarianceType: CovarianceType
  /** By what each label's components were chosen; null where they were told. */
  readonly componentsBy: (typeof componentCriteria)[number] | null
  readonly initialization: (typeof initializations)[number]
  readonly starts: number
  readonly maxIterations: number
  readonly tolerance: number
  readonly stop: StopRule
  readonly regCovar: number
  readonly precision: Precision
  /** The prior of a variational fit; null for maximum likelihood. */
  readonly bayesian: (typeof weightPriors)[number] | null
  /** What was allowed to be done about what ails a fit; what was done, the findings of each mixture say. */
  readonly remedies: readonly Remedy[]
}

/**
 * A few real frames and the log-likelihoods that every reader of the bank must get for them, so that a copy in another
 * program can be checked without this one.
 */
export interface TestVector {
  readonly frames: Frames
  /** Row-major frames x labels in the order of the bank's mixtures, in nats. */
  readonly logLikelihoods: Float64Array
}

/** Everything that is needed to label a recording: one mixture a label, and how its frames are made. */
export interface Bank {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly recipe: Recipe
  readonly sampleRateHz: number
  /** One name a dimension of the frames. */
  readonly columnNames: readonly string[]
  readonly seed: number
  /** Components asked for, or where they were chosen the most of any label; a label with few frames may have got fewer. */
  readonly components: number
  /** The smallest variance allowed, as a share of the variance of all training frames in the same dimension. */
  readonly varianceFloor: number
  /** Null where it is not known: the bank is older than the choices. */
  readonly training: BankTraining | null
  /** Null where every label was fitted by itself. */
  readonly background: Background | null
  readonly mixtures: readonly BankMixture[]
  /** Which label a recording gets, and when it gets none. */
  readonly decision: Decision
  readonly testVector: TestVector
  /** Of the program that trained it. */
  readonly version: string
}
