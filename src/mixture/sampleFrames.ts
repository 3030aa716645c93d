import type { FrameSource } from './frameSource'
import type { Frames } from './frames'
import type { Random } from './random'

/** So many numbers (4 MB) at most are read from a source at a time. */
const numbersPerRead = 1_048_576

/** Reading so many numbers (32 KB) that nobody asked for costs less than reading once more. */
const numbersSkipped = 8192

/**
 * At most `limit` frames in memory, each equally likely, in their order; all, where there are fewer. Takes as long for a
 * hundred million frames as for a hundred thousand: frames are drawn by Floyd's method (Bentley and Floyd 1987), and only
 * those are read. Frames of weight 0 are never drawn; where frames carry weights, all of them are read for that.
 */
export function sampleFrames(source: FrameSource, limit: number, random: Random): Frames {
  const weighted = source.count > 0 && source.read(0, 1).weights !== undefined
  const count = weighted ? eachThatCounts(source, () => undefined) : source.count
  const drawn = new Set<number>()
  for (let last = Math.max(0, count - limit); last < count; last++) {
    const index = count > limit ? random.index(last + 1) : last
    drawn.add(drawn.has(index) ? last : index)
  }
  const indices = Float64Array.from(drawn).sort()
  if (weighted && count < source.count) {
    let next = 0
    eachThatCounts(source, (frame, rank) => {
      if (rank === indices[next]) indices[next++] = frame
    })
  }
  return framesAt(source, indices)
}

/** Calls `found` with the index of each frame of a weight above 0, and how many of those lie before it; returns how many. */
function eachThatCounts(source: FrameSource, found: (frame: number, rank: number) => void): number {
  const length = Math.max(1, Math.floor(numbersPerRead / source.dimensions))
  let rank = 0
  for (let from = 0; from < source.count; from += length) {
    const part = source.read(from, Math.min(from + length, source.count))
    for (let i = 0; i < part.count; i++) {
      if (!part.weights || part.weights[i] > 0) found(from + i, rank++)
    }
  }
  return rank
}

/** The frames with these indices, which ascend, in memory of their own. */
export function framesAt(source: FrameSource, indices: ArrayLike<number>): Frames {
  const { dimensions } = source
  let out: Frames | null = null
  for (let next = 0; next < indices.length;) {
    const from = indices[next]
    const end = endOfRead(indices, next, dimensions)
    const part = source.read(from, indices[end - 1] + 1)
    out ??= room(part, indices.length)
    for (; next < end; next++) {
      const row = (indices[next] - from) * dimensions
      out.data.set(part.data.subarray(row, row + dimensions), next * dimensions)
      if (part.weights) out.weights?.set([part.weights[indices[next] - from]], next)
    }
  }
  return out ?? { data: new Float32Array(0), count: 0, dimensions }
}

/** Up to which of the indices one read reaches that begins at `next`. */
function endOfRead(indices: ArrayLike<number>, next: number, dimensions: number): number {
  const longest = Math.max(1, Math.floor(numbersPerRead / dimensions))
  const gap = Math.max(1, Math.floor(numbersSkipped / dimensions))
  let end = next + 1
  while (end < indices.length && indices[end] - indices[end - 1] <= gap && indices[end] - indices[next] < longest) end++
  return end
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
