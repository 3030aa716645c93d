import { withComponents } from '../bayesian/effectiveComponents'
import { duplicatePairs } from '../findings/duplicateComponents'
import { counted, named } from '../findings/wording'
import type { GaussianMixture } from '../gaussianMixture'
import { outerSquare } from './outerSquare'
import { findingOf, type Mended, type Patient } from './remedy'

/** Merges components that are nearly the same, two by two. */
export function mergeComponents({ mixture, options, findings }: Patient): Mended | null {
  if (findingOf({ findings }, 'duplicates') === undefined) return null
  const starved = findingOf({ findings }, 'starved')?.components ?? []
  const taken = new Set<number>()
  const pairs = duplicatePairs(mixture, starved).filter(([a, b]) => {
    if (taken.has(a) || taken.has(b)) return false
    taken.add(a).add(b)
    return true
  })
  let merged = mixture
  for (const [a, b] of pairs) merged = withMerged(merged, a, b)
  const gone = new Set(pairs.map(([, b]) => b))
  const kept = Array.from(mixture.weights.keys()).filter((k) => !gone.has(k))
  const which =
    pairs.length === 1
      ? `components ${pairs[0][0] + 1} and ${pairs[0][1] + 1}`
      : `${counted(pairs.length, 'pair')} of components (${named('component', [...gone])} into others)`
  return {
    mixture: withComponents(merged, kept),
    options,
    mending: {
      remedy: 'merge',
      components: [...taken].sort((one, other) => one - other),
      sentence:
        `Merged ${which}, which ${pairs.length === 1 ? '' : 'each '}overlapped by more than 95 %: ` +
        `${counted(kept.length, 'component')} ${kept.length === 1 ? 'is' : 'are'} left.`,
    },
  }
}

/**
 * The mixture in which `a` has the weight, mean and covariance of `a` and `b` together, so that no moment of the mixture
 * changes (but for those that the covariance type cannot express), and `b` has no weight.
 */
export function withMerged(mixture: GaussianMixture, a: number, b: number): GaussianMixture {
  const { covarianceType, dimensions } = mixture
  const weights = mixture.weights.slice()
  const means = mixture.means.slice()
  const covariances = mixture.covariances.slice()
  const total = weights[a] + weights[b]
  const [partA, partB] = [weights[a] / total, weights[b] / total]
  const between = Float64Array.from(
    { length: dimensions },
    (_, j) => means[b * dimensions + j] - means[a * dimensions + j],
  )
  const size = covariances.length / (covarianceType === 'tied' ? 1 : mixture.componentCount)
  for (let at = 0; at < size; at++) {
    if (covarianceType === 'tied') {
      covariances[at] += total * partA * partB * outerSquare(between, covarianceType, at)
    } else {
      covariances[a * size + at] =
        partA * covariances[a * size + at] +
        partB * covariances[b * size + at] +
        partA * partB * outerSquare(between, covarianceType, at)
    }
  }
  for (let j = 0; j < dimensions; j++) means[a * dimensions + j] += partB * between[j]
  weights[a] = total
  weights[b] = 0
  return { ...mixture, weights, means, covariances }
}
