import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'

/** How the first parameters are found; see initialize.ts. */
export type Initialization =
  | 'kmeans'
  | 'kmeans++'
  | { readonly weights: Float64Array; readonly means: Float64Array; readonly covariances: Float64Array }

export interface FitOptions {
  readonly components: number
  readonly initialization?: Initialization
  readonly seed?: number
  readonly maxIterations?: number
  /** Stop when the mean per-frame log-likelihood changes by less than this. */
  readonly tolerance?: number
  /** Added to every variance (scikit-learn's reg_covar). */
  readonly regCovar?: number
  /** Lower bound of each of the D variances, or absent for none. */
  readonly varianceFloor?: Float64Array
  readonly starts?: number
}

/** One step of a fit: `lowerBound` is the mean per-frame log-likelihood in nats before this step's M-step. */
export interface FitStep {
  readonly start: number
  readonly iteration: number
  readonly lowerBound: number
}

export interface FitResult {
  readonly mixture: GaussianMixture
  readonly lowerBounds: readonly number[]
  readonly converged: boolean
}

export declare function fitMixtureSteps(frames: Frames, options: FitOptions): Generator<FitStep, FitResult>
