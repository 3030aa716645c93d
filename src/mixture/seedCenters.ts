import { totalWeight, type Frames } from './frames'
import type { Random } from './random'

/** So many products of differences take some tens of milliseconds: a cancel that waits for them is not noticed. */
const productsPerSlice = 2e7

/**
 * Greedy k-means++ (Arthur and Vassilvitskii 2007; the greedy form as in scikit-learn): every center is a frame, drawn
 * with probability proportional to its weight times its squared distance from the centers so far; of 2 + ln K draws the
 * one that leaves the smallest sum of those stays.
 *
 * Yields between slices of work. Returns the centers, K x D.
 */
export function* seedCenters(frames: Frames, centerCount: number, random: Random): Generator<void, Float64Array> {
  const { count, dimensions } = frames
  const centers = new Float64Array(centerCount * dimensions)
  const trials = 2 + Math.floor(Math.log(centerCount))
  const slice = productsPerSlice / dimensions
  let distances = new Float64Array(count)
  let best = new Float64Array(count)
  let trial = new Float64Array(count)

  const first = frames.weights ? drawBy(frames.weights, totalWeight(frames), random) : random.index(count)
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

/** Weight x squared distance to the nearest of the centers so far and one more frame; returns their sum. */
function distancesWith(frames: Frames, chosen: number, distances: Float64Array, out: Float64Array): number {
  const { data, count, dimensions, weights } = frames
  const center = Float64Array.from(data.subarray(chosen * dimensions, (chosen + 1) * dimensions))
  let total = 0
  for (let i = 0; i < count; i++) {
    const row = i * dimensions
    let sum = 0
    for (let j = 0; j < dimensions; j++) {
      const difference = data[row + j] - center[j]
      sum += difference * difference
    }
    if (weights) sum *= weights[i]
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
