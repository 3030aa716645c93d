/** What voice activity goes by: one entry a frame, of the whole recording. */
export interface FrameLevels {
  /** Mean square of each frame about its own mean, on any scale; 0 for digital silence and only for that. */
  readonly variances: Float64Array
  /** How flat each frame's spectrum is, in decibels (`flatnessMeter`); null where the recipe does not ask for it. */
  readonly flatness: Float32Array | null
}

/** Frames that there is room for at first: two seconds' worth, since for a short recording clearing more would cost most of the time. */
const firstLength = 256

/** Keeps the levels of a recording's frames as they come: all that is held of a long recording until its end. */
export class LevelLog {
  #variances = new Float64Array(firstLength)
  #flatness: Float32Array | null
  #count = 0

  constructor({ withFlatness }: { readonly withFlatness: boolean }) {
    this.#flatness = withFlatness ? new Float32Array(firstLength) : null
  }

  /** The first `count` of each; `flatness` is only read where it is kept. */
  push(variances: Float64Array, flatness: Float32Array, count: number): void {
    if (this.#count + count > this.#variances.length) {
      const length = Math.max(2 * this.#variances.length, this.#count + count)
      const held = this.levels()
      this.#variances = new Float64Array(length)
      this.#variances.set(held.variances)
      if (held.flatness !== null) {
        this.#flatness = new Float32Array(length)
        this.#flatness.set(held.flatness)
      }
    }
    this.#variances.set(variances.subarray(0, count), this.#count)
    this.#flatness?.set(flatness.subarray(0, count), this.#count)
    this.#count += count
  }

  /** Whether anything moves in a frame that was pushed; false for digital silence. */
  isSound(frame: number): boolean {
    return this.#variances[frame] > 0
  }

  levels(): FrameLevels {
    const flatness = this.#flatness?.subarray(0, this.#count) ?? null
    return { variances: this.#variances.subarray(0, this.#count), flatness }
  }
}
