import { basename } from 'node:path'
import { CepstraError } from '../../cepstraError'
import type { FitStep } from '../../mixture/expectationMaximization'
import { findingSentences } from '../../mixture/fitFindings'
import type { ModelFitOptions } from '../../mixture/fitModel'
import type { CovarianceType, GaussianMixture } from '../../mixture/gaussianMixture'
import { mixtureFromJson, mixtureToJson } from '../../exchange/mixtureJson'
import { nestedParameters } from '../../exchange/nestedParameters'
import { counted } from '../counted'
import type { Selection, TableFit, TableModel, TableProgress } from '../contract'
import { fitOptionsOf } from '../fitOptions'
import type { FittedTable } from '../workers/fitTable'
import type { OpenTable } from '../workers/readTable'
import { openTable } from './openTable'
import { selectComponents } from './selectTable'
import type { TableWork } from './tableWork'

/** Numbers of components that `auto` tries. */
const autoComponents = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 32]

/** A variational fit empties the components that it does not need, so `auto` just gives it enough. */
const enoughComponents = 32

/** Fewer frames than this for one component only copy noise. */
const framesPerComponent = 10

/** Fits a mixture to a table; `tell` hears how far that is. Errors as in `readTable` and `fitMixtureSteps`. */
export async function fitTable(
  request: TableFit,
  work: TableWork,
  version: string,
  tell: (progress: TableProgress) => void,
): Promise<{ readonly model: TableModel; readonly document: string; readonly labels: Int32Array | null }> {
  const startedAt = performance.now()
  const table = await openTable(request.table, work, tell)
  const given = request.start === undefined ? null : startOf(request.start, request.covarianceType)
  const covarianceType = given?.covarianceType ?? request.covarianceType ?? 'full'
  const { components, selection } = await componentsOf(request, { given, covarianceType }, table, work, tell)
  const options: ModelFitOptions = {
    ...fitOptionsOf(request),
    components,
    covarianceType,
    fixedWeights: request.fixedWeights,
    ...(given ? { initialization: given } : {}),
  }
  const { at } = table
  work.hasBest()
  const fitted = await work.run(
    'fitTable',
    {
      at,
      options,
      labels: request.labels,
      share: { threads: work.threads, shardFile: work.shardFile },
      stop: work.stop,
    },
    { onMessage: (message) => tell(progressOf(message as FitStep, components, request, work)) },
  )
  const seconds = (performance.now() - startedAt) / 1000
  const model = modelOf(fitted, table, { selection, seconds })
  const { columns, ...fit } = model
  return {
    model,
    document: mixtureToJson(fitted.mixture, { version, columns, fit: factsOf(fit) }),
    labels: fitted.labels,
  }
}

/** The parameters to start from. @throws CepstraError MODEL_INVALID, OPTIONS_INVALID for another covariance type. */
function startOf(text: string, wanted: CovarianceType | undefined): GaussianMixture {
  const { mixture } = mixtureFromJson(text, wanted)
  if (wanted === undefined || mixture.covarianceType === wanted) return mixture
  throw new CepstraError(
    'OPTIONS_INVALID',
    `The parameters to start from have ${mixture.covarianceType} covariances, so ${wanted} ones cannot start from them. Leave the covariance type out, or give other parameters.`,
  )
}

function factsOf({ frames, lowerBounds, logLikelihood, aic, bic, converged, findings }: Omit<TableModel, 'columns'>) {
  return { frames, lowerBounds, logLikelihood, aic, bic, converged, findings }
}

/** How many components to fit, and the selection that told so, where it was one. */
async function componentsOf(
  request: TableFit,
  { given, covarianceType }: { given: GaussianMixture | null; covarianceType: CovarianceType },
  table: OpenTable,
  work: TableWork,
  tell: (progress: TableProgress) => void,
): Promise<{ components: number; selection: Selection | null }> {
  const { components, criterion } = request
  if (given) {
    if (components !== 'auto' && components !== given.componentCount) {
      throw new CepstraError(
        'OPTIONS_INVALID',
        `${counted(components, 'component')} cannot start from parameters of ${given.componentCount}. Leave the number out, or give others.`,
      )
    }
    return { components: given.componentCount, selection: null }
  }
  if (components !== 'auto') return { components, selection: null }
  const most = Math.max(1, Math.floor(table.frameCount / framesPerComponent))
  if (request.bayesian !== null) return { components: Math.min(enoughComponents, most), selection: null }
  const grid = {
    components: autoComponents.filter((count) => count <= most),
    covarianceTypes: [covarianceType],
    criterion,
    folds: 5,
  }
  const selection = await selectComponents(table, grid, request, work, tell)
  return { components: selection.candidates[selection.best].components, selection }
}

function progressOf(step: FitStep, components: number, request: TableFit, work: TableWork): TableProgress {
  const { start, iteration, lowerBound } = step
  const { maxIterations, starts } = request
  return {
    id: work.id,
    title: `Fit ${counted(components, 'component')} to ${basename(request.table.path)}`,
    done: start * maxIterations + iteration,
    total: maxIterations * (request.start === undefined ? starts : 1),
    unit: 'iterations',
    lowerBound,
  }
}

function modelOf(
  fitted: FittedTable,
  { columns, frameCount }: OpenTable,
  { selection, seconds }: Pick<TableModel, 'selection' | 'seconds'>,
): TableModel {
  const { mixture, lowerBounds, converged, stopped, meanLogLikelihood, aic, bic, effectiveComponents } = fitted
  const empty = mixture.componentCount - effectiveComponents
  const used = `The rows need ${effectiveComponents} of ${counted(mixture.componentCount, 'component')}; the others came out empty.`
  return {
    ...nestedParameters(mixture),
    components: mixture.componentCount,
    dimensions: mixture.dimensions,
    frames: frameCount,
    columns: [...columns],
    lowerBounds: [...lowerBounds],
    logLikelihood: meanLogLikelihood,
    aic,
    bic,
    iterations: lowerBounds.length,
    converged,
    cancelled: stopped,
    mendings: fitted.mendings.map(({ sentence }) => sentence),
    findings: [...(empty > 0 ? [used] : []), ...findingSentences(fitted.findings)],
    seconds,
    selection,
  }
}
