// Cells of one decibel for the power of a band, from far below the rounding of 24 bits on.
const lowestDb = -160
const levelCount = 200

const quietShare = 0.1
const loudShare = 0.95

/** How often each band of a spectrum had which level, in steps of a decibel. */
export class LevelHistogram {
  readonly bandCount: number
  /** The weights of all spectra. */
  total = 0
  /** levelCount cells a band, filled with weights. */
  readonly #cells: Float32Array
  /** Of each band, the levels that it stays between. */
  readonly #lowest: Uint8Array
  readonly #highest: Uint8Array

  constructor(bandCount: number) {
    this.bandCount = bandCount
    this.#cells = new Float32Array(bandCount * levelCount)
    this.#lowest = new Uint8Array(bandCount).fill(levelCount - 1)
    this.#highest = new Uint8Array(bandCount)
  }

  /** Row `row` of the bands' powers in decibels. */
  add(powersDb: Float32Array, row: number, weight: number): void {
    const { bandCount } = this
    this.total += weight
    for (let band = 0; band < bandCount; band++) {
      const level = Math.max(0, Math.min(levelCount - 1, Math.floor(powersDb[row * bandCount + band] - lowestDb)))
      this.#cells[band * levelCount + level] += weight
      if (level < this.#lowest[band]) this.#lowest[band] = level
      if (level > this.#highest[band]) this.#highest[band] = level
    }
  }

  /** Forgets everything, which takes less time than to make another. */
  clear(): void {
    for (let band = 0; band < this.bandCount; band++) {
      const first = band * levelCount
      this.#cells.fill(0, first + this.#lowest[band], first + this.#highest[band] + 1)
    }
    this.#lowest.fill(levelCount - 1)
    this.#highest.fill(0)
    this.total = 0
  }

  /** The level that `quietShare` of all spectra stay below, in decibels above `lowestDb`. */
  quietLevel(band: number): number {
    const rank = quietShare * (this.total - 1)
    const first = band * levelCount
    let level = this.#lowest[band]
    for (let passed = this.#cells[first + level]; passed <= rank; passed += this.#cells[first + level]) level++
    return level
  }

  /** The same for `loudShare`; 0 where the band holds nothing at all. */
  loudLevel(band: number): number {
    // Counted from above, where few are.
    const above = this.total - loudShare * (this.total - 1)
    const first = band * levelCount
    let level = this.#highest[band]
    for (let passed = this.#cells[first + level]; passed < above && level > 0;) passed += this.#cells[first + --level]
    return level
  }
}
