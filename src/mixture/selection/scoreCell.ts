import { isCepstraError } from '../../cepstraError'
import type { FitCommand, FitStep } from '../expectationMaximization'
import { fitModelSteps, type ModelFitOptions } from '../fitModel'
import { totalWeight, type Frames } from '../frames'
import { framesInMemory } from '../frameSource'
import type { CovarianceType } from '../gaussianMixture'
import { framesAt } from '../sampleFrames'
import { meanLogLikelihood } from '../score'

/** One place of a grid over which a mixture is chosen. */
export interface SelectionCell {
  /** K. */
  readonly components: number
  readonly covarianceType: CovarianceType
}

/** How every cell of a grid is fitted. */
export type CellFitOptions = Omit<ModelFitOptions, 'components' | 'covarianceType'>

/** Which frames are held out: those whose entry of `foldOf` is `fold`. */
export interface HeldOutFold {
  readonly foldOf: Int32Array
  readonly fold: number
}

/** How well a fit of a cell explains the frames that it is judged by, or why there is none. */
export type CellTrial =
  | {
      /** The mean per frame, in nats, and the weight of the frames that it is the mean of. */
      readonly logLikelihood: number
      readonly frameWeight: number
      readonly converged: boolean
    }
  | { readonly failure: string }

/**
 * Fits one cell and scores it: on the frames it was fitted to, or, with `heldOut`, on the fold that it was not. Cells and
 * folds know nothing of each other, so that any thread can take any. What is wrong with a cell alone (more components
 * than frames, a singular or collapsed covariance) is told as its failure and does not end the grid.
 *
 * @throws CepstraError `CANCELLED` when it is stopped before there are any parameters.
 */
export function* scoreCellSteps(
  frames: Frames,
  { components, covarianceType }: SelectionCell,
  options: CellFitOptions,
  heldOut?: HeldOutFold,
): Generator<FitStep, CellTrial, FitCommand> {
  const fitted = heldOut ? framesWhere(frames, (i) => heldOut.foldOf[i] !== heldOut.fold) : frames
  const judging = heldOut ? framesWhere(frames, (i) => heldOut.foldOf[i] === heldOut.fold) : frames
  try {
    const { mixture, converged, findings } = yield* fitModelSteps(fitted, { ...options, components, covarianceType })
    // The likelihood of a component that sits on equal frames has no bound but regCovar, so that it says nothing of the
    // cell; on frames that were held out it shows by itself.
    const collapsed = findings.find(({ kind }) => kind === 'at-reg-covar')
    if (collapsed && !heldOut) return { failure: collapsed.sentence }
    const logLikelihood = meanLogLikelihood(mixture, judging, 'float64')
    return { logLikelihood, frameWeight: totalWeight(judging), converged }
  } catch (error) {
    if (!isCepstraError(error) || error.code === 'CANCELLED') throw error
    return { failure: error.message }
  }
}

/** Runs {@link scoreCellSteps} to its end. */
export function scoreCell(
  frames: Frames,
  cell: SelectionCell,
  options: CellFitOptions = {},
  heldOut?: HeldOutFold,
): CellTrial {
  const steps = scoreCellSteps(frames, cell, options, heldOut)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

function framesWhere(frames: Frames, wanted: (frame: number) => boolean): Frames {
  const indices: number[] = []
  for (let i = 0; i < frames.count; i++) if (wanted(i)) indices.push(i)
  return framesAt(framesInMemory(frames), indices)
}
