const pairCount = 64

/**
 * The lowest and the highest sample of each of 64 equal stretches of a recording whose length is not known beforehand.
 * It keeps two to four times as many cells as it draws: when all are full, neighbors merge and each stands for twice as
 * long.
 */
export class Outline {
  readonly #lows = new Float32Array(4 * pairCount)
  readonly #highs = new Float32Array(4 * pairCount)
  #samplesPerCell = 1
  #cell = 0
  #inCell = 0

  /**
   * Says how many samples come next. Where nothing came before, cells are as long from the start as they would become, so that
   * a short recording is not gone through sample by sample.
   */
  expect(count: number): void {
    if (this.#cell + this.#inCell > 0) return
    while (Math.floor(count / this.#samplesPerCell) >= this.#lows.length) this.#samplesPerCell *= 2
  }

  /** How many samples the cell at hand still takes; always at least one. */
  get room(): number {
    return this.#samplesPerCell - this.#inCell
  }

  /** The extremes of the next `count` samples, which fit into the room. */
  add(count: number, low: number, high: number): void {
    const cell = this.#cell
    if (this.#inCell === 0 || low < this.#lows[cell]) this.#lows[cell] = low
    if (this.#inCell === 0 || high > this.#highs[cell]) this.#highs[cell] = high
    this.#inCell += count
    if (this.#inCell < this.#samplesPerCell) return
    this.#inCell = 0
    if (++this.#cell === this.#lows.length) this.#halve()
  }

  /** 64 pairs (min, max), rounded to [-127, 127]. */
  pairs(): number[] {
    const cellCount = this.#cell + (this.#inCell > 0 ? 1 : 0)
    const pairs = new Array<number>(2 * pairCount)
    for (let pair = 0; pair < pairCount; pair++) {
      const first = Math.floor((pair * cellCount) / pairCount)
      const end = Math.max(first + 1, Math.floor(((pair + 1) * cellCount) / pairCount))
      let low = Infinity
      let high = -Infinity
      for (let cell = first; cell < Math.min(end, cellCount); cell++) {
        if (this.#lows[cell] < low) low = this.#lows[cell]
        if (this.#highs[cell] > high) high = this.#highs[cell]
      }
      const isEmpty = low > high
      pairs[2 * pair] = isEmpty ? 0 : toByte(low)
      pairs[2 * pair + 1] = isEmpty ? 0 : toByte(high)
    }
    return pairs
  }

  #halve(): void {
    this.#cell /= 2
    for (let cell = 0; cell < this.#cell; cell++) {
      this.#lows[cell] = Math.min(this.#lows[2 * cell], this.#lows[2 * cell + 1])
      this.#highs[cell] = Math.max(this.#highs[2 * cell], this.#highs[2 * cell + 1])
    }
    this.#samplesPerCell *= 2
  }
}

function toByte(value: number): number {
  // Adding 0 turns -0 into 0, which JSON and equality tests tell apart.
  return Math.round(Math.max(-1, Math.min(1, value)) * 127) + 0
}
