import { Outline } from './outline'
import { ShortTimeLevels, type SoundLevels } from './shortTimeLevels'

/** What digital silence reads: JSON has no -Infinity, and 32-bit integers end at -187 dB. */
const silenceDb = -200

/** 16-bit full scale is 32767/32768 on the positive side. */
const fullScale = 32_767 / 32_768

/** So many samples in a row at full scale are a flat top; a lone peak may well have been meant. */
const flatTopSamples = 3

export interface LevelMeasurement extends SoundLevels {
  readonly sampleCount: number
  /** Decibels relative to full scale; -200 for digital silence. */
  readonly peakDb: number
  readonly rmsDb: number
  /** Samples in flat tops, which are at least three samples in a row at full scale. */
  readonly clippedSamples: number
  /** Where the first of them stands; null where there is none. */
  readonly firstClippedSeconds: number | null
  /** The mean of all samples; full scale is 1. */
  readonly dcOffset: number
  /** No sample above -90 dB: nothing that a microphone delivers is so quiet. */
  readonly silent: boolean
  /** 64 pairs (min, max), rounded to [-127, 127], over the whole recording. */
  readonly thumbnail: number[]
}

/** Levels, clipping, offset, noise floor and outline of a recording of any length, in one pass and constant memory. */
export class LevelMeter {
  readonly #sampleRateHz: number
  readonly #outline = new Outline()
  readonly #levels: ShortTimeLevels
  #sampleCount = 0
  #peak = 0
  #sum = 0
  #energy = 0
  #fullScaleRun = 0
  #clippedSamples = 0
  #firstClipped: number | null = null

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz
    this.#levels = new ShortTimeLevels(sampleRateHz)
  }

  push(block: Float32Array): void {
    this.#outline.expect(block.length)
    for (let from = 0; from < block.length;) {
      const end = Math.min(block.length, from + this.#levels.room)
      let sum = 0
      let energy = 0
      for (let i = from; i < end; i++) {
        const value = block[i]
        sum += value
        energy += value * value
      }
      this.#sum += sum
      this.#energy += energy
      this.#levels.add(end - from, sum, energy)
      from = end
    }
    for (let from = 0; from < block.length;) {
      const end = Math.min(block.length, from + this.#outline.room)
      let low = block[from]
      let high = low
      for (let i = from + 1; i < end; i++) {
        const value = block[i]
        if (value < low) low = value
        if (value > high) high = value
      }
      const magnitude = Math.max(-low, high)
      if (magnitude > this.#peak) this.#peak = magnitude
      if (magnitude >= fullScale) this.#countFlatTops(block, from, end)
      else this.#fullScaleRun = 0
      this.#outline.add(end - from, low, high)
      this.#sampleCount += end - from
      from = end
    }
  }

  finish(): LevelMeasurement {
    const count = this.#sampleCount
    const first = this.#firstClipped
    return {
      sampleCount: count,
      peakDb: Math.max(silenceDb, 20 * Math.log10(this.#peak)),
      rmsDb: count === 0 ? silenceDb : Math.max(silenceDb, 10 * Math.log10(this.#energy / count)),
      clippedSamples: this.#clippedSamples,
      firstClippedSeconds: first === null ? null : first / this.#sampleRateHz,
      dcOffset: count === 0 ? 0 : this.#sum / count,
      silent: this.#peak < 10 ** (-90 / 20),
      thumbnail: this.#outline.pairs(),
      ...this.#levels.finish(),
    }
  }

  #countFlatTops(block: Float32Array, from: number, end: number): void {
    for (let i = from; i < end; i++) {
      if (Math.abs(block[i]) < fullScale) {
        this.#fullScaleRun = 0
      } else if (++this.#fullScaleRun === flatTopSamples) {
        this.#clippedSamples += flatTopSamples
        this.#firstClipped ??= this.#sampleCount + i - from - (flatTopSamples - 1)
      } else if (this.#fullScaleRun > flatTopSamples) {
        this.#clippedSamples++
      }
    }
  }
}
