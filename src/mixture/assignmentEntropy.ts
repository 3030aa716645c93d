import type { Frames } from './frames'
import { totalWeight } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import { responsibilities } from './score'

/** Frames looked at together, so that memory does not grow with frames x components. */
const framesAtOnce = 4096

/**
 * How undecided the mixture is about each frame's component: the entropy of its responsibilities, -sum r ln r, in nats.
 * 0 where one component has all of it, ln K where all share alike; a component with no share adds nothing.
 *
 * @returns one a frame, and their mean by the frames' weights (NaN for no frames). The mean times the frames' weight is
 *   the entropy term of the integrated completed likelihood (Biernacki, Celeux and Govaert 2000).
 * @throws CepstraError as `responsibilities` does.
 */
export function assignmentEntropy(mixture: GaussianMixture, frames: Frames): { entropies: Float64Array; mean: number } {
  const { componentCount } = mixture
  const { data, count, dimensions, weights } = frames
  const entropies = new Float64Array(count)
  let sum = 0
  for (let from = 0; from < count; from += framesAtOnce) {
    const to = Math.min(count, from + framesAtOnce)
    const part = { data: data.subarray(from * dimensions, to * dimensions), count: to - from, dimensions }
    const shares = responsibilities(mixture, part)
    for (let i = from; i < to; i++) {
      const row = (i - from) * componentCount
      entropies[i] = entropyOf(shares.subarray(row, row + componentCount))
      sum += entropies[i] * (weights ? weights[i] : 1)
    }
  }
  return { entropies, mean: sum / totalWeight(frames) }
}

function entropyOf(shares: Float64Array): number {
  let sum = 0
  for (const share of shares) if (share > 0) sum -= share * Math.log(share)
  // A share that rounding made more than 1 would leave less than nothing.
  return Math.max(sum, 0)
}
