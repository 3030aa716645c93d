/**
 * What is remembered of every frame between the rounds of k-means, so that most of them need not be compared with all
 * centers again: after Hamerly 2010, "Making k-means even faster", with both of his bounds in one number. On shared memory.
 */
export interface FrameBounds {
  /** The center of each frame; -1 before the first round. */
  readonly labels: Int32Array
  /** The frame keeps its center as long as `CenterDrift.gaps` of that is less than this. */
  readonly limits: Float32Array
}

/** How far centers have moved since the first round, all ways added up, so that limits need no change when centers move. */
export interface CenterDrift {
  /**
   * K: by how much a center and the farthest moving of all others may have closed the gap between their distances from a
   * frame, which is what both have moved.
   */
  readonly gaps: Float64Array
}

/** More than calculating in float64 may take from a move. */
const rounding = 1e-12

export function unboundedFrames(count: number): FrameBounds {
  return {
    labels: new Int32Array(new SharedArrayBuffer(4 * count)).fill(-1),
    limits: new Float32Array(new SharedArrayBuffer(4 * count)),
  }
}

/** Adds the ways of the centers from `former` to `centers` (both K x D). */
export function drift({ gaps }: CenterDrift, former: Float64Array, centers: Float64Array): CenterDrift {
  const dimensions = centers.length / gaps.length
  const moves = gaps.map((_, k) => {
    let sum = 0
    for (let at = k * dimensions; at < (k + 1) * dimensions; at++) sum += (centers[at] - former[at]) ** 2
    return Math.sqrt(sum) * (1 + rounding)
  })
  const [first, second = 0] = Float64Array.from(moves).sort().reverse()
  return { gaps: gaps.map((gap, k) => (gap + moves[k] + (moves[k] === first ? second : first)) * (1 + rounding)) }
}
