import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import { seededRandom } from './random'

/**
 * Draws frames from a mixture: first a component by weight, then its normal.
 *
 * @returns the frames and, for each, the component that it was drawn from; the same seed draws the same, bit for bit.
 */
export function sampleMixture(
  mixture: GaussianMixture,
  count: number,
  seed = 0,
): { frames: Frames; components: Int32Array } {
  const { componentCount, dimensions, weights, means, covariances } = mixture
  const random = seededRandom(seed)
  const data = new Float32Array(count * dimensions)
  const components = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    let left = random.uniform()
    let component = 0
    // The weights may sum to a little less than 1; what is left over goes to the last component.
    while (component < componentCount - 1 && left >= weights[component]) left -= weights[component++]
    components[i] = component
    for (let j = 0; j < dimensions; j++) {
      const at = component * dimensions + j
      data[i * dimensions + j] = means[at] + Math.sqrt(covariances[at]) * random.normal()
    }
  }
  return { frames: { data, count, dimensions }, components }
}
