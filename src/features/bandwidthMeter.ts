import { RealFft } from './realFft'

/** Resolution of the transform; bands are four of its bins, the width of the window's main lobe on one side. */
const widestBinHz = 50
const binsPerBand = 4

// Spectra are taken every 25 ms at first, then ever more seldom: short files are known well, hours cost little.
const firstHopSeconds = 0.025
const spectraPerHop = 16
const longestHopSeconds = 0.4

// Cells of one decibel for the power of a band, from far below the rounding of 24 bits on.
const lowestDb = -160
const levelCount = 200

const quietShare = 0.1
const loudShare = 0.95
/** A band this far below the strongest one is empty, be it as lively as it may. */
const reachDb = 60
/** Nor is one occupied that is fainter than this and steady: rounding, dither, hiss above what a channel let pass. */
const steadyReachDb = 40
/** Steady noise spreads over 10 dB between the two shares in a band of this width; by chance one in many moves more. */
const leastMoveDb = 15

/**
 * The frequency below which a recording's energy lies, whatever its rate promises: sound that came over a telephone
 * stays below 4 kHz in a file of any rate.
 *
 * Power spectra (Blackman-Harris window of at least 20 ms) are summed in bands of four bins, and for each band the 10th
 * and the 95th percentile of its level over time are taken. A band is occupied where its loud level lies within 40 dB
 * of the strongest band's, or within 60 dB where it and the one below are no steady noise: they move by at least 15 dB
 * between quiet and loud. The bandwidth is the upper edge of the highest occupied band, so its resolution is a band:
 * 125 Hz at 16 kHz.
 */
export class BandwidthMeter {
  readonly #sampleRateHz: number
  readonly #analysis: Analysis
  readonly #samples: Float32Array
  /** levelCount cells a band, filled with weights. */
  readonly #histogram: Float32Array
  #filled = 0
  /** Samples to pass over before the next frame begins. */
  #ahead = 0
  #hop: number
  #weight = 1
  #spectra = 0
  #total = 0

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz
    const length = Math.max(16, 2 ** Math.ceil(Math.log2(sampleRateHz / widestBinHz)))
    this.#analysis = analysisOf(length)
    this.#samples = new Float32Array(length)
    this.#histogram = new Float32Array((length / 2 / binsPerBand) * levelCount)
    this.#hop = Math.max(1, Math.round(firstHopSeconds * sampleRateHz))
  }

  push(block: Float32Array): void {
    for (let at = 0; at < block.length;) {
      const passed = Math.min(this.#ahead, block.length - at)
      this.#ahead -= passed
      at += passed
      const part = block.subarray(at, at + this.#samples.length - this.#filled)
      this.#samples.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === this.#samples.length) this.#analyze()
    }
  }

  /** Hertz; null for digital silence, and for what is shorter than a quarter of a window. */
  finish(): number | null {
    if (this.#spectra === 0 && this.#filled >= this.#samples.length / 4) {
      this.#samples.fill(0, this.#filled)
      this.#analyze()
    }
    const bandCount = this.#histogram.length / levelCount
    const loud = Array.from({ length: bandCount }, (_, band) => this.#percentile(band, loudShare))
    const strongest = Math.max(...loud)
    if (this.#spectra === 0 || strongest <= 0) return null
    const moves = (band: number): boolean =>
      loud[band] > 0 &&
      loud[band] >= strongest - reachDb &&
      loud[band] - this.#percentile(band, quietShare) >= leastMoveDb
    const highest = loud.findLastIndex(
      (level, band) => level >= strongest - steadyReachDb || (moves(band) && (band === 0 || moves(band - 1))),
    )
    return ((highest + 1) * binsPerBand * this.#sampleRateHz) / this.#samples.length
  }

  #analyze(): void {
    const { length } = this.#samples
    const { fft, window, windowed, power } = this.#analysis
    // An offset is no sound, and as strong as one it would hide what the lowest band holds.
    let sum = 0
    for (let i = 0; i < length; i++) sum += this.#samples[i]
    const mean = sum / length
    for (let i = 0; i < length; i++) windowed[i] = (this.#samples[i] - mean) * window[i]
    fft.powerSpectrum(windowed, power)
    for (let band = 0, bin = 0; bin < power.length; band++, bin += binsPerBand) {
      let inBand = 0
      for (let i = bin; i < bin + binsPerBand; i++) inBand += power[i]
      const level = Math.floor(10 * Math.log10(inBand) - lowestDb)
      this.#histogram[band * levelCount + Math.max(0, Math.min(levelCount - 1, level))] += this.#weight
    }
    this.#total += this.#weight
    const kept = Math.max(0, length - this.#hop)
    this.#samples.copyWithin(0, length - kept)
    this.#filled = kept
    this.#ahead = Math.max(0, this.#hop - length)
    if (++this.#spectra % spectraPerHop === 0 && 2 * this.#hop <= longestHopSeconds * this.#sampleRateHz) {
      this.#hop *= 2
      this.#weight *= 2
    }
  }

  /** In decibels above `lowestDb`; 0 where the band holds nothing at all. */
  #percentile(band: number, share: number): number {
    const rank = share * (this.#total - 1)
    let passed = 0
    for (let level = 0; level < levelCount; level++) {
      passed += this.#histogram[band * levelCount + level]
      if (passed > rank) return level
    }
    return 0
  }
}

/** What a spectrum takes that does not depend on the recording. */
interface Analysis {
  readonly fft: RealFft
  readonly window: Float32Array
  readonly windowed: Float32Array
  readonly power: Float64Array
}

// Most files of an import have one rate; making the tables anew for each would cost as much as measuring a short one.
const analyses = new Map<number, Analysis>()

function analysisOf(length: number): Analysis {
  const known = analyses.get(length)
  if (known) return known
  const made = {
    fft: new RealFft(length),
    window: blackmanHarris(length),
    windowed: new Float32Array(length),
    power: new Float64Array(length / 2),
  }
  analyses.set(length, made)
  return made
}

/** The four-term window of Harris (1978), side lobes at -92 dB, scaled so that white noise keeps its power. */
function blackmanHarris(length: number): Float32Array {
  const window = Float64Array.from({ length }, (_, n) => {
    const angle = (2 * Math.PI * (n + 0.5)) / length
    return 0.35875 - 0.48829 * Math.cos(angle) + 0.14128 * Math.cos(2 * angle) - 0.01168 * Math.cos(3 * angle)
  })
  const energy = window.reduce((sum, value) => sum + value * value, 0)
  return Float32Array.from(window, (value) => value / Math.sqrt(energy))
}
