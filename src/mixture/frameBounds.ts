import { componentOrder } from './kernel/componentOrder'

/** Groups of centers that a frame's distances are bounded from. */
export const groupCount = 4

/** Smaller groups are not worth a bound of their own. */
const smallestGroup = 16

/**
 * What is remembered of every frame between the rounds of k-means, so that most of them need not be compared with all
 * centers again: after Ding et al. 2015, "Yinyang k-means", with an upper bound on the distance from a frame's center and
 * lower bounds on those from all other centers of each group. On shared memory.
 *
 * Bounds are kept as if centers had stood still since the first round: less what the center has gone, and more what its
 * group has. So they need no change when centers move.
 */
export interface FrameBounds {
  /** The center of each frame; -1 before the first round. */
  readonly labels: Int32Array
  readonly uppers: Float32Array
  /** By frame and group. */
  readonly lowers: Float32Array
}

/** How far centers have moved since the first round, all ways added up. */
export interface CenterDrift {
  /** K, the group of each. */
  readonly groups: Int32Array
  /** K. */
  readonly ways: Float64Array
  /** By group, of the center that went farthest in each round. */
  readonly groupWays: Float64Array
}

/** More than calculating in float64 may take from a move. */
const rounding64 = 1e-12

/** A little more than a few roundings to float32 may take. */
const rounding32 = 2 ** -22
const underflow32 = 2 ** -140
const farthest = 1e38

export function unboundedFrames(count: number): FrameBounds {
  return {
    labels: new Int32Array(new SharedArrayBuffer(4 * count)).fill(-1),
    uppers: new Float32Array(new SharedArrayBuffer(4 * count)),
    lowers: new Float32Array(new SharedArrayBuffer(4 * groupCount * count)),
  }
}

/** Those of frames [from, to). */
export function boundsWithin({ labels, uppers, lowers }: FrameBounds, from: number, to: number): FrameBounds {
  return {
    labels: labels.subarray(from, to),
    uppers: uppers.subarray(from, to),
    lowers: lowers.subarray(from * groupCount, to * groupCount),
  }
}

/** Before the first round, with neighbors in a group. */
export function noDrift(centers: Float64Array, dimensions: number): CenterDrift {
  const centerCount = centers.length / dimensions
  const size = Math.max(smallestGroup, Math.ceil(centerCount / groupCount))
  const placed = { componentCount: centerCount, dimensions, means: centers, deviations: () => 1 }
  const order = componentOrder(placed, size, () => false)
  const groups = new Int32Array(centerCount)
  for (const [place, k] of order.entries()) groups[k] = Math.floor(place / size)
  return { groups, ways: new Float64Array(centerCount), groupWays: new Float64Array(groupCount) }
}

/** Adds the ways of the centers from `former` to `centers` (both K x D). */
export function drift({ groups, ...before }: CenterDrift, former: Float64Array, centers: Float64Array): CenterDrift {
  const dimensions = centers.length / groups.length
  const moves = before.ways.map((_, k) => {
    let sum = 0
    for (let at = k * dimensions; at < (k + 1) * dimensions; at++) sum += (centers[at] - former[at]) ** 2
    return Math.sqrt(sum)
  })
  const groupMoves = new Float64Array(groupCount)
  for (const [k, move] of moves.entries()) groupMoves[groups[k]] = Math.max(groupMoves[groups[k]], move)
  const added = (way: number, move: number): number => (way + move) * (1 + rounding64)
  return {
    groups,
    ways: before.ways.map((way, k) => added(way, moves[k])),
    groupWays: before.groupWays.map((way, g) => added(way, groupMoves[g])),
  }
}

/** A way in float32, at most and at least. */
export function wayAtMost(way: number): number {
  return Math.fround(way * (1 + rounding32) + underflow32)
}

export function wayAtLeast(way: number): number {
  return Math.fround(Math.max(0, way * (1 - rounding32) - underflow32))
}

/** Whether frame `i` is nearer to its center than to all others, as far as its bounds tell. */
export function staysWhereItIs({ labels, uppers, lowers }: FrameBounds, i: number, drift: CenterDrift): boolean {
  const label = labels[i]
  if (label < 0) return false
  const upper = uppers[i] + drift.ways[label]
  for (let g = 0; g < groupCount; g++) {
    if (!(upper + drift.groupWays[g] < lowers[i * groupCount + g])) return false
  }
  return true
}

/** Remembers frame `i`'s center, the distance from it, and by how much all other centers are farther at least. */
export function remember(
  { labels, uppers, lowers }: FrameBounds,
  i: number,
  drift: CenterDrift,
  { label, distance, margin }: { readonly label: number; readonly distance: number; readonly margin: number },
): void {
  labels[i] = label
  const way = drift.ways[label]
  uppers[i] = distance - way + (distance + way) * rounding32 + underflow32
  for (let g = 0; g < groupCount; g++) {
    const kept = (distance + margin + drift.groupWays[g]) * (1 - rounding32) - underflow32
    lowers[i * groupCount + g] = Math.min(kept, farthest)
  }
}
