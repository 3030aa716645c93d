import { searchLength } from './centerSearch'
import { centerSearchOf } from './centerSearchOf'
import { lowerBound, upperBound, type CenterDrift, type FrameBounds } from './frameBounds'
import type { AddSums } from './frameSums'

/** An assignment that passes over all frames whose bounds tell that they stay where they are. */
export interface Reassignment {
  /** K x D. */
  readonly centers: Float64Array
  /** D, about which moments are taken. */
  readonly origin: Float64Array
  readonly drift: CenterDrift
  /** Only read, so that a part that was begun can be done over. */
  readonly former: FrameBounds
  /** Written for all frames. */
  readonly next: FrameBounds
}

/** How many sums a reassignment comes down to; see {@link clusterChanges}. */
export function clusterChangesLength(centers: Float64Array, dimensions: number): number {
  return 1 + centers.length / dimensions + centers.length
}

/** The sums of a reassignment by name. They tell what changed, so those of all rounds together are those of the clusters. */
export interface ClusterChanges {
  /** Sum of squared distances from the origin, of frames without a center before. */
  readonly spread: number
  /** K, frames. */
  readonly counts: Float64Array
  /** K x D, sums of x - origin. */
  readonly firstMoments: Float64Array
}

export function clusterChanges(sums: Float64Array, centerCount: number): ClusterChanges {
  return { spread: sums[0], counts: sums.subarray(1, 1 + centerCount), firstMoments: sums.subarray(1 + centerCount) }
}

/**
 * The assignment of frames, without weights, to the nearest center by Hamerly's algorithm (2010): adds to
 * {@link clusterChanges}. The bounds leave room for rounding, so that every frame gets the center that a search finds.
 */
export function reassignFrames({ centers, origin, drift, former, next }: Reassignment): AddSums {
  const dimensions = origin.length
  const { own, others } = drift
  const { search, nearest, atMost, atLeast } = centerSearchOf(centers, dimensions)
  const picked = new Int32Array(searchLength)
  return (part, offset, sums) => {
    const { data, count } = part
    const { counts, firstMoments } = clusterChanges(sums, own.length)
    const labels = next.labels.subarray(offset, offset + count)
    const upper = next.upper.subarray(offset, offset + count)
    const lower = next.lower.subarray(offset, offset + count)
    labels.set(former.labels.subarray(offset, offset + count))
    upper.set(former.upper.subarray(offset, offset + count))
    lower.set(former.lower.subarray(offset, offset + count))
    let pickedCount = 0

    const searchPicked = (): void => {
      search(part, picked, pickedCount)
      for (let p = 0; p < pickedCount; p++) {
        const i = picked[p]
        const before = labels[i]
        const after = nearest[p]
        upper[i] = upperBound(Math.sqrt(Math.max(0, atMost[p])), own[after])
        lower[i] = lowerBound(Math.sqrt(Math.max(0, atLeast[p])), others[after])
        if (before === after) continue
        labels[i] = after
        counts[after]++
        if (before >= 0) counts[before]--
        for (let j = 0; j < dimensions; j++) {
          const value = data[i * dimensions + j] - origin[j]
          firstMoments[after * dimensions + j] += value
          if (before >= 0) firstMoments[before * dimensions + j] -= value
          else sums[0] += value * value
        }
      }
      pickedCount = 0
    }

    for (let i = 0; i < count; i++) {
      const label = labels[i]
      if (label >= 0) {
        const floor = lower[i] - others[label]
        if (upper[i] + own[label] < floor) continue
        // The upper bound may have become too wide while the center itself is near.
        let sum = 0
        for (let j = 0; j < dimensions; j++) {
          const difference = data[i * dimensions + j] - centers[label * dimensions + j]
          sum += difference * difference
        }
        upper[i] = upperBound(Math.sqrt(sum), own[label])
        if (upper[i] + own[label] < floor) continue
      }
      picked[pickedCount++] = i
      if (pickedCount === searchLength) searchPicked()
    }
    searchPicked()
  }
}
