import { CepstraError } from '../cepstraError'
import { checkDimensions } from './checkDimensions'
import { densitiesOf } from './componentDensities'
import { choleskyOf, floorCovariance } from './covariance'
import { checkChoice, checkFloor, checkNotNegative } from './fitOptions'
import { passesOver, type FramePasses } from './framePasses'
import type { Frames } from './frames'
import { checkMixture, type GaussianMixture } from './gaussianMixture'
import type { Precision } from './precision'
import { momentFormOf, SufficientStatistics } from './sufficientStatistics'

/** What of a background mixture can be adapted; `variances` are the whole covariances where there are correlations. */
export const adaptable = ['means', 'weights', 'variances'] as const
export type Adaptable = (typeof adaptable)[number]

export interface AdaptationOptions {
  /** Default means alone. */
  readonly adapt?: readonly Adaptable[]
  /** The relevance factor r: how many frames' worth of say the background has in each component. Default 16. */
  readonly relevance?: number
  /** Lower bound of each of the D variances that are adapted; null, the default, for none. */
  readonly varianceFloor?: Float64Array | null
  /** Default `float64`. */
  readonly precision?: Precision
}

export interface Adaptation {
  readonly mixture: GaussianMixture
  /** K sums of responsibilities under the background: how many of the frames each component has. */
  readonly counts: Float64Array
  /** K, alpha: how far each component went from the background (0) to its own frames (1). */
  readonly shares: Float64Array
  /** Of the frames under the background, in nats; NaN for no frames. */
  readonly meanLogLikelihood: number
}

/**
 * Adapts a background mixture to the frames of one speaker by maximum a posteriori estimation (Reynolds, Quatieri and
 * Dunn 2000, eqs. 11 to 14), in one pass over the frames. With n_k, E[x] and E[x^2] of the T frames shared out by the
 * background, and alpha_k = n_k / (n_k + r) (eq. 14):
 *
 *     weight_k   = (alpha_k n_k / T + (1 - alpha_k) weight_k) gamma            (eq. 11; gamma makes them sum to 1)
 *     mean_k     = alpha_k E[x] + (1 - alpha_k) mean_k                         (eq. 12)
 *     variance_k = alpha_k E[x^2] + (1 - alpha_k) (variance_k + mean_k^2) - new mean_k^2      (eq. 13)
 *
 * with outer products instead of squares for full covariances, and the mean over the columns for spherical ones. All
 * moments are taken about the mean of the background, so that no digits cancel. Where the means are not adapted, the
 * variances are those about the means that stay. Components without frames stay as they are, and so does everything
 * without any frames at all; with r towards 0 the result is the maximum-likelihood estimate of one M-step.
 *
 * @throws CepstraError `OPTIONS_INVALID` naming the option, for the variances of tied covariances (which no component has
 *   for itself), and where r is 0 and a component's frames do not spread; `MODEL_MISMATCH` for frames of other
 *   dimensions; `MODEL_INVALID` for a background that is no mixture.
 */
export function* adaptMixtureSteps(
  background: GaussianMixture,
  frames: Frames | FramePasses,
  options: AdaptationOptions = {},
): Generator<void, Adaptation> {
  const { adapt = ['means'], relevance = 16, varianceFloor = null, precision = 'float64' } = options
  checkMixture(background)
  checkAdaptation(background, adapt)
  checkNotNegative('relevance', relevance)
  checkFloor(varianceFloor, background.dimensions)
  const passes = passesOver(frames)
  checkDimensions(background, passes.source)
  const { covarianceType, componentCount, means } = background
  const sums = yield* passes.sums({ kind: 'expect', densities: densitiesOf(background), precision })
  const statistics = new SufficientStatistics(momentFormOf(covarianceType), componentCount, means, sums)
  const counts = statistics.counts.slice()
  const shares = counts.map((count) => (count > 0 ? count / (count + relevance) : 0))
  const moves = movesOf(statistics, shares)
  const mixture: GaussianMixture = {
    ...background,
    weights: adapt.includes('weights') ? weightsOf(background, statistics, shares) : background.weights.slice(),
    means: adapt.includes('means') ? means.map((mean, at) => mean + moves[at]) : means.slice(),
    covariances: background.covariances.slice(),
  }
  if (adapt.includes('variances')) {
    if (!adapt.includes('means')) moves.fill(0)
    adaptCovariances(mixture.covariances, background, statistics, shares, moves, varianceFloor)
  }
  return { mixture, counts, shares, meanLogLikelihood: statistics.logLikelihood / statistics.frameWeight }
}

