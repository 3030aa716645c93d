import { frameMoments } from './frameMoments'
import type { Frames } from './frames'
import type { Random } from './random'
import { sliceLength } from './sliceLength'

const maxRounds = 50

/** The rounds end when the squared moves of all centers sum to at most this part of the frames' mean variance. */
const moveTolerance = 1e-4

/**
 * Greedy k-means++ (Arthur and Vassilvitskii 2007; the greedy form as in scikit-learn): every center is a frame, drawn
 * with probability proportional to its squared distance from the centers so far; of 2 + ln K draws the one that leaves
 * the smallest sum of squared distances stays.
 *
 * Yields between slices of work. Returns the centers, K x D.
 */
export function* seedCenters(frames: Frames, centerCount: number, random: Random): Generator<void, Float64Array> {
  const { count, dimensions } = frames
  const centers = new Float64Array(centerCount * dimensions)
  const trials = 2 + Math.floor(Math.log(centerCount))
  const slice = sliceLength(1, dimensions)
  let distances = new Float64Array(count)
  let best = new Float64Array(count)
  let trial = new Float64Array(count)

  const first = random.index(count)
  copyFrame(frames, first, centers, 0)
  let total = distancesWith(frames, first, new Float64Array(count).fill(Infinity), distances)
  let worked = count
  for (let k = 1; k < centerCount; k++) {
    let chosen = 0
    let bestTotal = Infinity
    for (let t = 0; t < trials; t++) {
      // With no distance left every frame equals a center already, and any frame is as good as another.
      const candidate = total > 0 ? drawBy(distances, total, random) : random.index(count)
      const trialTotal = distancesWith(frames, candidate, distances, trial)
      if (trialTotal < bestTotal) {
        bestTotal = trialTotal
        chosen = candidate
        ;[best, trial] = [trial, best]
      }
      worked += count
      if (worked > slice) {
        worked = 0
        yield
      }
    }
    ;[distances, best] = [best, distances]
    total = bestTotal
    copyFrame(frames, chosen, centers, k)
  }
  return centers
}

/**
 * Lloyd's algorithm: moves `centers` (K x D, changed in place) to the means of the frames nearest to them, until they rest
 * or for 50 rounds. A center that lost all its frames goes to the frame that lies farthest from its own center.
 *
 * Yields at least once a round.
 */
export function* moveCenters(frames: Frames, centers: Float64Array): Generator<void, void> {
  const { data, count, dimensions } = frames
  const centerCount = centers.length / dimensions
  const slice = sliceLength(centerCount, dimensions)
  const nearest = new Int32Array(count)
  const distances = new Float64Array(count)
  const sums = new Float64Array(centers.length)
  const counts = new Float64Array(centerCount)
  const rest = moveTolerance * meanVariance(frames)
  for (let round = 0; round < maxRounds; round++) {
    for (let from = 0; from < count; from += slice) {
      findNearest(frames, from, Math.min(from + slice, count), centers, nearest, distances)
      yield
    }
    sums.fill(0)
    counts.fill(0)
    for (let i = 0; i < count; i++) {
      const at = nearest[i] * dimensions
      const frame = i * dimensions
      counts[nearest[i]]++
      for (let j = 0; j < dimensions; j++) sums[at + j] += data[frame + j]
    }
    fillEmpty(frames, nearest, distances, sums, counts)
    let moved = 0
    for (let k = 0; k < centerCount; k++) {
      // Only where there are fewer different frames than centers does one stay empty; it rests where it is.
      if (counts[k] === 0) continue
      for (let at = k * dimensions; at < (k + 1) * dimensions; at++) {
        const mean = sums[at] / counts[k]
        const move = mean - centers[at]
        moved += move * move
        centers[at] = mean
      }
    }
    if (moved <= rest) return
  }
}

/**
 * For frames [from, to): the center (of K x D) that each is nearest to, the first of equals, in `nearest`, and the squared
 * distance in `distances`; both are written from index `from` on.
 */
