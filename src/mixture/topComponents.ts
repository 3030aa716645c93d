import { densitiesOf, type ComponentDensities } from './componentDensities'
import type { Frames } from './frames'
import type { GaussianMixture } from './gaussianMixture'
import { kernelTopDensities, topParametersOf, type TopParameters } from './kernel/kernelTopDensities'
import { topKernelOfThread } from './kernel/loadTopKernel'
import { scoringOf } from './scoringOf'
import type { TopChoice } from './topChoice'

/** Joint densities of so many numbers (512 KB) are looked through at a time. */
const numbersAtOnce = 65_536

/**
 * The `perFrame` components of the highest joint density of each frame (Reynolds, Quatieri and Dunn 2000, sect. 3.3).
 *
 * @param perFrame even, and no more than the mixture has components
 */
export function topComponents(background: GaussianMixture, frames: Frames, perFrame: number): TopChoice {
  const { componentCount } = background
  const { count } = frames
  const scoring = scoringOf(background, 'float64')
  const components = new Int32Array(count * perFrame)
  const framesAtOnce = Math.max(1, Math.floor(numbersAtOnce / componentCount))
  const joint = new Float64Array(framesAtOnce * componentCount)
  const kept = new Float64Array(perFrame)
  for (let from = 0; from < count; from += framesAtOnce) {
    const to = Math.min(count, from + framesAtOnce)
    scoring.jointLogDensities(frames, from, to, joint)
    for (let i = from; i < to; i++) {
      const at = (i - from) * componentCount
      const first = i * perFrame
      // The least of those that are kept gives way to every higher one.
      let least = 0
      for (let c = 0; c < perFrame; c++) {
        kept[c] = joint[at + c]
        components[first + c] = c
        if (kept[c] < kept[least]) least = c
      }
      for (let k = perFrame; k < componentCount; k++) {
        const value = joint[at + k]
        if (!(value > kept[least])) continue
        kept[least] = value
        components[first + least] = k
        for (let c = 0; c < perFrame; c++) if (kept[c] < kept[least]) least = c
      }
    }
  }
  return { perFrame, components }
}

const prepared = new WeakMap<GaussianMixture, TopParameters>()

/**
 * Writes to `out` ln p of each frame under the components chosen for it alone, in nats: a little less than under all of
 * them. The mixture has diagonal covariances, and its components are those of the background, moved.
 */
export function topLogDensities(mixture: GaussianMixture, frames: Frames, choice: TopChoice, out: Float64Array): void {
  const kernel = topKernelOfThread()
  if (kernel === null) {
    referenceTopDensities(densitiesOf(mixture), frames, choice, out)
    return
  }
  let parameters = prepared.get(mixture)
  if (!parameters) {
    parameters = topParametersOf(densitiesOf(mixture))
    prepared.set(mixture, parameters)
  }
  kernelTopDensities(kernel, parameters, frames, choice, out)
}

/** The same in plain TypeScript. */
export function referenceTopDensities(
  { means, precisionsCholesky, logConstants }: ComponentDensities,
  { data, count, dimensions }: Frames,
  { perFrame, components }: TopChoice,
  out: Float64Array,
): void {
  const joint = new Float64Array(perFrame)
  for (let i = 0; i < count; i++) {
    let best = -Infinity
    for (let c = 0; c < perFrame; c++) {
      const k = components[i * perFrame + c]
      let squares = 0
      for (let j = 0; j < dimensions; j++) {
        squares +=
          ((data[i * dimensions + j] - means[k * dimensions + j]) * precisionsCholesky[k * dimensions + j]) ** 2
      }
      joint[c] = logConstants[k] - 0.5 * squares
      best = Math.max(best, joint[c])
    }
    let sum = 0
    for (let c = 0; c < perFrame; c++) sum += Math.exp(joint[c] - best)
    out[i] = best === -Infinity ? best : best + Math.log(sum)
  }
}
