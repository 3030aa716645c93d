import { covarianceLength, type GaussianMixture } from '../gaussianMixture'

/** The components with a weight above `emptyBelow`, in their order; at least the heaviest one. */
export function effectiveComponents({ weights }: GaussianMixture, emptyBelow: number): number[] {
  const kept = Array.from(weights.keys()).filter((k) => weights[k] > emptyBelow)
  return kept.length > 0 ? kept : [weights.indexOf(Math.max(...weights))]
}

/** The mixture of these components alone; their weights keep their proportions and sum to 1. */
export function withComponents(mixture: GaussianMixture, kept: readonly number[]): GaussianMixture {
  const { covarianceType, componentCount, dimensions, weights, means, covariances } = mixture
  const total = kept.reduce((sum, k) => sum + weights[k], 0)
  const shape = { covarianceType, componentCount: kept.length, dimensions }
  const rows = (values: Float64Array, length: number) =>
    Float64Array.from(
      { length: kept.length * length },
      (_, at) => values[kept[Math.floor(at / length)] * length + (at % length)],
    )
  return {
    ...shape,
    weights: Float64Array.from(kept, (k) => weights[k] / total),
    means: rows(means, dimensions),
    covariances:
      covarianceType === 'tied' ? covariances.slice() : rows(covariances, covarianceLength(mixture) / componentCount),
  }
}
