import { searchLength, type CenterSearch } from './centerSearch'
import { centerSearchOf } from './centerSearchOf'
import type { CenterDrift, FrameBounds } from './frameBounds'
import type { Frames } from './frames'
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
 * {@link clusterChanges}. The limits leave room for rounding, so that every frame gets the center that a search finds.
 */
export function reassignFrames({ centers, origin, drift, former, next }: Reassignment): AddSums {
  const search = centerSearchOf(centers, origin.length)
  const picked = new Int32Array(searchLength)
  return (part, offset, sums) => {
    const bounds = boundsOf(next, offset, part.count)
    const before = boundsOf(former, offset, part.count)
    bounds.labels.set(before.labels)
    bounds.limits.set(before.limits)
    const pick = { from: 0, count: 0 }
    while (pick.from < part.count) {
      pickFrames(bounds, drift, picked, pick)
      search.search(part, picked, pick.count)
      moveFrames(part, search, bounds, drift, picked, pick.count, origin, sums)
    }
  }
}

function boundsOf({ labels, limits }: FrameBounds, from: number, count: number): FrameBounds {
  return { labels: labels.subarray(from, from + count), limits: limits.subarray(from, from + count) }
}

/**
 * Picks frames that may not keep their center, from `pick.from` on, until there are as many as a search takes; says in
 * `pick` how many, and where to go on.
 */
function pickFrames(
  { labels, limits }: FrameBounds,
  { gaps }: CenterDrift,
  picked: Int32Array,
  pick: { from: number; count: number },
): void {
  const count = labels.length
  const most = picked.length
  let pickedCount = 0
  let i = pick.from
  for (; i < count && pickedCount < most; i++) {
    const label = labels[i]
    if (label < 0 || !(gaps[label] < limits[i])) picked[pickedCount++] = i
  }
  pick.from = i
  pick.count = pickedCount
}

/** A little more than float32 may lose. */
const rounding = 2 ** -22
const underflow = 2 ** -140
const largest = 1e38

/** Keeps what a search found of the picked frames, and adds those that change their center to the sums. */
function moveFrames(
  { data, dimensions }: Frames,
  { nearest, margins }: CenterSearch,
  { labels, limits }: FrameBounds,
  { gaps }: CenterDrift,
  picked: Int32Array,
  count: number,
  origin: Float64Array,
  sums: Float64Array,
): void {
  const { counts, firstMoments } = clusterChanges(sums, gaps.length)
  for (let p = 0; p < count; p++) {
    const i = picked[p]
    const before = labels[i]
    const after = nearest[p]
    limits[i] = Math.min((margins[p] + gaps[after]) * (1 - rounding) - underflow, largest)
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
}
