import type { Framing } from './framing'
import { rowsAtOnce } from './rowStage'

/** No recorder writes samples beyond this; what does is damage, and would overflow the spectrum. */
const largestSample = 1e5

/** Samples that there is room for at first. */
const firstLength = 4096

/** What a cutter that is done leaves to the next of its thread: clearing new memory takes as long as cutting half a second. */
let spare: Float32Array | null = null
const mostSpared = 1 << 17

/** Sees frames in stretches: frame i of `count` begins at `samples[starts[i]]`. The memory is used again afterwards. */
export type SeeFrames = (samples: Float32Array, starts: Int32Array, count: number) => void

/**
 * Cuts a stream of samples into frames, which are handed on in stretches of `rowsAtOnce` (the last is shorter) wherever the
 * blocks were cut. Only a stretch's samples are held. Samples that are not finite numbers, or are beyond any sense, are read as zero.
 */
export class FrameCutter {
  readonly #framing: Framing
  readonly #see: SeeFrames
  readonly #starts = new Int32Array(rowsAtOnce)
  /** Samples not yet used up; `#held[0]` is sample number `#heldFrom` of the recording, the silence before it counted. */
  #held: Float32Array
  /** So many samples hold a whole stretch. */
  readonly #stretchLength: number
  #heldFrom: number
  #heldCount: number
  #frameCount = 0
  #sampleCount = 0
  #unusableSamples = 0

  constructor(framing: Framing, see: SeeFrames) {
    this.#framing = framing
    this.#see = see
    const { padding, frameLength, startOf } = framing
    this.#stretchLength = startOf(rowsAtOnce) + padding + frameLength + 1
    // Grows for recordings that fill it: of many short ones, each would spend most of its time on clearing the memory.
    const length = Math.min(this.#stretchLength, padding + firstLength)
    this.#held = spare !== null && spare.length >= length ? spare : new Float32Array(length)
    spare = null
    this.#held.fill(0, 0, padding)
    this.#heldFrom = -padding
    this.#heldCount = padding
  }

  /** Samples that came so far. */
  get sampleCount(): number {
    return this.#sampleCount
  }

  /** How many of them were no usable numbers. */
  get unusableSamples(): number {
    return this.#unusableSamples
  }

  push(samples: Float32Array): void {
    let taken = 0
    while (taken < samples.length) {
      const count = Math.min(samples.length - taken, this.#stretchLength - this.#heldCount)
      if (this.#heldCount + count > this.#held.length) this.#grow(this.#heldCount + count)
      this.#hold(samples, taken, count)
      taken += count
      if (this.#heldCount === this.#stretchLength) this.#cut(rowsAtOnce)
    }
  }

  /** Hands on the frames that are left; returns how many there were in all, 0 for a recording shorter than one. */
  finish(): number {
    const { frameLength, countIn, startOf } = this.#framing
    const total = countIn(this.#sampleCount)
    if (total === 0) return 0
    // The silence behind the end that centered frames reach into; whole frames never do.
    const reach = startOf(total - 1) + frameLength - this.#heldFrom
    if (reach > this.#held.length) this.#grow(reach)
    this.#held.fill(0, this.#heldCount)
    this.#heldCount = Math.max(this.#heldCount, reach)
    while (this.#frameCount < total) this.#cut(Math.min(rowsAtOnce, total - this.#frameCount))
    if (this.#held.length <= mostSpared) spare = this.#held
    this.#held = new Float32Array(0)
    return total
  }

  #hold(samples: Float32Array, from: number, count: number): void {
    const held = this.#held.subarray(this.#heldCount, this.#heldCount + count)
    held.set(samples.subarray(from, from + count))
    this.#unusableSamples += silenceUnusable(held)
    this.#heldCount += count
    this.#sampleCount += count
  }

  #grow(length: number): void {
    const larger = new Float32Array(Math.max(length, Math.min(this.#stretchLength, 2 * this.#held.length)))
    larger.set(this.#held.subarray(0, this.#heldCount))
    this.#held = larger
  }

  #cut(count: number): void {
    const { startOf } = this.#framing
    for (let i = 0; i < count; i++) this.#starts[i] = startOf(this.#frameCount + i) - this.#heldFrom
    this.#see(this.#held, this.#starts, count)
    this.#frameCount += count
    this.#forget(startOf(this.#frameCount))
  }

  /** Drops the samples before number `next`, which no later frame needs. */
  #forget(next: number): void {
    const gone = Math.min(next - this.#heldFrom, this.#heldCount)
    this.#held.copyWithin(0, gone, this.#heldCount)
    this.#heldCount -= gone
    this.#heldFrom += gone
  }
}

/** Sets what is unusable to 0 and counts it. */
function silenceUnusable(samples: Float32Array): number {
  let count = 0
  for (let i = 0; i < samples.length; i++) {
    // Written so that a NaN counts as unusable.
    if (Math.abs(samples[i]) <= largestSample) continue
    samples[i] = 0
    count++
  }
  return count
}
