import { fastMfcc, type FrameToMfcc, type MfccShape } from './mfcc'
import { meydaMfcc } from './meydaMfcc'

/** Largest difference between the two ways that is still rounding, relative to the frame's largest coefficient. */
export const meydaTolerance = 1e-4

/**
 * The fast way, watched by Meyda. Frames come in stretches; one frame of each is measured both ways, and where the two
 * differ by more than `meydaTolerance` the fast way is given up for that stretch and all that follow, so every
 * stretch that the fast way made has a frame that vouches for it.
 */
export class WatchedMfcc {
  readonly #fast: FrameToMfcc
  readonly #meyda: FrameToMfcc
  readonly #byFast: Float64Array
  readonly #byMeyda: Float64Array
  #disagreement: number | null = null

  /** `fast` is for tests that need a way that disagrees. */
  constructor(shape: MfccShape, fast: FrameToMfcc = fastMfcc(shape)) {
    this.#fast = fast
    this.#meyda = meydaMfcc(shape)
    this.#byFast = new Float64Array(shape.coefficients)
    this.#byMeyda = new Float64Array(shape.coefficients)
  }

  /** The difference that made Meyda take over, or null while the two agree. */
  get disagreement(): number | null {
    return this.#disagreement
  }

  /** Measures `frame` both ways; call it with one frame of a stretch before the stretch is computed. */
  vouch(frame: Float32Array): void {
    if (this.#disagreement !== null) return
    this.#fast(frame, this.#byFast)
    this.#meyda(frame, this.#byMeyda)
    const difference = relativeDifference(this.#byFast, this.#byMeyda)
    // Written so that a NaN counts as a disagreement.
    if (!(difference <= meydaTolerance)) this.#disagreement = difference
  }

  compute(frame: Float32Array, mfcc: Float64Array): void {
    if (this.#disagreement === null) this.#fast(frame, mfcc)
    else this.#meyda(frame, mfcc)
  }
}

/** Largest difference between two frames' coefficients, relative to the largest coefficient (at least 1) of the second. */
export function relativeDifference(measured: Float64Array, reference: Float64Array): number {
  let largest = 1
  let difference = 0
  for (let i = 0; i < reference.length; i++) {
    largest = Math.max(largest, Math.abs(reference[i]))
    difference = Math.max(difference, Math.abs(measured[i] - reference[i]))
  }
  return difference / largest
}
