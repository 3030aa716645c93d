/** What voice activity goes by: one entry a frame, of the whole recording. */
export interface FrameLevels {
  /** Mean square of each frame about its own mean, on any scale; 0 for digital silence and only for that. */
  readonly variances: Float64Array
}

/** Keeps the levels of a recording's frames as they come: all that is held of a long recording until its end. */
export class LevelLog {
  #variances = new Float64Array(1024)
  #count = 0

  push(variances: Float64Array, count: number): void {
    if (this.#count + count > this.#variances.length) {
      const larger = new Float64Array(Math.max(2 * this.#variances.length, this.#count + count))
      larger.set(this.#variances.subarray(0, this.#count))
      this.#variances = larger
    }
    this.#variances.set(variances.subarray(0, count), this.#count)
    this.#count += count
  }

  /** Whether anything moves in a frame that was pushed; false for digital silence. */
  isSound(frame: number): boolean {
    return this.#variances[frame] > 0
  }

  levels(): FrameLevels {
    return { variances: this.#variances.subarray(0, this.#count) }
  }
}
