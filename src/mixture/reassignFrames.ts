import { boundsCheckOf } from './boundsCheckOf'
import { checkLength } from './boundsCheck'
import { searchLength, type CenterSearch } from './centerSearch'
import { exactCenterSearchOf } from './centerSearchOf'
import { boundsWithin, remember, type CenterDrift, type FrameBounds } from './frameBounds'
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
 * The assignment of frames, without weights, to the nearest center by the bounds that are remembered of them: adds to
 * {@link clusterChanges}. The bounds leave room for rounding, so that every frame gets the center that a search finds.
 */
export function reassignFrames({ centers, origin, drift, former, next }: Reassignment): AddSums {
  const dimensions = origin.length
  const bounds = boundsCheckOf(centers, dimensions, drift)
  const search = exactCenterSearchOf(centers, dimensions)
  let listed = new Int32Array(0)
  let doubtful = listed
  return (part, offset, sums) => {
    const before = boundsWithin(former, offset, offset + part.count)
    const after = boundsWithin(next, offset, offset + part.count)
    if (listed.length < part.count) {
      listed = new Int32Array(part.count)
      doubtful = new Int32Array(part.count)
    }
    let listedCount = 0
    let doubtfulCount = 0
    for (let from = 0; from < part.count; from += checkLength) {
      const to = Math.min(from + checkLength, part.count)
      const count = bounds.check(part, from, to, before, after)
      for (let at = 0; at < count; at++) {
        const entry = bounds.listed[at]
        if (entry < 0) doubtful[doubtfulCount++] = ~entry
        listed[listedCount++] = entry < 0 ? ~entry : entry
      }
    }
    searchFor(doubtful.subarray(0, doubtfulCount), part, search, centers, after, drift)
    addMoves(part, listed, listedCount, before.labels, after.labels, origin, sums)
  }
}

/** Finds the centers of frames by comparing them with all. */
function searchFor(
  frames: Int32Array,
  part: Frames,
  { search, nearest, margins }: CenterSearch,
  centers: Float64Array,
  bounds: FrameBounds,
  drift: CenterDrift,
): void {
  for (let from = 0; from < frames.length; from += searchLength) {
    const picked = frames.subarray(from, from + searchLength)
    search(part, picked, picked.length)
    for (const [at, i] of picked.entries()) {
      const label = nearest[at]
      remember(bounds, i, drift, { label, distance: distanceFrom(part, i, centers, label), margin: margins[at] })
    }
  }
}

function distanceFrom({ data, dimensions }: Frames, i: number, centers: Float64Array, label: number): number {
  let sum = 0
  for (let j = 0; j < dimensions; j++) sum += (data[i * dimensions + j] - centers[label * dimensions + j]) ** 2
  return Math.sqrt(sum)
}

/** Adds those of the listed frames to the sums that changed their center. */
function addMoves(
  { data, dimensions }: Frames,
  listed: Int32Array,
  listedCount: number,
  former: Int32Array,
  labels: Int32Array,
  origin: Float64Array,
  sums: Float64Array,
): void {
  // Laid out as `clusterChanges` tells, which would take longer to make than the few moves that most blocks have.
  const counts = 1
  const firstMoments = (sums.length - 1) / (dimensions + 1) + 1
  for (let at = 0; at < listedCount; at++) {
    const i = listed[at]
    const before = former[i]
    const after = labels[i]
    if (before === after) continue
    sums[counts + after]++
    if (before >= 0) sums[counts + before]--
    for (let j = 0; j < dimensions; j++) {
      const value = data[i * dimensions + j] - origin[j]
      sums[firstMoments + after * dimensions + j] += value
      if (before >= 0) sums[firstMoments + before * dimensions + j] -= value
      else sums[0] += value * value
    }
  }
}
