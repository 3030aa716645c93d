const pairCount = 64

/** What digital silence reads: JSON has no -Infinity, and 32-bit integers end at -187 dB. */
const silenceDb = -200

export interface LevelMeasurement {
  readonly sampleCount: number
  /** Decibels relative to full scale; -200 for digital silence. */
  readonly peakDb: number
  readonly rmsDb: number
  /** Flat tops: at least three samples in a row at full scale, somewhere. One lone full-scale peak is not clipping. */
  readonly clipped: boolean
  /** No sample above -90 dB: nothing that a microphone delivers is so quiet. */
  readonly silent: boolean
  /** 64 pairs (min, max), rounded to [-127, 127], over the whole recording. */
  readonly thumbnail: number[]
}

/** Peak, level and outline of a recording of any length in one pass and constant memory. */
export class LevelMeter {
  private sampleCount = 0
  private peak = 0
  private energy = 0
  private fullScaleRun = 0
  private clipped = false
  // Twice to four times as many cells as pairs: when all are full, neighbors merge and each stands for twice as long.
  private readonly lows = new Float32Array(4 * pairCount)
  private readonly highs = new Float32Array(4 * pairCount)
  private samplesPerCell = 1

  push(block: Float32Array): void {
    for (let i = 0; i < block.length; i++) {
      const value = block[i]
      const magnitude = Math.abs(value)
      this.energy += value * value
      if (magnitude > this.peak) this.peak = magnitude
      // 16-bit full scale is 32767/32768 on the positive side.
      this.fullScaleRun = magnitude >= 32_767 / 32_768 ? this.fullScaleRun + 1 : 0
      if (this.fullScaleRun >= 3) this.clipped = true
      let cell = Math.floor(this.sampleCount / this.samplesPerCell)
      if (cell >= this.lows.length) {
        this.halve()
        cell = Math.floor(this.sampleCount / this.samplesPerCell)
      }
      const isFirst = this.sampleCount % this.samplesPerCell === 0
      if (isFirst || value < this.lows[cell]) this.lows[cell] = value
      if (isFirst || value > this.highs[cell]) this.highs[cell] = value
      this.sampleCount++
    }
  }

  finish(): LevelMeasurement {
    const { sampleCount, peak } = this
    return {
      sampleCount,
      peakDb: Math.max(silenceDb, 20 * Math.log10(peak)),
      rmsDb: sampleCount === 0 ? silenceDb : Math.max(silenceDb, 10 * Math.log10(this.energy / sampleCount)),
      clipped: this.clipped,
      silent: peak < 10 ** (-90 / 20),
      thumbnail: this.thumbnail(),
    }
  }

  private halve(): void {
    for (let cell = 0; cell < this.lows.length / 2; cell++) {
      this.lows[cell] = Math.min(this.lows[2 * cell], this.lows[2 * cell + 1])
      this.highs[cell] = Math.max(this.highs[2 * cell], this.highs[2 * cell + 1])
    }
    this.samplesPerCell *= 2
  }

  private thumbnail(): number[] {
    const cellCount = Math.ceil(this.sampleCount / this.samplesPerCell)
    const pairs: number[] = []
    for (let pair = 0; pair < pairCount; pair++) {
      const first = Math.floor((pair * cellCount) / pairCount)
      const end = Math.max(first + 1, Math.floor(((pair + 1) * cellCount) / pairCount))
      let low = Infinity
      let high = -Infinity
      for (let cell = first; cell < Math.min(end, cellCount); cell++) {
        low = Math.min(low, this.lows[cell])
        high = Math.max(high, this.highs[cell])
      }
      pairs.push(...(low <= high ? [low, high] : [0, 0]).map(toByte))
    }
    return pairs
  }
}

function toByte(value: number): number {
  // Adding 0 turns -0 into 0, which JSON and equality tests tell apart.
  return Math.round(Math.max(-1, Math.min(1, value)) * 127) + 0
}
