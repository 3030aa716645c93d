import type { Recipe } from '../features/recipe'
import type { Frames } from '../mixture/frames'
import type { GaussianMixture } from '../mixture/gaussianMixture'

/** One label's mixture with what its training had to say. */
export interface BankMixture {
  readonly label: string
  readonly mixture: GaussianMixture
  /** How many frames it was fitted to. */
  readonly frameCount: number
  /** Mean per-frame log-likelihood in nats before each M-step. */
  readonly lowerBounds: readonly number[]
  readonly converged: boolean
  /** Plain sentences about the fit, worst first; empty where nothing is to be said. */
  readonly findings: readonly string[]
}

/** When a recording is called unknown rather than by its best label. */
export interface UnknownRule {
  /**
   * A recording is unknown when the mean per-frame log-likelihood under its best label, plus `marginWeight` times the
   * margin to the second best, lies below this, in nats. Null where the training data could not tell: then nothing is
   * ever called unknown.
   */
  readonly threshold: number | null
  /**
   * What the margin counts for. A voice that the bank knows stands out from the other labels; a stranger is about
   * equally like several. 0 leaves it out; the training chooses what separated known from unknown better.
   */
  readonly marginWeight: number
  /** What to expect of the threshold, with the counts it was measured on, or why there is none. */
  readonly description: string
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
  /** Components asked for; a label with few frames may have got fewer. */
  readonly components: number
  /** The smallest variance allowed, as a share of the variance of all training frames in the same dimension. */
  readonly varianceFloor: number
  readonly mixtures: readonly BankMixture[]
  readonly unknownRule: UnknownRule
  readonly testVector: TestVector
  /** Of the program that trained it. */
  readonly version: string
}
