import type { MessagePort } from 'node:worker_threads'
import { densitiesOf } from '../../mixture/componentDensities'
import { fitModelSteps, type ModelFit, type ModelFitOptions } from '../../mixture/fitModel'
import type { FramePasses } from '../../mixture/framePasses'
import type { GaussianMixture } from '../../mixture/gaussianMixture'
import type { Precision } from '../../mixture/precision'
import { hardLabels } from '../../mixture/score'
import { criteriaOf } from '../../mixture/selection/informationCriteria'
import { openPasses, type FramesAt, type ShareOptions } from './framesAt'
import { runSteps } from './runSteps'
import { sharedInt32 } from './sharedFrames'

export interface FitTableInput {
  readonly at: FramesAt
  readonly options: ModelFitOptions
  /** Whether to tell the component of every frame. */
  readonly labels: boolean
  readonly share: ShareOptions
  /** On shared memory: anything but 0 ends the fit with the best it has. */
  readonly stop: Int32Array
  readonly port?: MessagePort
}

export interface FittedTable extends ModelFit {
  /** Of the final mixture, per frame, nats. */
  readonly meanLogLikelihood: number
  readonly bic: number
  readonly aic: number
  readonly labels: Int32Array | null
}

/** Fits a mixture to a table and tells how well the result explains it; the port hears of each step of the fit. */
export async function fitTable(input: FitTableInput): Promise<FittedTable> {
  const { at, options, labels, share, stop, port } = input
  using opened = openPasses(at, share)
  const { passes } = opened
  const fit = await runSteps(fitModelSteps(passes, options), { stop, ...(port ? { port } : {}) })
  const { mean, weight } = meanLogLikelihoodOver(passes, fit.mixture, options.precision)
  return {
    ...fit,
    meanLogLikelihood: mean,
    ...criteriaOf(fit.mixture, mean, weight),
    labels: labels ? labelsOver(passes, fit.mixture) : null,
  }
}

/** The mean of ln p(frame) over all frames, by their weights; nothing is kept a frame. */
function meanLogLikelihoodOver(
  passes: FramePasses,
  mixture: GaussianMixture,
  precision: Precision = 'float64',
): { mean: number; weight: number } {
  const pass = passes.sums({ kind: 'expect', densities: densitiesOf(mixture), precision })
  let next = pass.next()
  while (!next.done) next = pass.next()
  const [logLikelihood, weight] = next.value
  return { mean: logLikelihood / weight, weight }
}

const framesAtOnce = 4096

function labelsOver({ source }: FramePasses, mixture: GaussianMixture): Int32Array {
  const labels = sharedInt32(source.count)
  for (let from = 0; from < source.count; from += framesAtOnce) {
    labels.set(hardLabels(mixture, source.read(from, Math.min(source.count, from + framesAtOnce))), from)
  }
  return labels
}