export function findNearest(
  frames: Frames,
  from: number,
  to: number,
  centers: Float64Array,
  nearest: Int32Array,
  distances: Float64Array,
): void {
  const { data, dimensions } = frames
  const centerCount = centers.length / dimensions
  // Four frames at a time, so that no sum waits for itself; the last group repeats the last frame.
  for (let i = from; i < to; i += 4) {
    const last = to - 1
    const i1 = Math.min(i + 1, last)
    const i2 = Math.min(i + 2, last)
    const i3 = Math.min(i + 3, last)
    const a = i * dimensions
    const b = i1 * dimensions
    const c = i2 * dimensions
    const d = i3 * dimensions
    let bestA = Infinity
    let bestB = Infinity
    let bestC = Infinity
    let bestD = Infinity
    let nearestA = 0
    let nearestB = 0
    let nearestC = 0
    let nearestD = 0
    for (let k = 0; k < centerCount; k++) {
      const row = k * dimensions
      let sumA = 0
      let sumB = 0
      let sumC = 0
      let sumD = 0
      for (let j = 0; j < dimensions; j++) {
        const center = centers[row + j]
        const atA = data[a + j] - center
        const atB = data[b + j] - center
        const atC = data[c + j] - center
        const atD = data[d + j] - center
        sumA += atA * atA
        sumB += atB * atB
        sumC += atC * atC
        sumD += atD * atD
      }
      if (sumA < bestA) {
        bestA = sumA
        nearestA = k
      }
      if (sumB < bestB) {
        bestB = sumB
        nearestB = k
      }
      if (sumC < bestC) {
        bestC = sumC
        nearestC = k
      }
      if (sumD < bestD) {
        bestD = sumD
        nearestD = k
      }
    }
    nearest[i] = nearestA
    nearest[i1] = nearestB
    nearest[i2] = nearestC
    nearest[i3] = nearestD
    distances[i] = bestA
    distances[i1] = bestB
    distances[i2] = bestC
    distances[i3] = bestD
  }
}

/** Gives every empty cluster the frame farthest from its center, unless that would empty another. */
function fillEmpty(
  frames: Frames,
  nearest: Int32Array,
  distances: Float64Array,
  sums: Float64Array,
  counts: Float64Array,
): void {
  const { data, count, dimensions } = frames
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] > 0) continue
    let farthest = -1
    for (let i = 0; i < count; i++) {
      const farther = farthest < 0 ? distances[i] > 0 : distances[i] > distances[farthest]
      if (farther && counts[nearest[i]] > 1) farthest = i
    }
    if (farthest < 0) return
    const from = nearest[farthest] * dimensions
    const to = k * dimensions
    for (let j = 0; j < dimensions; j++) {
      const value = data[farthest * dimensions + j]
      sums[from + j] -= value
      sums[to + j] = value
    }
    counts[nearest[farthest]]--
    counts[k] = 1
    nearest[farthest] = k
    distances[farthest] = 0
  }
}

/** Squared distances to the nearest of the centers so far and one more frame; returns their sum. */
function distancesWith(frames: Frames, chosen: number, distances: Float64Array, out: Float64Array): number {
  const { data, count, dimensions } = frames
  const center = Float64Array.from(data.subarray(chosen * dimensions, (chosen + 1) * dimensions))
  let total = 0
  for (let i = 0; i < count; i++) {
    const row = i * dimensions
    let sum = 0
    for (let j = 0; j < dimensions; j++) {
      const difference = data[row + j] - center[j]
      sum += difference * difference
    }
    const distance = sum < distances[i] ? sum : distances[i]
    out[i] = distance
    total += distance
  }
  return total
}

function drawBy(distances: Float64Array, total: number, random: Random): number {
  let left = random.uniform() * total
  let last = 0
  for (let i = 0; i < distances.length; i++) {
    if (distances[i] === 0) continue
    last = i
    left -= distances[i]
    if (left < 0) return i
  }
  // Rounding can leave a little over at the end.
  return last
}

function copyFrame(frames: Frames, index: number, centers: Float64Array, k: number): void {
  const { data, dimensions } = frames
  for (let j = 0; j < dimensions; j++) centers[k * dimensions + j] = data[index * dimensions + j]
}

function meanVariance(frames: Frames): number {
  const { variances } = frameMoments(frames)
  return variances.reduce((sum, variance) => sum + variance, 0) / frames.dimensions
}
