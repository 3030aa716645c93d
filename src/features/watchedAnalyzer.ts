import type { AnalysisTables } from './analysisTables'
import { frameStretch, type FrameAnalyzer, type FrameStretch } from './frameAnalyzer'

/** Largest difference between the two ways that is still rounding, relative to the frame's largest coefficient. */
export const watchTolerance = 1e-4

/**
 * The fast way, watched by a slow one that is known to be right: `Meyda.extract` where the recipe means Meyda's
 * cepstrum, the plain TypeScript analysis where it does not. Frames come in stretches; one frame of each is measured
 * both ways, and where the two differ by more than `watchTolerance` the fast way is given up for that stretch and all that
 * follow, so every stretch that the fast way made has a frame that vouches for it.
 */
export class WatchedAnalyzer implements FrameAnalyzer {
  readonly #fast: FrameAnalyzer
  readonly #slow: FrameAnalyzer
  readonly #byFast: FrameStretch
  readonly #bySlow: FrameStretch
  readonly #start = new Int32Array(1)
  #disagreement: number | null = null

  constructor({ coefficients, bank }: AnalysisTables, fast: FrameAnalyzer, slow: FrameAnalyzer) {
    this.#fast = fast
    this.#slow = slow
    this.#byFast = frameStretch(1, coefficients, bank.bands)
    this.#bySlow = frameStretch(1, coefficients, bank.bands)
  }

  /** The difference that made the slow way take over, or null while the two agree. */
  get disagreement(): number | null {
    return this.#disagreement
  }

  analyze(samples: Float32Array, starts: Int32Array, count: number, found: FrameStretch): void {
    if (this.#disagreement === null) this.#vouch(samples, starts[count >> 1])
    const analyzer = this.#disagreement === null ? this.#fast : this.#slow
    analyzer.analyze(samples, starts, count, found)
  }

  #vouch(samples: Float32Array, start: number): void {
    this.#start[0] = start
    this.#fast.analyze(samples, this.#start, 1, this.#byFast)
    this.#slow.analyze(samples, this.#start, 1, this.#bySlow)
    const difference = relativeDifference(this.#byFast.cepstra, this.#bySlow.cepstra)
    // Written so that a NaN counts as a disagreement.
    if (!(difference <= watchTolerance)) this.#disagreement = difference
  }
}

/** Largest difference between two frames' coefficients, relative to the largest coefficient (at least 1) of the second. */
export function relativeDifference(measured: ArrayLike<number>, reference: ArrayLike<number>): number {
  let largest = 1
  let difference = 0
  for (let i = 0; i < reference.length; i++) {
    largest = Math.max(largest, Math.abs(reference[i]))
    difference = Math.max(difference, Math.abs(measured[i] - reference[i]))
  }
  return difference / largest
}
