/**
 * What is remembered of every frame between the rounds of k-means (Hamerly 2010, "Making k-means even faster"): its
 * center, and bounds that tell, as long as the centers do not move far, that it stays the nearest. On shared memory.
 */
export interface FrameBounds {
  /** -1 before the first round. */
  readonly labels: Int32Array
  /** The distance from the own center is at most this + `CenterDrift.own` of that center. */
  readonly upper: Float32Array
  /** The distance from every other center is at least this - `CenterDrift.others` of the own center. */
  readonly lower: Float32Array
}

/** How far centers have moved since the first round, all ways added up, so that bounds need no change when centers move. */
export interface CenterDrift {
  /** K, of each center. */
  readonly own: Float64Array
  /** K, of the farthest of all others in each round. */
  readonly others: Float64Array
}

export function unboundedFrames(count: number): FrameBounds {
  const shared = () => new SharedArrayBuffer(4 * count)
  return {
    labels: new Int32Array(shared()).fill(-1),
    upper: new Float32Array(shared()),
    lower: new Float32Array(shared()),
  }
}

/** A little more than float32 may lose. */
const rounding = 2 ** -22
const underflow = 2 ** -140
const largest = 1e38

/** What `FrameBounds.upper` is to hold for a frame at most `distance` from a center that has moved by `own`. */
export function upperBound(distance: number, own: number): number {
  return distance - own + rounding * (distance + own) + underflow
}

/** What `FrameBounds.lower` is to hold for a frame at least `distance` from centers that have moved by `others`. */
export function lowerBound(distance: number, others: number): number {
  return Math.min((distance + others) * (1 - rounding) - underflow, largest)
}

/** Adds the way of each center from `former` to `centers` (both K x D). */
export function drift({ own, others }: CenterDrift, former: Float64Array, centers: Float64Array): CenterDrift {
  const moves = own.map((_, k) => {
    const dimensions = centers.length / own.length
    let sum = 0
    for (let at = k * dimensions; at < (k + 1) * dimensions; at++) sum += (centers[at] - former[at]) ** 2
    return Math.sqrt(sum) * (1 + rounding)
  })
  const [first, second] = Float64Array.from(moves).sort().reverse()
  return {
    own: own.map((sum, k) => sum + moves[k]),
    others: others.map((sum, k) => sum + (moves[k] === first ? (second ?? 0) : first)),
  }
}
