import type { SettledFitOptions } from '../fitOptions'
import type { GaussianMixture } from '../gaussianMixture'

/** What can be found about a fit, the most important first. */
export const findingKinds = [
  'too-few-frames',
  'constant-columns',
  'narrow-columns',
  'starved',
  'at-floor',
  'at-reg-covar',
  'ill-conditioned',
  'duplicates',
  'not-converged',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** Something that a person should know about a fit. In sentences components and columns are counted from 1. */
export interface FitFinding {
  readonly kind: FindingKind
  /** The components concerned, counted from 0; none where it is about the frames or the whole fit. */
  readonly components: readonly number[]
  /** What was found, with its numbers. */
  readonly sentence: string
  /** What to try. */
  readonly remedy: string
}

/** What is looked at: a finished fit. Of its options those that held the mixture up or let it end. */
export interface ExaminedFit {
  readonly mixture: GaussianMixture
  readonly lowerBounds: readonly number[]
  readonly converged: boolean
  readonly stopped?: boolean
  readonly options: Pick<SettledFitOptions, 'regCovar' | 'tolerance'> &
    Partial<Pick<SettledFitOptions, 'varianceFloor' | 'stop' | 'fixedWeights' | 'precision'>>
}

/** What is known of the frames that a mixture was fitted to. */
export interface FittedFrames {
  /** What the frames' weights sum to: their number, where they carry none. */
  readonly weight: number
  /** K, how many of them each component holds: its share of the weight. */
  readonly counts: Float64Array
  /** D, the variance of each column over all frames. */
  readonly variances: Float64Array
  /** Columns that tell nothing: those of constant value, and those that vary less than `regCovar` blurs. */
  readonly flatColumns: ReadonlySet<number>
}
