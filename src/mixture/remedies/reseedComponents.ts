import { densitiesOf } from '../componentDensities'
import { eigenOf } from '../covariance'
import { starvedFrames } from '../findings/frameShortage'
import { counted, named } from '../findings/wording'
import type { FramePasses } from '../framePasses'
import { covarianceMatrix, type GaussianMixture } from '../gaussianMixture'
import { addScatter, countOffset, spread } from '../maximization'
import { momentFormOf, SufficientStatistics } from '../sufficientStatistics'
import { outerSquare } from './outerSquare'
import { findingOf, type Mended, type Patient } from './remedy'

/** Half of a normal has its mean this many standard deviations from the whole's, and the square of it less variance. */
const halfMean = Math.sqrt(2 / Math.PI)

/**
 * Gives each starved component half of the heaviest one, which is cut in two at its mean across its main axis: the halves
 * have the means and variances of the halves of a normal, so that the mixture's moments stay. Frames that are badly
 * served would be the other choice; they are mostly outliers, on which a component starves again.
 *
 * It takes an E-step over all frames, to see how many each component holds and, for tied and spherical covariances, how
 * they spread. Null where none of the heavy components has anything to cut.
 */
export function* reseedComponents(
  { mixture, options, findings }: Patient,
  passes: FramePasses,
): Generator<void, Mended | null> {
  const starved = findingOf({ findings }, 'starved')?.components ?? []
  if (starved.length === 0) return null
  const { covarianceType, componentCount, dimensions } = mixture
  const sums = yield* passes.sums({ kind: 'expect', densities: densitiesOf(mixture), precision: options.precision })
  const statistics = new SufficientStatistics(momentFormOf(covarianceType), componentCount, mixture.means, sums)
  const counts = statistics.counts.slice()
  const shared = covarianceType === 'tied' || covarianceType === 'spherical'
  const spreads = new Map<number, Float64Array>()
  const donors: number[] = []
  const reseeded: number[] = []
  let next = mixture
  for (const poor of starved) {
    const rich = counts.indexOf(Math.max(...counts))
    const matrix = shared
      ? (spreads.get(rich) ?? ownCovariance(statistics, rich, dimensions))
      : covarianceMatrix(next, rich)
    const { variance, direction } = mainAxis(matrix, dimensions)
    if (counts[rich] < 2 * starvedFrames || !(variance > options.regCovar)) break
    const removed = direction.map((value) => halfMean * Math.sqrt(variance) * value)
    next = withHalves(next, rich, poor, removed, options.fixedWeights)
    spreads.set(rich, less(matrix, removed)).set(poor, less(matrix, removed))
    counts[poor] = counts[rich] /= 2
    donors.push(rich)
    reseeded.push(poor)
  }
  if (reseeded.length === 0) return null
  const total = next.weights.reduce((sum, weight) => sum + weight, 0)
  return {
    mixture: { ...next, weights: next.weights.map((weight) => weight / total) },
    options,
    mending: { remedy: 'reseed', components: reseeded, sentence: report(reseeded, donors, statistics.counts) },
  }
}

function report(reseeded: readonly number[], donors: readonly number[], counts: Float64Array): string {
  const which = `Reseeded ${named('component', reseeded)}, which had fewer than ${starvedFrames} frames, `
  const several = new Set(donors).size > 1
  const rich = donors[0]
  return several
    ? `${which}with halves of the heaviest ones, cut across their main axes.`
    : `${which}with ${reseeded.length === 1 ? 'half' : 'parts'} of component ${rich + 1} ` +
        `(${counted(Math.round(counts[rich]), 'frame')}), cut across its main axis.`
}

/** The direction in which a covariance is widest, and its variance there. */
function mainAxis(matrix: Float64Array, dimensions: number): { variance: number; direction: Float64Array } {
  const { values, vectors } = eigenOf(matrix, dimensions)
  const last = dimensions - 1
  return {
    variance: values[last],
    direction: Float64Array.from({ length: dimensions }, (_, j) => vectors.get(j, last)),
  }
}

/** The covariance of the frames that a component holds, about their mean; column by column where no more is known. */
function ownCovariance(statistics: SufficientStatistics, k: number, dimensions: number): Float64Array {
  const { counts, firstMoments, form } = statistics
  const shifts = firstMoments.map((sum, at) => sum / (counts[Math.floor(at / dimensions)] + countOffset))
  const matrix = new Float64Array(dimensions * dimensions)
  if (form === 'diagonal') {
    for (let j = 0; j < dimensions; j++) matrix[j * dimensions + j] = spread(statistics, shifts, k, j)
    return matrix
  }
  addScatter(statistics, shifts, k, dimensions, matrix)
  return matrix.map((value) => value / (counts[k] + countOffset))
}

function less(matrix: Float64Array, removed: Float64Array): Float64Array {
  return matrix.map((value, at) => value - outerSquare(removed, 'full', at))
}

/**
 * The mixture with the halves of `rich` in the places of `rich` and `poor`, their means `removed` to either side of its
 * mean. The weights keep their proportions, but need not sum to 1.
 */
function withHalves(
  mixture: GaussianMixture,
  rich: number,
  poor: number,
  removed: Float64Array,
  fixedWeights: boolean,
): GaussianMixture {
  const { covarianceType, componentCount, dimensions } = mixture
  const weights = mixture.weights.slice()
  const means = mixture.means.slice()
  const covariances = mixture.covariances.slice()
  if (!fixedWeights) weights[poor] = weights[rich] /= 2
  for (let j = 0; j < dimensions; j++) {
    means[poor * dimensions + j] = means[rich * dimensions + j] - removed[j]
    means[rich * dimensions + j] += removed[j]
  }
  if (covarianceType !== 'tied') {
    const size = covariances.length / componentCount
    for (let at = 0; at < size; at++) {
      const whole = covariances[rich * size + at]
      const half = whole - outerSquare(removed, covarianceType, at)
      // The spread of a spherical component's frames is newer than its variance; what is left must stay above 0.
      const kept = covarianceType === 'spherical' ? Math.max(half, (1 - halfMean * halfMean) * whole) : half
      covariances[rich * size + at] = kept
      covariances[poor * size + at] = kept
    }
  }
  return { ...mixture, weights, means, covariances }
}
