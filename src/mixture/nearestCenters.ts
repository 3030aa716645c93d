import { labelFrames, type CenterSearch } from './centerSearch'
import { centerSearchOf } from './centerSearchOf'
import type { Frames } from './frames'
import type { AddSums } from './frameSums'

/** How many sums an assignment to centers (K x D) comes down to; see {@link clusterSums}. */
export function clusterSumsLength(centers: Float64Array, dimensions: number): number {
  return 2 + centers.length / dimensions + centers.length
}

/** The sums of an assignment by name. */
export interface ClusterSums {
  /** Sum of weight x squared distance from the nearest center. */
  readonly inertia: number
  readonly frameWeight: number
  /** K, sums of weights. */
  readonly counts: Float64Array
  /** K x D, sums of weight x (x - center). */
  readonly firstMoments: Float64Array
}

/** Names what stands where in the sums of an assignment to K centers. */
export function clusterSums(sums: Float64Array, centerCount: number): ClusterSums {
  return {
    inertia: sums[0],
    frameWeight: sums[1],
    counts: sums.subarray(2, 2 + centerCount),
    firstMoments: sums.subarray(2 + centerCount),
  }
}

/**
 * The assignment of frames to the nearest center, the first of equals: adds to {@link clusterSums}, and writes the index
 * of each frame's center into `labels` where those are given.
 */
export function assignFrames(centers: Float64Array, labels?: Int32Array): AddSums {
  let search: CenterSearch | null = null
  let nearest = new Int32Array(0)
  return (part, offset, sums) => {
    const { data, count, dimensions, weights } = part
    search ??= centerSearchOf(centers, dimensions)
    if (nearest.length < count) nearest = new Int32Array(count)
    labelFrames(search, part, nearest)
    const { counts, firstMoments } = clusterSums(sums, centers.length / dimensions)
    for (let i = 0; i < count; i++) {
      const weight = weights ? weights[i] : 1
      const center = nearest[i]
      let distance = 0
      for (let j = 0; j < dimensions; j++) {
        const at = center * dimensions + j
        const difference = data[i * dimensions + j] - centers[at]
        distance += difference * difference
        firstMoments[at] += weight * difference
      }
      sums[0] += weight * distance
      sums[1] += weight
      counts[center] += weight
    }
    labels?.set(nearest.subarray(0, count), offset)
  }
}

/** The nearest of `centers` (K x D) to each frame, the first of equals, and the squared distance to it. */
export function findNearest(
  { data, count, dimensions }: Frames,
  centers: Float64Array,
  nearest: Int32Array,
  distances: Float64Array,
): void {
  const centerCount = centers.length / dimensions
  for (let i = 0; i < count; i++) {
    const row = i * dimensions
    let best = Infinity
    let bestCenter = 0
    for (let k = 0; k < centerCount; k++) {
      let sum = 0
      for (let j = 0; j < dimensions; j++) {
        const difference = data[row + j] - centers[k * dimensions + j]
        sum += difference * difference
      }
      if (sum < best) {
        best = sum
        bestCenter = k
      }
    }
    nearest[i] = bestCenter
    distances[i] = best
  }
}
