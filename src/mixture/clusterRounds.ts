import { addTo } from './frameChunks'
import { drift, noDrift, unboundedFrames, type CenterDrift, type FrameBounds } from './frameBounds'
import type { FramePasses } from './framePasses'
import type { FrameSource } from './frameSource'
import { clusterSums, clusterSumsLength, type ClusterSums } from './nearestCenters'
import { clusterChanges, clusterChangesLength, type ClusterChanges } from './reassignFrames'

/** Assigns all frames to the nearest of `centers` (K x D), once a round. */
export type AssignRound = (centers: Float64Array) => Generator<void, ClusterSums>

/** From so many frames on, remembering something of each pays. */
const fewestToRemember = 4096

/**
 * The rounds of k-means over a source: with bounds where the frames lie in memory, so that there is room for those too.
 * The labels are the same either way, and the sums within rounding.
 *
 * @param origin D, about the mean of all frames
 */
export function clusterRounds(passes: FramePasses, origin: Float64Array): AssignRound {
  return canRemember(passes.source) ? boundedRounds(passes, origin) : fullRounds(passes)
}

function canRemember(source: FrameSource): boolean {
  if (!source.inMemory || source.count < fewestToRemember) return false
  // Weights may lie so far apart that what is left of sums after the heavy ones have gone again is nothing but rounding.
  return source.read(0, 1).weights === undefined
}

/** Every round compares all frames with all centers. */
export function fullRounds(passes: FramePasses): AssignRound {
  return function* (centers) {
    const sums = yield* passes.sums({ kind: 'assign', centers })
    return clusterSums(sums, centers.length / passes.source.dimensions)
  }
}

/** Every round compares those frames with the centers whose bounds do not tell that they stay, and adds what changed. */
export function boundedRounds(passes: FramePasses, origin: Float64Array): AssignRound {
  let state: BoundedState | null = null
  return function* (centers) {
    state ??= firstState(passes.source, centers)
    state.drift = drift(state.drift, state.centers, centers)
    state.centers = centers
    const { drift: moved, former, next } = state
    const overtaken = passes.overtaken?.()
    const changes = yield* passes.sums({ kind: 'reassign', centers, origin, drift: moved, former, next })
    addTo(state.total, changes)
    const sums = sumsAbout(centers, clusterChanges(state.total, moved.groups.length), origin)
    state.former = next
    state.next = former
    // Somebody may still be writing to what is remembered: it is left to him.
    if (passes.overtaken?.() !== overtaken) state = null
    return sums
  }
}

interface BoundedState {
  centers: Float64Array
  drift: CenterDrift
  former: FrameBounds
  next: FrameBounds
  /** The `clusterChanges` of all rounds together. */
  readonly total: Float64Array
}

function firstState({ count, dimensions }: FrameSource, centers: Float64Array): BoundedState {
  return {
    centers,
    drift: noDrift(centers, dimensions),
    former: unboundedFrames(count),
    next: unboundedFrames(count),
    total: new Float64Array(clusterChangesLength(centers, dimensions)),
  }
}

/**
 * The sums about the centers from those about the origin: with c a center's place from there, the sum of x - c is that of
 * x less n c, and that of |x - c|^2 is that of |x|^2 + |c|^2 - 2 x c.
 */
function sumsAbout(centers: Float64Array, changes: ClusterChanges, origin: Float64Array): ClusterSums {
  const dimensions = origin.length
  const centerCount = changes.counts.length
  const sums = new Float64Array(clusterSumsLength(centers, dimensions))
  const { counts, firstMoments } = clusterSums(sums, centerCount)
  counts.set(changes.counts)
  let inertia = changes.spread
  for (let at = 0; at < centers.length; at++) {
    const place = centers[at] - origin[at % dimensions]
    const count = counts[Math.floor(at / dimensions)]
    firstMoments[at] = changes.firstMoments[at] - count * place
    inertia -= place * (changes.firstMoments[at] + firstMoments[at])
  }
  sums[0] = Math.max(0, inertia)
  sums[1] = counts.reduce((sum, count) => sum + count, 0)
  return clusterSums(sums, centerCount)
}
