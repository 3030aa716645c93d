import { fitMixture } from '../../mixture/expectationMaximization'
import { framesInMemory } from '../../mixture/frameSource'
import { framesAt } from '../../mixture/sampleFrames'
import { responsibilities } from '../../mixture/score'
import type { SpeechMaterial } from './speechMaterial'

/** Frames that a component is given for, and how many components there are at least and at most. */
const framesAComponent = 100
const fewestComponents = 4
const mostComponents = 64
const mostFrames = 60_000
const framesAtOnce = 8192

/** How the frames of each unit share in the components of one mixture over all frames. */
export interface Occupancy {
  readonly components: number
  /** One list a unit: the square roots of its mean responsibilities, which make their distance Hellinger's times sqrt 2. */
  readonly roots: readonly Float64Array[]
}

/** Fits one diagonal mixture to all frames and tells which of its components each unit occupies. */
export function occupancyOf(
  material: SpeechMaterial,
  seed: number,
  onProgress: (share: number) => void = () => undefined,
): Occupancy {
  const { frames, units, firstFrames, step, variances } = material
  const { dimensions, data } = frames
  const source = framesInMemory(frames)
  const count = Math.min(mostFrames, frames.count)
  const sample = framesAt(
    source,
    Array.from({ length: count }, (_, i) => Math.floor((i * frames.count) / count)),
  )
  const components = Math.max(
    1,
    Math.min(mostComponents, count, Math.max(fewestComponents, Math.floor(count / framesAComponent))),
  )
  const { mixture } = fitMixture(sample, {
    components,
    seed,
    varianceFloor: variances.map((variance) => 0.01 * variance),
  })
  onProgress(0.5)
  const roots = units.map(({ recording, from, to }) => {
    const first = firstFrames[recording] + Math.ceil(from / step)
    const after = firstFrames[recording] + Math.ceil(to / step)
    const mean = new Float64Array(components)
    for (let start = first; start < after; start += framesAtOnce) {
      const length = Math.min(framesAtOnce, after - start)
      const part = { data: data.subarray(start * dimensions, (start + length) * dimensions), count: length, dimensions }
      responsibilities(mixture, part).forEach((value, at) => (mean[at % components] += value / (after - first)))
    }
    return mean.map(Math.sqrt)
  })
  onProgress(1)
  return { components, roots }
}

/** Hellinger's distance of two distributions, given as their square roots: 0 for the same, 1 where they share nothing. */
export function hellingerDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) ** 2
  return Math.sqrt(sum / 2)
}
