import { CepstraError } from '../../cepstraError'
import { checkChoice } from '../fitOptions'
import { choleskyOf } from '../covariance'
import { covarianceLength, type CovarianceType } from '../gaussianMixture'
import type { FramePasses } from '../framePasses'
import { overallMoments, type Moments } from '../overallMoments'
import { SufficientStatistics } from '../sufficientStatistics'
import { weightPriors, type WeightPrior } from './bayesianWeights'

/** What is believed of a mixture before any frame was seen (Bishop, PRML, eqs. 10.39 and 10.40); scikit-learn's priors. */
export interface BayesianPriors {
  readonly weightPrior: WeightPrior
  /** alpha_0 of each component, above 0: the smaller, the fewer components are used. Default 1 / K. */
  readonly weightConcentration: number
  /** beta_0, above 0: so many frames' worth of pull towards `mean`. Default 1. */
  readonly meanPrecision: number
  /** m_0, D numbers. Default: the mean of all frames. */
  readonly mean: Float64Array
  /** nu_0, above D - 1: so many frames' worth of pull towards `covariance`. Default D. */
  readonly degreesOfFreedom: number
  /**
   * W_0^-1: D x D (full, tied), D variances (diag) or one variance (spherical). Default: the covariance of all frames,
   * divided by their number less 1.
   */
  readonly covariance: Float64Array
}

/**
 * Fills in the priors' defaults from the frames, in one or two passes, and checks what was given. Also returns the sum of
 * the frames' weights.
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the prior at fault, or a column that has the same value in all frames;
 *   `TOO_FEW_FRAMES` when there is only one frame to take a covariance from.
 */
export function* settlePriors(
  passes: FramePasses,
  covarianceType: CovarianceType,
  componentCount: number,
  given: Partial<BayesianPriors>,
): Generator<void, { priors: BayesianPriors; frameWeight: number }> {
  const { dimensions } = passes.source
  const priors = {
    weightPrior: given.weightPrior ?? 'dirichlet-process',
    weightConcentration: given.weightConcentration ?? 1 / componentCount,
    meanPrecision: given.meanPrecision ?? 1,
    degreesOfFreedom: given.degreesOfFreedom ?? dimensions,
  }
  checkChoice('weightPrior', priors.weightPrior, weightPriors)
  checkAbove('weightConcentration', priors.weightConcentration, 0)
  checkAbove('meanPrecision', priors.meanPrecision, 0)
  checkAbove('degreesOfFreedom', priors.degreesOfFreedom, dimensions - 1)
  if (given.mean) checkMean(given.mean, dimensions)
  if (given.covariance) checkCovariance(given.covariance, covarianceType, dimensions)
  const overall = yield* overallMoments(passes)
  const mean = given.mean ?? overall.means
  const covariance = given.covariance ?? (yield* defaultCovariance(passes, covarianceType, overall))
  return { priors: { ...priors, mean, covariance }, frameWeight: overall.weight }
}

function* defaultCovariance(
  passes: FramePasses,
  covarianceType: CovarianceType,
  overall: Moments,
): Generator<void, Float64Array> {
  if (!(overall.weight > 1)) throw oneFrame()
  const constant = overall.variances.findIndex((variance) => !(variance > 0))
  if (constant >= 0) throw constantColumn(constant)
  const variances = overall.variances.map((variance) => variance * (overall.weight / (overall.weight - 1)))
  switch (covarianceType) {
    case 'diag':
      return variances
    case 'spherical':
      return Float64Array.of(variances.reduce((sum, value) => sum + value, 0) / variances.length)
    default: {
      const covariance = yield* overallCovariance(passes, overall)
      if (choleskyOf(covariance, variances.length) === null) throw dependentColumns()
      return covariance
    }
  }
}

/** The covariance matrix of all frames, D x D, divided by their weight less 1: the E-step of a single Gaussian. */
function* overallCovariance(passes: FramePasses, { means, variances }: Moments): Generator<void, Float64Array> {
  const dimensions = means.length
  const precisionsCholesky = new Float64Array(dimensions * dimensions)
  for (let j = 0; j < dimensions; j++) precisionsCholesky[j * dimensions + j] = 1 / Math.sqrt(variances[j])
  const sums = yield* passes.sums({
    kind: 'expect',
    densities: {
      covarianceType: 'full',
      componentCount: 1,
      dimensions,
      logConstants: Float64Array.of(0),
      means,
      precisionsCholesky,
    },
    precision: 'float64',
  })
  const { frameWeight, firstMoments, secondMoments } = new SufficientStatistics('full', 1, means, sums)
  const covariance = new Float64Array(dimensions * dimensions)
  for (let i = 0, at = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++, at++) {
      const value = (secondMoments[at] - (firstMoments[i] * firstMoments[j]) / frameWeight) / (frameWeight - 1)
      covariance[i * dimensions + j] = value
      covariance[j * dimensions + i] = value
    }
  }
  return covariance
}

function checkAbove(name: string, value: number, limit: number): void {
  if (value > limit && value < Infinity) return
  throw new CepstraError('OPTIONS_INVALID', `The prior's ${name} must be a number above ${limit}, but is ${value}.`)
}

function checkMean(mean: Float64Array, dimensions: number): void {
  if (mean.length === dimensions && mean.every(Number.isFinite)) return
  throw new CepstraError(
    'OPTIONS_INVALID',
    `The prior's mean must be ${dimensions} finite numbers, one a column, but is ${mean.length}: ${abridged(mean)}.`,
  )
}

function checkCovariance(covariance: Float64Array, covarianceType: CovarianceType, dimensions: number): void {
  const matrix = covarianceType === 'full' || covarianceType === 'tied'
  const length = covarianceLength({ covarianceType, componentCount: 1, dimensions })
  const good =
    covariance.length === length &&
    covariance.every(Number.isFinite) &&
    (matrix ? choleskyOf(covariance, dimensions) !== null : covariance.every((variance) => variance > 0))
  if (good) return
  const wanted = matrix ? `a positive definite ${dimensions} x ${dimensions} matrix` : `${length} variances above 0`
  throw new CepstraError(
    'OPTIONS_INVALID',
    `The prior's covariance must be ${wanted} for ${covarianceType} covariances, but is ${covariance.length} numbers: ` +
      `${abridged(covariance)}.`,
  )
}

function abridged(values: Float64Array): string {
  return `${values.subarray(0, 4).join(', ')}${values.length > 4 ? ', ...' : ''}`
}

function oneFrame(): CepstraError {
  return new CepstraError(
    'TOO_FEW_FRAMES',
    'One frame has no covariance that could serve as the prior. Add frames, or give the prior a covariance.',
  )
}

function constantColumn(column: number): CepstraError {
  return new CepstraError(
    'OPTIONS_INVALID',
    `Column ${column} holds the same value in every frame, so the covariance of all frames cannot be the prior. ` +
      'Leave the column out, or give the prior a covariance.',
  )
}

function dependentColumns(): CepstraError {
  return new CepstraError(
    'OPTIONS_INVALID',
    'Some column is a sum of others in every frame (or there are no more frames than columns), so the covariance of all ' +
      'frames cannot be the prior. Choose diagonal covariances, or give the prior a covariance.',
  )
}
