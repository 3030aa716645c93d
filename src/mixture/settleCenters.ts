import { labelFrames } from './centerSearch'
import { centerSearchOf } from './centerSearchOf'
import { clusterRounds, fullRounds } from './clusterRounds'
import type { FramePasses } from './framePasses'
import type { Frames } from './frames'
import { muted } from './muted'
import type { ClusterSums } from './nearestCenters'

export interface SettleOptions {
  readonly maxIterations: number
  /** The sum of the squared moves of all centers at which they rest. */
  readonly rest: number
  /** D, about the mean of all frames. */
  readonly origin: Float64Array
}

export interface SettledCenters {
  /** K x D. */
  readonly centers: Float64Array
  /** The sum of weight x squared distance of each frame from its center. */
  readonly inertia: number
  /** K, the weight of each cluster's frames; without weights how many they are. */
  readonly counts: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

/** A pause of the rounds. */
export interface SettleStep {
  /** Counted from 1. */
  readonly iteration: number
  /** The inertia of the last round's centers; null before the first. */
  readonly inertia: number | null
}

/**
 * Lloyd's rounds, from the given centers (K x D) until they rest. A center that lost all its frames goes to the frame of
 * `sample` that lies farthest from its center.
 */
export function* settleCenters(
  passes: FramePasses,
  sample: () => Frames,
  first: Float64Array,
  { maxIterations, rest, origin }: SettleOptions,
): Generator<SettleStep, SettledCenters> {
  const assign = clusterRounds(passes, origin)
  let centers = first
  let iteration = 0
  let converged = false
  let inertia: number | null = null
  while (iteration < maxIterations && !converged) {
    iteration++
    const sums: ClusterSums = yield* muted(assign(centers), { iteration, inertia })
    const refilled = refillEmpty(centers, sums, sample)
    const moved = movedCenters(centers, sums)
    converged = squaredDistance(centers, moved) <= rest && !refilled
    inertia = sums.inertia
    centers = moved
    yield { iteration, inertia }
  }
  // The centers have moved since the last assignment; and what it all came to is summed up without a detour.
  const { inertia: final, counts } = yield* muted(fullRounds(passes)(centers), { iteration, inertia })
  return { centers, inertia: final, counts, iterations: iteration, converged }
}

function movedCenters(centers: Float64Array, { counts, firstMoments }: ClusterSums): Float64Array {
  const dimensions = centers.length / counts.length
  return centers.map((center, at) => {
    const count = counts[Math.floor(at / dimensions)]
    return count > 0 ? center + firstMoments[at] / count : center
  })
}

/**
 * Gives every center without frames, in the sums, the frame of the sample that lies farthest from its own center, which
 * loses it, as scikit-learn does; says whether any got one.
 */
function refillEmpty(centers: Float64Array, { counts, firstMoments }: ClusterSums, draw: () => Frames): boolean {
  const empty = Array.from(counts.keys()).filter((k) => counts[k] === 0)
  if (empty.length === 0) return false
  const sample = draw()
  const { data, dimensions, weights } = sample
  const nearest = new Int32Array(sample.count)
  labelFrames(centerSearchOf(centers, dimensions), sample, nearest)
  const distances = distancesFrom(centers, nearest, sample)
  const weightOf = (i: number): number => (weights ? weights[i] : 1)
  for (const [refilled, k] of empty.entries()) {
    let farthest = -1
    for (let i = 0; i < sample.count; i++) {
      const beyond = distances[i] > (farthest < 0 ? 0 : distances[farthest])
      // A frame that is all its center has stays, and one of weight 0 is nobody's.
      if (beyond && weightOf(i) > 0 && counts[nearest[i]] > 1.001 * weightOf(i)) farthest = i
    }
    // With fewer different frames than centers some stay empty, and rest where they are.
    if (farthest < 0) return refilled > 0
    const weight = weightOf(farthest)
    const former = nearest[farthest]
    for (let j = 0; j < dimensions; j++) {
      const value = data[farthest * dimensions + j]
      firstMoments[former * dimensions + j] -= weight * (value - centers[former * dimensions + j])
      firstMoments[k * dimensions + j] = weight * (value - centers[k * dimensions + j])
    }
    counts[former] -= weight
    counts[k] = weight
    distances[farthest] = 0
  }
  return true
}

/** The squared distance of each frame from its center. */
function distancesFrom(centers: Float64Array, nearest: Int32Array, { data, count, dimensions }: Frames): Float64Array {
  const distances = new Float64Array(count)
  for (let at = 0; at < count * dimensions; at++) {
    const i = Math.floor(at / dimensions)
    distances[i] += (data[at] - centers[nearest[i] * dimensions + (at % dimensions)]) ** 2
  }
  return distances
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += (a[at] - b[at]) ** 2
  return sum
}
