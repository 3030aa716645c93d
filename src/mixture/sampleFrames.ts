import type { FrameSource } from './frameSource'
import type { Frames } from './frames'
import type { Random } from './random'

/** So many numbers (4 MB) are read from a source at a time. */
const numbersPerRead = 1_048_576

/** At most `limit` frames in memory, each equally likely, in their order (Knuth's selection sampling); all, where fewer. */
export function sampleFrames(source: FrameSource, limit: number, random: Random): Frames {
  const { count } = source
  if (count <= limit)
    return framesAt(
      source,
      Array.from({ length: count }, (_, i) => i),
    )
  const kept: number[] = []
  for (let i = 0; kept.length < limit; i++) {
    if (random.uniform() * (count - i) < limit - kept.length) kept.push(i)
  }
  return framesAt(source, kept)
}

/** The frames with these indices, which ascend, in memory of their own. */
export function framesAt(source: FrameSource, indices: readonly number[]): Frames {
  const { count, dimensions } = source
  const length = Math.max(1, Math.floor(numbersPerRead / dimensions))
  let out: Frames | null = null
  for (let next = 0; next < indices.length;) {
    const from = indices[next]
    const part = source.read(from, Math.min(from + length, count))
    out ??= room(part, indices.length)
    for (; next < indices.length && indices[next] < from + part.count; next++) {
      const row = (indices[next] - from) * dimensions
      out.data.set(part.data.subarray(row, row + dimensions), next * dimensions)
      if (part.weights) out.weights?.set([part.weights[indices[next] - from]], next)
    }
  }
  return out ?? { data: new Float32Array(0), count: 0, dimensions }
}

function room({ data, dimensions, weights }: Frames, count: number): Frames {
  const length = count * dimensions
  return {
    data: data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length),
    count,
    dimensions,
    ...(weights ? { weights: new Float64Array(count).fill(1) } : {}),
  }
}
