const frameSeconds = 0.02

// The histogram of levels: quarters of a decibel from -120 dB, below which there is nothing but digital silence, up to
// what no integer format can hold.
const lowestDb = -120
const highestDb = 40
const cellsPerDb = 4

const floorShare = 0.1
const peakShare = 0.95
/** Steady noise alone spreads its frames over less than this from floor to peak. */
const leastRangeDb = 6
/** Sound stands this share of the range above the floor, and at least `leastMarginDb`. */
const shareOfRange = 0.25
const leastMarginDb = 3

export interface SoundLevels {
  /**
   * The level that a tenth of all frames of 20 ms stay below, in dB relative to full scale; frames of digital silence
   * do not count. Null where there are no others.
   */
  readonly noiseFloorDb: number | null
  /**
   * Estimated ratio of signal to noise in dB: the mean power of the frames that stand out of the floor, less the
   * floor's, over the floor's. Null where nothing stands out: silence, steady noise, a sound without a pause. A sound
   * with hardly a pause reads too low, since its own soft stretches are taken for the floor.
   */
  readonly snrDb: number | null
  /**
   * The time of the frames that stand out of the floor; where nothing does, of all that are not digital silence. Pauses
   * within words do not count, so it is less than what voice activity keeps.
   */
  readonly speechSeconds: number
}

/**
 * Tells noise from sound by the levels of frames of 20 ms, each about its own mean, so that an offset is no noise. As
 * in NIST's quick STNR the floor and the peak are low and high percentiles of a histogram of levels (here the 10th and
 * the 95th); where they lie at least 6 dB apart, what stands a quarter of the way above the floor (at least 3 dB) is
 * sound.
 */
export class ShortTimeLevels {
  readonly #sampleRateHz: number
  readonly #frameSamples: number
  readonly #histogram = new Uint32Array((highestDb - lowestDb) * cellsPerDb)
  /** The cells that are filled stand between these two. */
  #lowestCell = (highestDb - lowestDb) * cellsPerDb - 1
  #highestCell = 0
  #frameCount = 0
  #sampleCount = 0
  #count = 0
  #sum = 0
  #energy = 0

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz
    this.#frameSamples = Math.max(2, Math.round(frameSeconds * sampleRateHz))
  }

  /** How many samples the frame at hand still takes; always at least one. */
  get room(): number {
    return this.#frameSamples - this.#count
  }

  /** The sum and the sum of squares of the next `count` samples, which fit into the room. */
  add(count: number, sum: number, energy: number): void {
    this.#sampleCount += count
    this.#count += count
    this.#sum += sum
    this.#energy += energy
    if (this.#count === this.#frameSamples) this.#closeFrame()
  }

  /** What is left over counts as a frame where it is at least half of one, or all that there is. */
  finish(): SoundLevels {
    if (this.#count > 1 && (this.#count >= this.#frameSamples / 2 || this.#frameCount === 0)) this.#closeFrame()
    const frames = this.#frameCount
    // The last frame may be shorter.
    const seconds = (count: number): number =>
      Math.min(count * this.#frameSamples, this.#sampleCount) / this.#sampleRateHz
    if (frames === 0) return { noiseFloorDb: null, snrDb: null, speechSeconds: 0 }
    const floorDb = this.#percentile(floorShare)
    const rangeDb = this.#percentile(peakShare) - floorDb
    if (rangeDb < leastRangeDb) return { noiseFloorDb: floorDb, snrDb: null, speechSeconds: seconds(frames) }
    const thresholdDb = floorDb + Math.max(leastMarginDb, shareOfRange * rangeDb)
    let loud = 0
    let power = 0
    for (let cell = this.#lowestCell; cell <= this.#highestCell; cell++) {
      const count = this.#histogram[cell]
      if (count === 0 || levelOf(cell) < thresholdDb) continue
      loud += count
      power += count * 10 ** (levelOf(cell) / 10)
    }
    const overFloor = power / loud / 10 ** (floorDb / 10) - 1
    return { noiseFloorDb: floorDb, snrDb: 10 * Math.log10(overFloor), speechSeconds: seconds(loud) }
  }

  #closeFrame(): void {
    const variance = (this.#energy - (this.#sum * this.#sum) / this.#count) / this.#count
    this.#count = 0
    this.#sum = 0
    this.#energy = 0
    const levelDb = 10 * Math.log10(variance)
    // Written so that NaN, the logarithm of a rounding error below zero, is left out too.
    if (!(levelDb >= lowestDb)) return
    this.#frameCount++
    const cell = Math.min(this.#histogram.length - 1, Math.floor((levelDb - lowestDb) * cellsPerDb))
    this.#histogram[cell]++
    if (cell < this.#lowestCell) this.#lowestCell = cell
    if (cell > this.#highestCell) this.#highestCell = cell
  }

  #percentile(share: number): number {
    const rank = Math.floor(share * (this.#frameCount - 1))
    let cell = this.#lowestCell
    for (let passed = this.#histogram[cell]; passed <= rank; passed += this.#histogram[cell]) cell++
    return levelOf(cell)
  }
}

/** The middle of a cell, in decibels. */
function levelOf(cell: number): number {
  return lowestDb + (cell + 0.5) / cellsPerDb
}