/** Runs {@link adaptMixtureSteps} to its end. */
export function adaptMixture(
  background: GaussianMixture,
  frames: Frames | FramePasses,
  options: AdaptationOptions = {},
): Adaptation {
  const steps = adaptMixtureSteps(background, frames, options)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

function weightsOf({ weights }: GaussianMixture, statistics: SufficientStatistics, shares: Float64Array): Float64Array {
  const total = statistics.frameWeight
  if (!(total > 0)) return weights.slice()
  const adapted = weights.map((weight, k) => shares[k] * (statistics.counts[k] / total) + (1 - shares[k]) * weight)
  const sum = adapted.reduce((a, b) => a + b, 0)
  return adapted.map((weight) => weight / sum)
}

/** K x D: alpha (E[x] - mean), what the means move by. */
function movesOf({ counts, firstMoments }: SufficientStatistics, shares: Float64Array): Float64Array {
  const dimensions = firstMoments.length / counts.length
  return firstMoments.map((sum, at) => {
    const k = Math.floor(at / dimensions)
    return counts[k] > 0 ? (shares[k] * sum) / counts[k] : 0
  })
}

/** Replaces the background's covariances, in place, by the adapted ones. */
function adaptCovariances(
  covariances: Float64Array,
  { covarianceType, componentCount, dimensions }: GaussianMixture,
  { counts, secondMoments }: SufficientStatistics,
  shares: Float64Array,
  moves: Float64Array,
  floor: Float64Array | null,
): void {
  const length = covariances.length / componentCount
  const moments = secondMoments.length / componentCount
  for (let k = 0; k < componentCount; k++) {
    if (counts[k] === 0) continue
    const covariance = covariances.subarray(k * length, (k + 1) * length)
    const move = moves.subarray(k * dimensions, (k + 1) * dimensions)
    // Entries of alpha E[(x - mean)(x - mean)^T] - move move^T: what comes to (1 - alpha) covariance.
    const own = secondMoments.subarray(k * moments, (k + 1) * moments).map((sum) => (shares[k] * sum) / counts[k])
    for (let at = 0; at < length; at++) covariance[at] *= 1 - shares[k]
    if (covarianceType === 'full') {
      addOuter(covariance, own, move)
      if (floor !== null) floorCovariance(covariance, floor)
      if (choleskyOf(covariance, dimensions) === null) throw flat(k)
      continue
    }
    for (let j = 0; j < dimensions; j++) {
      const value = spread(own[j], move[j])
      if (covarianceType === 'diag') covariance[j] += value
      else covariance[0] += value / dimensions
    }
    for (let at = 0; at < length; at++) {
      if (floor !== null) covariance[at] = Math.max(covariance[at], covarianceType === 'diag' ? floor[at] : mean(floor))
      if (!(covariance[at] > 0)) throw flat(k)
    }
  }
}

/** Adds a packed lower triangle less the outer product of `move` to a D x D matrix. */
function addOuter(matrix: Float64Array, packed: Float64Array, move: Float64Array): void {
  const dimensions = move.length
  let at = 0
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j <= i; j++) {
      const moment = packed[at++]
      matrix[i * dimensions + j] += i === j ? spread(moment, move[i]) : moment - move[i] * move[j]
      matrix[j * dimensions + i] = matrix[i * dimensions + j]
    }
  }
}

/** What a second moment about the former mean leaves about the new one; 0 where that is no more than rounding. */
function spread(moment: number, move: number): number {
  const value = moment - move * move
  return value > 4 * Number.EPSILON * moment ? value : 0
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function checkAdaptation({ covarianceType }: GaussianMixture, adapt: readonly Adaptable[]): void {
  for (const what of adapt) checkChoice('adapt', what, adaptable)
  if (adapt.length === 0) {
    throw new CepstraError('OPTIONS_INVALID', `Nothing is to be adapted. Name some of ${adaptable.join(', ')}.`)
  }
  if (covarianceType === 'tied' && adapt.includes('variances')) {
    throw new CepstraError(
      'OPTIONS_INVALID',
      'The variances of a mixture with tied covariances cannot be adapted: all components share one matrix. Adapt means ' +
        'and weights, or train a background with full or diagonal covariances.',
    )
  }
}

function flat(component: number): CepstraError {
  return new CepstraError(
    'OPTIONS_INVALID',
    `The frames of component ${component} do not spread in every direction, and a relevance of 0 leaves nothing of the ` +
      'background. Set a relevance above 0 (16 is usual), or a variance floor.',
  )
}
