import { varianceOf, type GaussianMixture } from '../../mixture/gaussianMixture'
import type { FittedMixture } from '../bank'

/**
 * One Gaussian for all that the mixtures describe: a mixture of a single diagonal component with the mean and the
 * variances that their sum has, each mixture counting the same. It follows from the mixtures alone.
 *
 * The likelihood of a frame under a label, less that under this, tells a label's voice from a stranger's better than the
 * likelihood alone: what all voices share of a sound, its loudness and which sound it is, is in both. A mixture of the
 * enrolled voices in its place would explain an enrolled voice as well as its own label does.
 *
 * The mixtures have the same dimensions, and there is at least one.
 */
export function pooledGaussian(mixtures: readonly GaussianMixture[]): GaussianMixture {
  const { dimensions } = mixtures[0]
  const means = new Float64Array(dimensions)
  const covariances = new Float64Array(dimensions)
  forEachEntry(mixtures, (share, j, mean) => (means[j] += share * mean))
  // About the common mean rather than from raw moments, so that a large mean costs no precision.
  forEachEntry(mixtures, (share, j, mean, variance) => (covariances[j] += share * (variance + (mean - means[j]) ** 2)))
  return { covarianceType: 'diag', componentCount: 1, dimensions, weights: Float64Array.of(1), means, covariances }
}

const pooledOfList = new WeakMap<readonly object[], GaussianMixture>()

/** The same of a bank's mixtures, reckoned once for a list of them. */
export function pooledOf(mixtures: readonly Pick<FittedMixture, 'mixture'>[]): GaussianMixture {
  let pooled = pooledOfList.get(mixtures)
  if (!pooled) {
    pooled = pooledGaussian(mixtures.map(({ mixture }) => mixture))
    pooledOfList.set(mixtures, pooled)
  }
  return pooled
}

function forEachEntry(
  mixtures: readonly GaussianMixture[],
  visit: (share: number, column: number, mean: number, variance: number) => void,
): void {
  for (const mixture of mixtures) {
    const { weights, means, dimensions, componentCount } = mixture
    for (let k = 0; k < componentCount; k++) {
      const share = weights[k] / mixtures.length
      for (let j = 0; j < dimensions; j++) visit(share, j, means[k * dimensions + j], varianceOf(mixture, k, j))
    }
  }
}
