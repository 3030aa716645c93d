import type { Frames } from '../../../src/mixture/frames'
import type { GaussianMixture } from '../../../src/mixture/gaussianMixture'
import { seededRandom } from '../../../src/mixture/random'

/** A mixture whose components sit on some of the frames, overlapping as much as `spread` says. */
export function mixtureOn(frames: Frames, componentCount: number, spread: number, seed: number): GaussianMixture {
  const random = seededRandom(seed)
  const { dimensions } = frames
  const raw = Float64Array.from({ length: componentCount }, () => 0.1 + random.uniform())
  const total = raw.reduce((a, b) => a + b)
  const means = new Float64Array(componentCount * dimensions)
  for (let k = 0; k < componentCount; k++) {
    const from = random.index(frames.count) * dimensions
    for (let j = 0; j < dimensions; j++) means[k * dimensions + j] = frames.data[from + j] + 0.3 * random.normal()
  }
  return {
    covarianceType: 'diag',
    componentCount,
    dimensions,
    weights: raw.map((weight) => weight / total),
    means,
    covariances: Float64Array.from({ length: means.length }, () => spread * (0.2 + random.uniform())),
  }
}

/** The same with full covariances, in which neighboring columns move together, or with one that all have in common. */
export function fullMixtureOn(
  frames: Frames,
  componentCount: number,
  spread: number,
  seed: number,
  covarianceType: 'full' | 'tied' = 'full',
): GaussianMixture {
  const diagonal = mixtureOn(frames, componentCount, spread, seed)
  const { dimensions } = frames
  const count = covarianceType === 'full' ? componentCount : 1
  const covariances = new Float64Array(count * dimensions * dimensions)
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < dimensions; i++) {
      for (let j = 0; j < dimensions; j++) {
        const [a, b] = [diagonal.covariances[k * dimensions + i], diagonal.covariances[k * dimensions + j]]
        // Correlations that fall off like this with distance are always those of some normal.
        covariances[(k * dimensions + i) * dimensions + j] = Math.sqrt(a * b) * 0.6 ** Math.abs(i - j)
      }
    }
  }
  return { ...diagonal, covarianceType, covariances }
}
