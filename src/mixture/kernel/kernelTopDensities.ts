import type { ComponentDensities } from '../componentDensities'
import type { Frames } from '../frames'
import type { TopChoice } from '../topChoice'
import type { TopKernel } from './loadTopKernel'

/** Frames in the kernel's memory at a time. */
const framesAtOnce = 1024

/** With this factor, squares are halved and logarithms are to base 2. */
const scaleFactor = Math.sqrt(0.5 * Math.LOG2E)

/** What the kernel needs of the components of a mixture with diagonal covariances, one after the other. */
export interface TopParameters {
  readonly values: Float64Array
  /** Numbers of one component. */
  readonly length: number
}

export function topParametersOf(densities: ComponentDensities): TopParameters {
  const { componentCount, dimensions, means, precisionsCholesky, logConstants } = densities
  const length = 2 + 4 * Math.ceil(dimensions / 2)
  const values = new Float64Array(componentCount * length)
  for (let k = 0; k < componentCount; k++) {
    values[k * length] = Math.LOG2E * logConstants[k]
    for (let j = 0; j < dimensions; j++) {
      const scale = scaleFactor * precisionsCholesky[k * dimensions + j]
      const at = k * length + 2 + 4 * (j >> 1) + (j & 1)
      values[at] = scale
      values[at + 2] = -means[k * dimensions + j] * scale
    }
  }
  return { values, length }
}

/** Writes to `out` ln p of each frame under the components chosen for it; see `topLogDensities`. */
export function kernelTopDensities(
  { memory, topDensities }: TopKernel,
  { values, length }: TopParameters,
  { data, count, dimensions }: Frames,
  { components, perFrame }: TopChoice,
  out: Float64Array,
): void {
  let end = 0
  const take = (bytes: number): number => {
    const address = end
    end += 16 * Math.ceil(bytes / 16)
    return address
  }
  const parameters = take(values.byteLength)
  const frames = take(framesAtOnce * dimensions * 8 + 16)
  const chosen = take(framesAtOnce * perFrame * 4)
  const row = take((dimensions + 2) * 8)
  const joint = take(perFrame * 8)
  const best = take(framesAtOnce * 8)
  const sums = take(framesAtOnce * 8)
  const missing = end - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
  const { buffer } = memory
  new Float64Array(buffer, parameters, values.length).set(values)
  const Numbers = data instanceof Float32Array ? Float32Array : Float64Array
  for (let from = 0; from < count; from += framesAtOnce) {
    const size = Math.min(framesAtOnce, count - from)
    new Numbers(buffer, frames, size * dimensions).set(data.subarray(from * dimensions, (from + size) * dimensions))
    const addresses = new Int32Array(buffer, chosen, size * perFrame)
    for (let i = 0; i < addresses.length; i++) {
      addresses[i] = parameters + 8 * length * components[from * perFrame + i]
    }
    topDensities(frames, data.BYTES_PER_ELEMENT, dimensions, chosen, perFrame, size, row, joint, best, sums)
    const bests = new Float64Array(buffer, best, size)
    const totals = new Float64Array(buffer, sums, size)
    for (let i = 0; i < size; i++) {
      out[from + i] = bests[i] === -Infinity ? -Infinity : Math.LN2 * bests[i] + Math.log(totals[i])
    }
  }
}
