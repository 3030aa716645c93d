import { totalWeight, type Frames } from './frames'
import type { Random } from './random'

/** So many products of differences take some tens of milliseconds: a cancel that waits for them is not noticed. */
const productsPerSlice = 2e7

/** More than calculating in float64 may add to a squared distance, in proportion. */
const rounding = 1e-9

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
  const nearest = new Int32Array(count)

  const first = frames.weights ? drawBy(frames.weights, totalWeight(frames), random) : random.index(count)
  copyFrame(frames, first, centers, 0)
  const none = new Float64Array(count).fill(Infinity)
  let total = distancesWith(frames, first, none, nearest, Float64Array.of(-1), distances)
  let worked = count
  for (let k = 1; k < centerCount; k++) {
    let chosen = 0
    let bestTotal = Infinity
    for (let t = 0; t < trials; t++) {
      // With no distance left every frame equals a center already, and any frame is as good as another.
      const candidate = total > 0 ? drawBy(distances, total, random) : random.index(count)
      const untouched = untouchedDistances(frames, candidate, centers.subarray(0, k * dimensions))
      const trialTotal = distancesWith(frames, candidate, distances, nearest, untouched, trial)
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
    for (let i = 0; i < count; i++) if (best[i] < distances[i]) nearest[i] = k
    ;[distances, best] = [best, distances]
    total = bestTotal
    copyFrame(frames, chosen, centers, k)
  }
  return centers
}

/**
 * For each center so far, the squared distance of a frame up to which one more center cannot be nearer: half of the way
 * between the two, by the triangle inequality (Elkan 2003), less what rounding may add.
 */
function untouchedDistances({ data, dimensions }: Frames, chosen: number, centers: Float64Array): Float64Array {
  return Float64Array.from({ length: centers.length / dimensions }, (_, k) => {
    let sum = 0
    for (let j = 0; j < dimensions; j++) sum += (data[chosen * dimensions + j] - centers[k * dimensions + j]) ** 2
    return (sum / 4) * (1 - rounding)
  })
}

/**
 * Weight x squared distance to the nearest of the centers so far and one more frame; returns their sum. Frames whose
 * `nearest` center is within its `untouched` distance keep theirs.
 */
function distancesWith(
  { data, count, dimensions, weights }: Frames,
  chosen: number,
  distances: Float64Array,
  nearest: Int32Array,
  untouched: Float64Array,
  out: Float64Array,
): number {
  const center = Float64Array.from(data.subarray(chosen * dimensions, (chosen + 1) * dimensions))
  let total = 0
  for (let i = 0; i < count; i++) {
    const weight = weights ? weights[i] : 1
    let distance = distances[i]
    if (distance > weight * untouched[nearest[i]]) {
      // Mostly a few columns tell already that it is farther.
      const enough = (distance / weight) * (1 + rounding)
      let sum = 0
      for (let j = 0, at = i * dimensions; j < dimensions && !(sum > enough); j++, at++) {
        const difference = data[at] - center[j]
        sum += difference * difference
      }
      distance = Math.min(weight * sum, distance)
    }
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
