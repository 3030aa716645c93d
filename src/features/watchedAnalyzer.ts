import type { AnalysisTables } from './analysisTables'
import { frameStretch, type FrameAnalyzer, type FrameStretch } from './frameAnalyzer'

/** Largest difference between the two ways that is still rounding, relative to the frame's largest coefficient. */
export const watchTolerance = 1e-4

/** The slow way is some hundred times slower, so that one frame in this many takes a tenth of the fast way's time. */
const framesPerWatch = 1024

/**
 * The fast way, watched by a slow one that is known to be right: `Meyda.extract` where the recipe means Meyda's
 * cepstrum, the plain TypeScript analysis where it does not. Frames come in stretches. One frame of the first and then one
 * of every stretch that ends `framesPerWatch` frames or more behind the last one watched is measured both ways; where the two
 * differ by more than `watchTolerance` the fast way is given up for that stretch and all that follow. So a long recording
 * has a frame in some ten seconds that vouches for it, and many short recordings that share an analyzer have one together.
 */
export class WatchedAnalyzer implements FrameAnalyzer {
  readonly #fast: FrameAnalyzer
  readonly #slow: FrameAnalyzer
  readonly #byFast: FrameStretch
  readonly #bySlow: FrameStretch
  readonly #start = new Int32Array(1)
  #unwatched = framesPerWatch
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
    this.#unwatched += count
    if (this.#disagreement === null && this.#unwatched >= framesPerWatch) {
      this.#unwatched = 0
      this.#vouch(samples, starts[count >> 1])
    }
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
